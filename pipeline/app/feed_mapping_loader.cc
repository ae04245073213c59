// See feed_mapping_loader.h.
#include "pipeline/app/feed_mapping_loader.h"

#include <algorithm>
#include <utility>

#include "pipeline/app/yaml_reader.h"
#include "pipeline/base/str.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

struct ListedPaths {
  std::string_view key;
  PathList FeedMapping::*paths;
};
constexpr ListedPaths kFields[] = {
    {"id", &FeedMapping::id},
    {"version", &FeedMapping::version},
    {"url", &FeedMapping::url},
    {"source", &FeedMapping::source},
    {"title", &FeedMapping::title},
    {"authors", &FeedMapping::authors},
    {"language", &FeedMapping::language},
    {"published_at", &FeedMapping::published_at},
    {"embargoed_until", &FeedMapping::embargoed_until},
};

struct ListedConditions {
  std::string_view key;
  ConditionList FeedMapping::*conditions;
};
constexpr ListedConditions kMarks[] = {
    {"cancelled", &FeedMapping::cancelled},
    {"withheld", &FeedMapping::withheld},
    {"duplicate", &FeedMapping::duplicate},
    {"not_news", &FeedMapping::not_news},
};

constexpr std::pair<std::string_view, LanguageForm> kLanguageForms[] = {
    {"any", LanguageForm::kAny},
    {"iso639-1", LanguageForm::kIso639_1},
    {"iso639-3", LanguageForm::kIso639_3},
    {"english_name", LanguageForm::kEnglishName},
};
constexpr std::pair<std::string_view, BodySource::Kind> kBodyKinds[] = {
    {"auto", BodySource::Kind::kAuto},
    {"plain", BodySource::Kind::kPlain},
    {"html", BodySource::Kind::kHtml},
};
constexpr std::pair<std::string_view, DateFormat::Kind> kDateFormats[] = {
    {"iso8601", DateFormat::Kind::kIso8601},
    {"rfc2822", DateFormat::Kind::kRfc2822},
    {"epoch_seconds", DateFormat::Kind::kEpochSeconds},
    {"epoch_millis", DateFormat::Kind::kEpochMillis},
};

template <typename T, size_t N>
T OneOf(YamlMap& map, std::string_view key, const std::pair<std::string_view, T> (&words)[N]) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : words) names.push_back(name);
  const std::string word = map.OneOf(key, names[0], names);
  return std::find_if(std::begin(words), std::end(words), [&](const auto& entry) { return entry.first == word; })
      ->second;
}

// Parses one scalar with `parse` and appends what it gives to `out`; a failure is reported at the scalar.
template <typename T, typename Parse>
void Append(const YamlValue& value, Parse parse, std::vector<T>* out) {
  const std::string text = value.AsString();
  if (text.empty()) return;
  if (absl::StatusOr<T> parsed = parse(text); parsed.ok()) {
    out->push_back(*std::move(parsed));
  } else {
    value.Error(std::string(Message(parsed.status())), "see the path language in schemas/feeds/README.md");
  }
}

void ReadPaths(const YamlValue& list, PathList* paths) {
  for (const YamlValue& value : list.AsList()) Append(value, ParseFeedPath, paths);
}

void ReadEnvelope(const YamlValue& list, PathList* envelope) {
  for (const YamlValue& value : list.AsList()) {
    const size_t before = envelope->size();
    Append(value, ParseFeedPath, envelope);
    if (envelope->size() == before) continue;
    const FeedPath& path = envelope->back();
    const auto selectors = std::count_if(path.steps.begin(), path.steps.end(), [](const PathStep& step) {
      return step.kind == PathStep::Kind::kAny || step.kind == PathStep::Kind::kWhere;
    });
    const bool indexed = std::any_of(path.steps.begin(), path.steps.end(),
                                     [](const PathStep& step) { return step.kind == PathStep::Kind::kIndex; });
    if (selectors > 1 || indexed || path.from_root)
      value.Error(fmt::format("'{}' is no envelope: it can have one [] or [field=value]", path.text),
                  "write 'articles[]' or 'data.items[].item'");
  }
}

void ReadBodySource(const YamlValue& value, std::vector<BodySource>* body) {
  BodySource source;
  if (!value.IsMap()) {
    Append(value, ParseFeedPath, &source.parts);
  } else {
    YamlMap map = value.AsMap();
    ReadPaths(map.Get("path"), &source.parts);
    ReadPaths(map.Get("join"), &source.parts);
    source.kind = OneOf(map, "kind", kBodyKinds);
    if (map.Has("path") == map.Has("join"))
      value.Error(fmt::format("'{}' needs either 'path' or 'join'", value.path()), "keep one of them");
    if (map.Get("path").AsList().size() > 1)
      value.Error(fmt::format("'{}.path' must be one path", value.path()),
                  "write the alternatives as entries of 'body' of their own");
    map.Done();
  }
  if (!source.parts.empty()) body->push_back(std::move(source));
}

void ReadDateFormats(const YamlValue& list, std::vector<DateFormat>* formats) {
  if (!list.present()) return;
  formats->clear();
  for (const YamlValue& value : list.AsList()) {
    const std::string text = value.AsString();
    const auto* known = std::find_if(std::begin(kDateFormats), std::end(kDateFormats),
                                     [&](const auto& entry) { return entry.first == text; });
    if (known != std::end(kDateFormats)) {
      formats->push_back({known->second, ""});
    } else if (text.find('%') != std::string::npos) {
      formats->push_back({DateFormat::Kind::kPattern, text});
    } else {
      std::vector<std::string> words;
      for (const auto& [name, kind] : kDateFormats) words.emplace_back(name);
      const std::string nearest = NearestWord(text, words);
      value.Error(fmt::format("unknown date format '{}'", text),
                  nearest.empty()
                      ? fmt::format("use one of {}, or a pattern such as '%d.%m.%Y %H:%M'", fmt::join(words, ", "))
                      : fmt::format("did you mean '{}'?", nearest));
    }
  }
}

void ReadDates(YamlMap dates, FeedMapping* mapping) {
  ReadDateFormats(dates.Get("formats"), &mapping->date_formats);
  const YamlValue zone = dates.Get("time_zone");
  if (const std::string name = zone.AsString(); !name.empty() && !absl::LoadTimeZone(name, &mapping->time_zone))
    zone.Error(fmt::format("unknown time zone '{}'", name), "write a name such as 'Europe/Berlin' or 'UTC'");
  mapping->date_required = dates.Bool("required", false);
  dates.Done();
}

void ReadFields(YamlMap fields, FeedMapping* mapping) {
  for (const auto& [key, paths] : kFields) ReadPaths(fields.Get(key), &(mapping->*paths));
  for (const YamlValue& value : fields.Get("body").AsList()) ReadBodySource(value, &mapping->body);
  fields.Done();
}

void ReadMarks(YamlMap marks, FeedMapping* mapping) {
  for (const auto& [key, conditions] : kMarks) {
    for (const YamlValue& value : marks.Get(key).AsList()) Append(value, ParseFeedCondition, &(mapping->*conditions));
  }
  marks.Done();
}

bool IsName(std::string_view name) {
  return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string_view::npos &&
         name != "auto";
}

}  // namespace

std::optional<FeedMapping> LoadFeedMapping(std::string_view bytes, std::string file, Diagnostics* diagnostics) {
  Diagnostics found;
  const YamlDocument document = YamlDocument::Parse(bytes, file, &found);
  FeedMapping mapping;
  if (!HasErrors(found)) {
    YamlMap root = document.root().AsMap();
    mapping.name = root.String("name");
    mapping.about = root.String("about");
    for (const YamlValue& value : root.Get("detect").AsList()) Append(value, ParseFeedConditions, &mapping.detect);
    mapping.detect_order = static_cast<int>(root.Int("detect_order", mapping.detect_order, 0, 1000));
    ReadEnvelope(root.Get("envelope"), &mapping.envelope);
    const bool has_fields = root.Has("fields");
    ReadFields(root.Map("fields"), &mapping);
    mapping.title_is_in_text = root.Bool("title_is_in_text", false);
    mapping.language_form = OneOf(root, "language_form", kLanguageForms);
    YamlMap constants = root.Map("constants");
    mapping.constant_source = constants.String("source");
    mapping.constant_language = constants.String("language");
    constants.Done();
    ReadDates(root.Map("dates"), &mapping);
    ReadMarks(root.Map("marks"), &mapping);
    root.Done();
    const auto error = [&](std::string message, std::string suggestion) {
      found.push_back({Diagnostic::Severity::kError, file, 0, 0, std::move(message), std::move(suggestion)});
    };
    if (!IsName(mapping.name))
      error(fmt::format("'name' is {}", mapping.name.empty() ? "missing" : fmt::format("'{}'", mapping.name)),
            "a name has small letters, digits, '-', '_' and '.', and is not 'auto'");
    if (!has_fields || (mapping.title.empty() && mapping.body.empty() && !HasErrors(found)))
      error("the mapping finds neither a title nor a body", "give 'fields.title' or 'fields.body' a path");
    if (mapping.title_is_in_text && !mapping.title.empty())
      error("'title_is_in_text' and 'fields.title' exclude each other", "keep one of them");
    if (mapping.date_required && mapping.published_at.empty())
      error("'dates.required' needs a path in 'fields.published_at'", "");
  }
  diagnostics->insert(diagnostics->end(), found.begin(), found.end());
  if (HasErrors(found)) return std::nullopt;
  return mapping;
}

std::shared_ptr<const FeedRegistry> LoadBuiltinFeeds(std::vector<FeedMapping> own, Diagnostics* diagnostics) {
  std::vector<FeedMapping> all;
  for (const BuiltinFile& file : BuiltinFiles()) {
    if (!file.path.starts_with("feeds/")) continue;
    if (std::optional<FeedMapping> mapping =
            LoadFeedMapping(file.bytes, fmt::format("schemas/{}", file.path), diagnostics))
      all.push_back(*std::move(mapping));
  }
  for (FeedMapping& mapping : own) all.push_back(std::move(mapping));
  return std::make_shared<const FeedRegistry>(std::move(all));
}

std::vector<std::string> FeedMappingKeys() {
  std::vector<std::string> keys = {"name",
                                   "about",
                                   "detect",
                                   "detect_order",
                                   "envelope",
                                   "fields",
                                   "fields.body",
                                   "fields.body.path",
                                   "fields.body.join",
                                   "fields.body.kind",
                                   "title_is_in_text",
                                   "language_form",
                                   "constants",
                                   "constants.source",
                                   "constants.language",
                                   "dates",
                                   "dates.formats",
                                   "dates.time_zone",
                                   "dates.required",
                                   "marks"};
  for (const auto& [key, paths] : kFields) keys.push_back(fmt::format("fields.{}", key));
  for (const auto& [key, conditions] : kMarks) keys.push_back(fmt::format("marks.{}", key));
  return keys;
}

}  // namespace demarche
