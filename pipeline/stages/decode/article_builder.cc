// See article_builder.h.
#include "pipeline/stages/decode/article_builder.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "pipeline/base/ids.h"
#include "pipeline/stages/decode/body_text.h"
#include "pipeline/stages/decode/dates.h"
#include "pipeline/stages/decode/json_repair.h"
#include "pipeline/stages/decode/language_names.h"

namespace demarche {
namespace {

using simdjson::dom::element_type;

constexpr size_t kMaxAuthors = 100;  // more are no bylines; bounds what hostile input can make us keep

std::string_view Trim(std::string_view text) {
  while (!text.empty() && absl::ascii_isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && absl::ascii_isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

Failure Fail(Reason reason, std::string message) { return {Stage::kDecode, reason, std::move(message)}; }

class ArticleBuilder {
 public:
  ArticleBuilder(const FeedMapping& mapping, const JsonScope& scope, const std::string& where)
      : mapping_(mapping), scope_(scope), where_(where) {}

  std::variant<Article, Failure> Build() {
    for (const FeedCondition& condition : mapping_.not_news) {
      if (Holds(scope_, condition)) return Fail(Reason::kNotNews, NotNewsMessage(condition));
    }
    Article article;
    article.feed = mapping_.name;
    article.title = First(mapping_.title, /*required=*/true);
    ReadBody(&article);
    article.id = Trim(First(mapping_.id));
    if (!wrong_type_.empty()) return Fail(Reason::kWrongType, wrong_type_);
    if (article.title.empty() && article.body.empty()) return Fail(Reason::kMissingTitleAndText, MissingMessage());
    article.version = Trim(First(mapping_.version));
    article.url = Trim(First(mapping_.url));
    article.source = Trim(First(mapping_.source));
    if (article.source.empty()) article.source = mapping_.constant_source;
    article.language = ToIso639_1(Trim(First(mapping_.language)), mapping_.language_form);
    if (article.language.empty()) article.language = mapping_.constant_language;
    article.authors = Authors();
    const std::string published(Trim(First(mapping_.published_at)));
    article.published_at = ParseDate(published, mapping_.date_formats, mapping_.time_zone);
    if (mapping_.date_required && !article.published_at)
      return Fail(Reason::kInvalidDate,
                  fmt::format("{}the date of publication is {}", Prefix(),
                              published.empty() ? "missing" : fmt::format("not readable: '{}'", Short(published))));
    article.embargoed_until =
        ParseDate(Trim(First(mapping_.embargoed_until)), mapping_.date_formats, mapping_.time_zone);
    article.status = Status();
    article.marked_duplicate = Any(mapping_.duplicate);
    article.title_is_in_text = mapping_.title_is_in_text;
    if (article.id.empty()) article.id = MakeId(article, published);
    return article;
  }

 private:
  // The first value with text in it along `paths`, untrimmed. A required field that is there with another type, and
  // nowhere usable, goes to wrong_type_.
  std::string First(const PathList& paths, bool required = false) {
    std::string text;
    std::string wrong;
    for (const FeedPath& path : paths) {
      const bool found = Visit(scope_, path, [&](JsonValue value) {
        const element_type type = value.type();
        if (type == element_type::STRING) {
          const std::string_view string = AsString(value);
          if (Trim(string).empty()) return false;
          text = string;
          return true;
        }
        if (type == element_type::INT64 || type == element_type::UINT64 || type == element_type::DOUBLE) {
          text = *ScalarText(value);
          return true;
        }
        if (type != element_type::NULL_VALUE && required && wrong.empty())
          wrong = fmt::format("{} must be a string, is {}", Full(path), KindOf(value));
        return false;
      });
      if (found) return text;
    }
    if (!wrong.empty() && wrong_type_.empty()) wrong_type_ = std::move(wrong);
    return text;
  }

  void ReadBody(Article* article) {
    std::string wrong;
    for (const BodySource& source : mapping_.body) {
      std::vector<std::string> parts;
      for (const FeedPath& path : source.parts) {
        std::string before = std::exchange(wrong_type_, "");
        if (std::string part = First({path}, /*required=*/true); !part.empty()) parts.push_back(std::move(part));
        std::string problem = std::exchange(wrong_type_, std::move(before));
        if (wrong.empty()) wrong = std::move(problem);
      }
      if (parts.empty()) continue;
      article->body = parts.size() == 1 ? std::move(parts[0]) : JoinParts(parts);
      const bool html = source.kind == BodySource::Kind::kHtml ||
                        (source.kind == BodySource::Kind::kAuto && HasHtmlTags(article->body));
      article->body_kind = html ? BodyKind::kHtml : BodyKind::kPlain;
      return;
    }
    if (wrong_type_.empty()) wrong_type_ = std::move(wrong);
  }

  // Strings, objects with a name, and arrays of both.
  std::vector<std::string> Authors() {
    std::vector<std::string> authors;
    for (const FeedPath& path : mapping_.authors) {
      Visit(scope_, path, [&](JsonValue value) {
        if (value.type() != element_type::ARRAY) return AddAuthor(value, &authors);
        for (const JsonValue element : AsArray(value)) {
          if (AddAuthor(element, &authors)) return true;
        }
        return false;
      });
      if (!authors.empty()) break;
    }
    return authors;
  }

  // Returns whether there are enough.
  static bool AddAuthor(JsonValue value, std::vector<std::string>* authors) {
    std::string name;
    if (value.type() == element_type::STRING) {
      name = Trim(AsString(value));
    } else if (value.type() == element_type::OBJECT) {
      name = FieldText(value, "name");
      if (name.empty()) {
        name = FieldText(value, "givenName");
        const std::string family = FieldText(value, "familyName");
        if (!name.empty() && !family.empty()) name += ' ';
        name += family;
      }
    }
    if (!name.empty()) authors->push_back(std::move(name));
    return authors->size() >= kMaxAuthors;
  }

  static std::string FieldText(JsonValue object, std::string_view name) {
    const std::optional<JsonValue> field = Field(object, name);
    if (!field || field->type() != element_type::STRING) return "";
    return std::string(Trim(AsString(*field)));
  }

  PublicationStatus Status() {
    if (Any(mapping_.cancelled)) return PublicationStatus::kCancelled;
    if (Any(mapping_.withheld)) return PublicationStatus::kWithheld;
    return PublicationStatus::kUsable;
  }

  bool Any(const ConditionList& conditions) {
    for (const FeedCondition& condition : conditions) {
      if (Holds(scope_, condition)) return true;
    }
    return false;
  }

  static std::string MakeId(const Article& article, const std::string& published) {
    if (!article.url.empty()) return DeterministicId({article.feed, article.url});
    if (!article.title.empty() && !published.empty()) return DeterministicId({article.feed, article.title, published});
    return DeterministicId({article.feed, article.title, article.body});
  }

  std::string Prefix() const { return where_.empty() ? "" : fmt::format("{}: ", where_); }
  std::string Full(const FeedPath& path) const {
    return where_.empty() || path.from_root ? path.text : fmt::format("{}.{}", where_, path.text);
  }
  static std::string Short(const std::string& text) {
    constexpr size_t kLongest = 60;
    if (text.size() <= kLongest) return text;
    size_t end = kLongest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "...";
  }

  std::string NotNewsMessage(const FeedCondition& condition) const {
    std::string values;
    for (const std::string& value : condition.values.values) values += (values.empty() ? "" : "|") + value;
    const std::string_view relation = condition.negated ? "!=" : values.empty() ? "" : "=";
    return fmt::format("{}not a news item: {}{}{} (marks.not_news of the mapping '{}')", Prefix(), condition.path.text,
                       relation, values, mapping_.name);
  }

  std::string MissingMessage() const {
    std::string paths;
    const auto add = [&](const FeedPath& path) { paths += (paths.empty() ? "" : ", ") + path.text; };
    for (const FeedPath& path : mapping_.title) add(path);
    for (const BodySource& source : mapping_.body) {
      for (const FeedPath& path : source.parts) add(path);
    }
    return fmt::format("{}neither title nor text: no value in {}", Prefix(), paths);
  }

  const FeedMapping& mapping_;
  const JsonScope& scope_;
  const std::string& where_;
  std::string wrong_type_;  // what is wrong with the first required field of a type that cannot be used
};

void ReplaceMarks(std::string* text, uint32_t* repairs) {
  for (size_t at = text->find(kRepairMark); at != std::string::npos; at = text->find(kRepairMark, at)) {
    text->replace(at, kRepairMark.size(), "\xEF\xBF\xBD");  // U+FFFD, as long as the mark
    at += kRepairMark.size();
    ++*repairs;
  }
}

void ReplaceMarks(Article* article) {
  for (std::string* text : {&article->id, &article->version, &article->url, &article->source, &article->title,
                            &article->body, &article->language})
    ReplaceMarks(text, &article->repairs);
  for (std::string& author : article->authors) ReplaceMarks(&author, &article->repairs);
}

}  // namespace

std::variant<Article, Failure> BuildArticle(const FeedMapping& mapping, const JsonScope& scope,
                                            const std::string& where, bool repaired) {
  std::variant<Article, Failure> built = ArticleBuilder(mapping, scope, where).Build();
  if (Article* article = std::get_if<Article>(&built); article && repaired) ReplaceMarks(article);
  return built;
}

}  // namespace demarche
