// YamlReader: yaml-cpp behind one wall. Walks a YAML file that a person wrote and collects Diagnostics with line and
// column instead of throwing: unknown keys (with the nearest known one), wrong types, missing keys. Used for the
// configuration and for feed mappings.
//
//   YamlDocument doc = YamlDocument::Parse(bytes, "config.yaml", &diagnostics);
//   YamlMap root = doc.root().AsMap();
//   std::string topic = root.String("topic", "news");      // with a default
//   YamlMap http = root.Map("http");                       // an empty map where the key is absent
//   root.Done();                                           // reports keys that nobody asked for
//
// One thread. A YamlMap or YamlValue lives no longer than its YamlDocument.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/base/diagnostic.h"
#include "pipeline/base/nearest_word.h"

namespace demarche {

class YamlMap;

// What `${NAME}` in a value stands for; nullopt where it is not set.
using YamlVariables = std::function<std::optional<std::string>(std::string_view name)>;

// One value with its place. Every As...() reports a Diagnostic and gives an empty value where the type is another.
class YamlValue {
 public:
  struct Node;
  YamlValue(std::shared_ptr<const Node> node, std::string path);
  bool present() const { return node_ != nullptr; }
  bool IsMap() const;
  bool IsList() const;
  bool IsScalar() const;
  YamlMap AsMap() const;
  std::vector<YamlValue> AsList() const;  // a scalar gives a list of one
  std::string AsString() const;
  std::optional<int64_t> AsInt() const;
  std::optional<double> AsDouble() const;
  std::optional<bool> AsBool() const;
  std::optional<absl::Duration> AsDuration() const;  // "100ms", "2s", "1m"
  std::optional<int64_t> AsBytes() const;            // "64MiB", "512KiB", "1000000"
  int line() const;
  const std::string& path() const { return path_; }  // "http.port"
  void Error(std::string message, std::string suggestion = "") const;
  const Node& node() const { return *node_; }  // REQUIRES: present()

 private:
  std::string Substitute(const std::string& text) const;
  std::shared_ptr<const Node> node_;
  std::string path_;
};

class YamlMap {
 public:
  explicit YamlMap(YamlValue value);
  bool Has(std::string_view key) const;
  YamlValue Get(std::string_view key);  // absent: a value with present() == false
  YamlMap Map(std::string_view key);
  std::string String(std::string_view key, std::string_view otherwise = "");
  int64_t Int(std::string_view key, int64_t otherwise, int64_t min = INT64_MIN, int64_t max = INT64_MAX);
  double Double(std::string_view key, double otherwise, double min, double max);
  bool Bool(std::string_view key, bool otherwise);
  absl::Duration Duration(std::string_view key, absl::Duration otherwise, absl::Duration min = absl::ZeroDuration());
  int64_t Bytes(std::string_view key, int64_t otherwise, int64_t min = 0);
  std::vector<std::string> Strings(std::string_view key);
  // One of `words`; reports the nearest one otherwise and gives `otherwise`.
  std::string OneOf(std::string_view key, std::string_view otherwise, const std::vector<std::string_view>& words);
  std::vector<std::pair<std::string, YamlValue>> All();  // free-form maps: every entry, in order; counts as asked for
  // Reports every key that was not asked for.
  void Done();
  const YamlValue& value() const { return value_; }

 private:
  YamlValue value_;
  std::vector<std::string> known_;
};

class YamlDocument {
 public:
  // `file` names it in diagnostics. A syntax error is one Diagnostic and an empty document.
  // With `variables`, `${NAME}` and `${NAME:-otherwise}` in values are replaced after parsing, so that no value can
  // change the file's structure;
  // `$$` stands for one dollar sign.
  static YamlDocument Parse(std::string_view bytes, std::string file, Diagnostics* diagnostics,
                            YamlVariables variables = nullptr);
  YamlValue root() const { return root_; }
  // Every path that was asked for so far ("http.port", "source.topics[].mapping"): what the reader of this document
  // knows.
  const std::set<std::string>& asked() const;

 private:
  struct Context;
  YamlDocument(YamlValue root, std::shared_ptr<Context> context)
      : root_(std::move(root)), context_(std::move(context)) {}
  YamlValue root_;
  std::shared_ptr<Context> context_;
  friend class YamlValue;
  friend class YamlMap;
};

}  // namespace demarche
