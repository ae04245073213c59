// See yaml_reader.h.
#include "pipeline/app/yaml_reader.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "pipeline/base/str.h"

namespace demarche {

struct YamlDocument::Context {
  std::string file;
  Diagnostics* diagnostics;
  YamlVariables variables;
  std::set<std::string> asked;
};

struct YamlValue::Node {
  YAML::Node yaml;
  std::shared_ptr<YamlDocument::Context> context;

  std::shared_ptr<const Node> Child(YAML::Node child) const {
    return std::make_shared<Node>(Node{std::move(child), context});
  }
};

namespace {

std::string Join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

// "source.topics[3].mapping" -> "source.topics[].mapping".
std::string PathShape(const std::string& path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) out.push_back(c);
    if (c == '[') inside = true;
  }
  return out;
}

template <typename Words>
std::string ListWords(const Words& words) {
  std::string out;
  for (const auto& word : words) out += fmt::format("{}{}", out.empty() ? "" : ", ", std::string_view(word));
  return out;
}

}  // namespace

YamlValue::YamlValue(std::shared_ptr<const Node> node, std::string path)
    : node_(std::move(node)), path_(std::move(path)) {}

bool YamlValue::IsMap() const { return node_ && node_->yaml.IsMap(); }
bool YamlValue::IsList() const { return node_ && node_->yaml.IsSequence(); }
bool YamlValue::IsScalar() const { return node_ && node_->yaml.IsScalar(); }
int YamlValue::line() const { return node_ ? node_->yaml.Mark().line + 1 : 0; }

void YamlValue::Error(std::string message, std::string suggestion) const {
  if (!node_) return;
  const YAML::Mark mark = node_->yaml.Mark();
  node_->context->diagnostics->push_back({Diagnostic::Severity::kError, node_->context->file, mark.line + 1,
                                          mark.column + 1, std::move(message), std::move(suggestion)});
}

YamlMap YamlValue::AsMap() const {
  if (node_ && !node_->yaml.IsMap() && !node_->yaml.IsNull()) {
    Error(fmt::format("{} must be a map of keys and values", path_.empty() ? "the file" : fmt::format("'{}'", path_)));
    return YamlMap(YamlValue(nullptr, path_));
  }
  return YamlMap(*this);
}

std::vector<YamlValue> YamlValue::AsList() const {
  std::vector<YamlValue> out;
  if (!node_ || node_->yaml.IsNull()) return out;
  if (!node_->yaml.IsSequence()) {
    out.push_back(*this);
    return out;
  }
  int i = 0;
  for (const YAML::Node& item : node_->yaml) {
    out.emplace_back(node_->Child(item), fmt::format("{}[{}]", path_, i++));
  }
  return out;
}

std::string YamlValue::AsString() const {
  if (!node_ || node_->yaml.IsNull()) return "";
  if (!node_->yaml.IsScalar()) {
    Error(fmt::format("'{}' must be a single value", path_));
    return "";
  }
  const std::string& text = node_->yaml.Scalar();
  return node_->context->variables ? Substitute(text) : text;
}

std::string YamlValue::Substitute(const std::string& text) const {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (text[at] != '$' || at + 1 >= text.size() || (text[at + 1] != '{' && text[at + 1] != '$')) {
      out.push_back(text[at++]);
      continue;
    }
    if (text[at + 1] == '$') {
      out.push_back('$');
      at += 2;
      continue;
    }
    const size_t close = text.find('}', at);
    if (close == std::string::npos) {
      Error(fmt::format("'{}' has '${{' without '}}'", path_), "close it, or write $$ for a dollar sign");
      return out;
    }
    const std::string inside = text.substr(at + 2, close - at - 2);
    const size_t otherwise = inside.find(":-");
    const std::string name = inside.substr(0, otherwise);
    if (std::optional<std::string> value = node_->context->variables(name)) {
      out += *value;
    } else if (otherwise != std::string::npos) {
      out += inside.substr(otherwise + 2);
    } else {
      Error(fmt::format("'{}' needs the environment variable {}, which is not set", path_, name),
            fmt::format("set it, or write ${{{}:-otherwise}}", name));
    }
    at = close + 1;
  }
  return out;
}

std::optional<int64_t> YamlValue::AsInt() const {
  int64_t value = 0;
  const std::string text = AsString();
  if (absl::SimpleAtoi(text, &value)) return value;
  Error(fmt::format("'{}' must be a whole number, not '{}'", path_, text));
  return std::nullopt;
}

std::optional<double> YamlValue::AsDouble() const {
  double value = 0;
  const std::string text = AsString();
  if (absl::SimpleAtod(text, &value)) return value;
  Error(fmt::format("'{}' must be a number, not '{}'", path_, text));
  return std::nullopt;
}

std::optional<bool> YamlValue::AsBool() const {
  const std::string text = AsString();
  if (text == "true") return true;
  if (text == "false") return false;
  Error(fmt::format("'{}' must be true or false, not '{}'", path_, text));
  return std::nullopt;
}

std::optional<absl::Duration> YamlValue::AsDuration() const {
  absl::Duration value;
  const std::string text = AsString();
  if (absl::ParseDuration(text, &value)) return value;
  Error(fmt::format("'{}' must be a duration, not '{}'", path_, text), "write a number with its unit: 100ms, 2s, 5m");
  return std::nullopt;
}

std::optional<int64_t> YamlValue::AsBytes() const {
  const std::string text = AsString();
  constexpr std::pair<std::string_view, int64_t> kUnits[] = {
      {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"B", 1}};
  std::string digits = text;
  int64_t unit = 1;
  for (const auto& [suffix, factor] : kUnits) {
    if (digits.size() > suffix.size() && digits.ends_with(suffix)) {
      digits.resize(digits.size() - suffix.size());
      unit = factor;
      break;
    }
  }
  int64_t value = 0;
  if (absl::SimpleAtoi(digits, &value) && value >= 0 && value <= INT64_MAX / unit) return value * unit;
  Error(fmt::format("'{}' must be a size in bytes, not '{}'", path_, text), "write 1000000, 512KiB, 64MiB or 1GiB");
  return std::nullopt;
}

YamlMap::YamlMap(YamlValue value) : value_(std::move(value)) {}

YamlValue YamlMap::Get(std::string_view key) {
  known_.emplace_back(key);
  if (value_.present()) value_.node().context->asked.insert(PathShape(Join(value_.path(), key)));
  if (value_.IsMap()) {
    const YamlValue::Node& node = value_.node();
    for (const auto& entry : node.yaml) {
      if (entry.first.Scalar() == key) return YamlValue(node.Child(entry.second), Join(value_.path(), key));
    }
  }
  return YamlValue(nullptr, Join(value_.path(), key));
}

bool YamlMap::Has(std::string_view key) const { return YamlMap(value_).Get(key).present(); }

YamlMap YamlMap::Map(std::string_view key) { return Get(key).AsMap(); }

std::string YamlMap::String(std::string_view key, std::string_view otherwise) {
  const YamlValue value = Get(key);
  return value.present() ? value.AsString() : std::string(otherwise);
}

int64_t YamlMap::Int(std::string_view key, int64_t otherwise, int64_t min, int64_t max) {
  const YamlValue value = Get(key);
  if (!value.present()) return otherwise;
  const std::optional<int64_t> number = value.AsInt();
  if (!number) return otherwise;
  if (*number < min || *number > max) {
    value.Error(max == INT64_MAX ? fmt::format("'{}' must be at least {}", value.path(), min)
                                 : fmt::format("'{}' must be between {} and {}", value.path(), min, max));
    return otherwise;
  }
  return *number;
}

double YamlMap::Double(std::string_view key, double otherwise, double min, double max) {
  const YamlValue value = Get(key);
  if (!value.present()) return otherwise;
  const std::optional<double> number = value.AsDouble();
  if (!number) return otherwise;
  if (*number < min || *number > max) {
    value.Error(fmt::format("'{}' must be between {} and {}", value.path(), min, max));
    return otherwise;
  }
  return *number;
}

bool YamlMap::Bool(std::string_view key, bool otherwise) {
  const YamlValue value = Get(key);
  return value.present() ? value.AsBool().value_or(otherwise) : otherwise;
}

absl::Duration YamlMap::Duration(std::string_view key, absl::Duration otherwise, absl::Duration min) {
  const YamlValue value = Get(key);
  if (!value.present()) return otherwise;
  const std::optional<absl::Duration> duration = value.AsDuration();
  if (!duration) return otherwise;
  if (*duration < min) {
    value.Error(fmt::format("'{}' must be at least {}", value.path(), absl::FormatDuration(min)));
    return otherwise;
  }
  return *duration;
}

int64_t YamlMap::Bytes(std::string_view key, int64_t otherwise, int64_t min) {
  const YamlValue value = Get(key);
  if (!value.present()) return otherwise;
  const std::optional<int64_t> bytes = value.AsBytes();
  if (!bytes) return otherwise;
  if (*bytes < min) {
    value.Error(fmt::format("'{}' must be at least {} bytes", value.path(), min));
    return otherwise;
  }
  return *bytes;
}

std::vector<std::string> YamlMap::Strings(std::string_view key) {
  std::vector<std::string> out;
  for (const YamlValue& item : Get(key).AsList()) out.push_back(item.AsString());
  return out;
}

std::string YamlMap::OneOf(std::string_view key, std::string_view otherwise,
                           const std::vector<std::string_view>& words) {
  const YamlValue value = Get(key);
  if (!value.present()) return std::string(otherwise);
  const std::string word = value.AsString();
  for (std::string_view known : words) {
    if (known == word) return word;
  }
  const std::string nearest = NearestWord(word, {words.begin(), words.end()});
  value.Error(
      fmt::format("'{}' cannot be '{}'", value.path(), word),
      nearest.empty() ? fmt::format("use one of {}", ListWords(words)) : fmt::format("did you mean '{}'?", nearest));
  return std::string(otherwise);
}

std::vector<std::pair<std::string, YamlValue>> YamlMap::All() {
  std::vector<std::pair<std::string, YamlValue>> out;
  if (!value_.IsMap()) return out;
  const YamlValue::Node& node = value_.node();
  for (const auto& entry : node.yaml) {
    const std::string key = entry.first.Scalar();
    known_.push_back(key);
    out.emplace_back(key, YamlValue(node.Child(entry.second), Join(value_.path(), key)));
  }
  return out;
}

void YamlMap::Done() {
  if (!value_.IsMap()) return;
  const YamlValue::Node& node = value_.node();
  const std::set<std::string> known(known_.begin(), known_.end());
  std::set<std::string> seen;
  for (const auto& entry : node.yaml) {
    const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
    const YamlValue at(node.Child(entry.first), Join(value_.path(), key));
    if (!seen.insert(key).second) at.Error(fmt::format("key '{}' stands twice", at.path()), "keep one of them");
    if (known.count(key) > 0) continue;
    const std::string nearest = NearestWord(key, known_);
    at.Error(fmt::format("unknown key '{}'", at.path()), nearest.empty()
                                                             ? fmt::format("known here: {}", ListWords(known_))
                                                             : fmt::format("did you mean '{}'?", nearest));
  }
}

YamlDocument YamlDocument::Parse(std::string_view bytes, std::string file, Diagnostics* diagnostics,
                                 YamlVariables variables) {
  auto context = std::make_shared<Context>(Context{std::move(file), diagnostics, std::move(variables), {}});
  try {
    YAML::Node yaml = YAML::Load(std::string(bytes));
    return {YamlValue(std::make_shared<YamlValue::Node>(YamlValue::Node{yaml, context}), ""), context};
  } catch (const YAML::Exception& e) {
    diagnostics->push_back({Diagnostic::Severity::kError, context->file, e.mark.line + 1, e.mark.column + 1,
                            fmt::format("not YAML: {}", e.msg),
                            "check indentation, quotation marks and colons on this line"});
    return {YamlValue(nullptr, ""), context};
  }
}

const std::set<std::string>& YamlDocument::asked() const { return context_->asked; }

}  // namespace demarche
