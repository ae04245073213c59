// See result_ids.h.
#include "pipeline/stages/encode/result_ids.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "pipeline/base/ids.h"
#include "pipeline/model/event_type.h"

namespace demarche {
namespace {

constexpr size_t kArticleKeyDigits = 24;
constexpr size_t kResultDigits = 16;

void AppendSpan(const Text& text, Span span, std::string* out) {
  const Span delivered = text.ToDelivered(span);
  fmt::format_to(std::back_inserter(*out), "{}-{},", delivered.begin, delivered.end);
}

// Makes "KEY-digits" and, should two results of one article be alike in everything the id is made of, numbers them.
class IdMaker {
 public:
  IdMaker(std::string_view kind, const Article& article, std::string_view key)
      : kind_(kind), article_(article), key_(key) {}

  std::string Make(std::string_view content) {
    const int n = ++seen_[std::string(content)];
    return Hash(content, n == 1 ? std::string() : fmt::format("{}", n));
  }

 private:
  std::string Hash(std::string_view content, std::string_view ordinal) const {
    const std::string digits = DeterministicId({kind_, key_, article_.version, content, ordinal});
    return fmt::format("{}-{}", key_, std::string_view(digits).substr(0, kResultDigits));
  }

  std::string_view kind_;
  const Article& article_;
  std::string_view key_;
  absl::flat_hash_map<std::string, int> seen_;
};

}  // namespace

std::string ArticleKey(const Article& article) {
  return DeterministicId({"article", article.feed, article.id}).substr(0, kArticleKeyDigits);
}

std::optional<int64_t> Revision(std::string_view version) {
  int64_t number = 0;
  const char* end = version.data() + version.size();
  const auto parsed = std::from_chars(version.data(), end, number);
  if (!version.empty() && parsed.ec == std::errc() && parsed.ptr == end && number >= 0) return number;
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, std::string(version), &time, &error) && time != absl::InfiniteFuture() &&
      time != absl::InfinitePast()) {
    return absl::ToUnixMillis(time);
  }
  return std::nullopt;
}

std::vector<std::string> StatementIds(const Article& article, std::string_view article_key, const Text& text,
                                      absl::Span<const Statement> statements) {
  std::vector<std::string> ids;
  ids.reserve(statements.size());
  IdMaker maker("statement", article, article_key);
  std::string content;
  for (const Statement& s : statements) {
    content.clear();
    for (Span span : s.content) AppendSpan(text, span, &content);
    content += '|';
    AppendSpan(text, s.source, &content);
    AppendSpan(text, s.cue, &content);
    ids.push_back(maker.Make(content));
  }
  return ids;
}

std::vector<std::string> RelationIds(const Article& article, std::string_view article_key, const Text& text,
                                     absl::Span<const Relation> relations) {
  std::vector<std::string> ids;
  ids.reserve(relations.size());
  IdMaker maker("relation", article, article_key);
  std::string content;
  for (const Relation& r : relations) {
    content.clear();
    fmt::format_to(std::back_inserter(content), "{}-{}|{}|", r.source.country.view(), r.target.country.view(),
                   ToString(r.event_type));
    AppendSpan(text, r.trigger, &content);
    AppendSpan(text, r.evidence, &content);
    AppendSpan(text, r.source.actor, &content);
    AppendSpan(text, r.target.actor, &content);
    ids.push_back(maker.Make(content));
  }
  return ids;
}

std::string ReceiptId(const Origin& origin, int32_t index) {
  return DeterministicId({"receipt", origin.topic, fmt::format("{}/{}/{}", origin.partition, origin.offset, index)});
}

}  // namespace demarche
