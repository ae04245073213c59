// See result_json.h.
#include "pipeline/stages/encode/result_json.h"

#include <algorithm>

#include "pipeline/base/utf8.h"
#include "pipeline/model/event_type.h"
#include "pipeline/stages/encode/result_ids.h"

namespace demarche {
namespace {

constexpr size_t kMaxMessageBytes = 1024;
constexpr std::string_view kActorKinds[] = {"person", "office", "body", "document", "group"};
constexpr std::string_view kStatementTypes[] = {"direct", "indirect", "mixed"};

// "text","begin","end" into an open object.
void WriteSpanFields(Span span, const Text& text, JsonWriter* json) {
  const Span delivered = text.ToDelivered(span);
  json->Key("text").String(Clip(text.slice(span), kMaxTextBytes));
  json->Key("begin").Int(delivered.begin);
  json->Key("end").Int(delivered.end);
}

void WriteSpanOrNull(Span span, const Text& text, JsonWriter* json) {
  if (span.empty()) {
    json->Null();
    return;
  }
  json->BeginObject();
  WriteSpanFields(span, text, json);
  json->EndObject();
}

void WriteSpeaker(const std::optional<Speaker>& speaker, JsonWriter* json) {
  if (!speaker) {
    json->Null();
    return;
  }
  json->BeginObject();
  json->Key("name").StringOrNull(Clip(speaker->name, kMaxTitleBytes));
  json->Key("role").StringOrNull(Clip(speaker->role, kMaxTitleBytes));
  json->Key("organization").StringOrNull(Clip(speaker->organization, kMaxTitleBytes));
  json->Key("country").StringOrNull(speaker->country.view());
  json->Key("kind").String(kActorKinds[static_cast<size_t>(speaker->kind)]);
  json->EndObject();
}

void WriteAddressee(const Statement& statement, const Text& text, JsonWriter* json) {
  if (statement.addressee.empty() && statement.addressee_country.empty()) {
    json->Null();
    return;
  }
  json->BeginObject();
  if (statement.addressee.empty()) {
    json->Key("text").Null().Key("begin").Null().Key("end").Null();
  } else {
    WriteSpanFields(statement.addressee, text, json);
  }
  json->Key("country").StringOrNull(statement.addressee_country.view());
  json->EndObject();
}

void WriteActor(const RelationActor& actor, const Text& text, JsonWriter* json) {
  json->BeginObject();
  json->Key("country").String(actor.country.view());
  json->Key("actor");
  WriteSpanOrNull(actor.actor, text, json);
  json->Key("role").StringOrNull(actor.role);
  json->EndObject();
}

}  // namespace

std::string_view Clip(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string OneLine(std::string_view message) {
  message = message.substr(0, kMaxMessageBytes);
  std::string out;
  for (size_t i = 0; i < message.size();) {
    const CodePoint cp = DecodeUtf8(message, i);
    AppendUtf8(cp.value < 0x20 || cp.value == 0x7F ? U' ' : cp.value, &out);
    i += std::max<uint32_t>(cp.length, 1);
  }
  return out;
}

std::string_view RecordArticleId(const Article& article, std::string_view article_key) {
  return article.id.size() <= kMaxIdBytes ? std::string_view(article.id) : article_key;
}

void WriteArticle(const Article& article, std::string_view article_key, const Text* text, JsonWriter* json) {
  json->BeginObject();
  json->Key("id").String(RecordArticleId(article, article_key));
  json->Key("key").String(article_key);
  json->Key("version").StringOrNull(Clip(article.version, kMaxIdBytes));
  json->Key("revision");
  if (const auto revision = Revision(article.version)) {
    json->Int(*revision);
  } else {
    json->Null();
  }
  json->Key("url").StringOrNull(Clip(article.url, kMaxTitleBytes));
  json->Key("source").StringOrNull(Clip(article.source, kMaxTitleBytes));
  json->Key("title").StringOrNull(Clip(article.title, kMaxTitleBytes));
  const bool detected = text != nullptr && !text->language.empty();
  json->Key("language").StringOrNull(detected ? text->language : article.language);
  json->Key("published_at");
  if (article.published_at) {
    json->String(TimeText(*article.published_at));
  } else {
    json->Null();
  }
  json->Key("feed").String(article.feed);
  json->EndObject();
}

void WriteProvenance(const Origin& origin, int32_t index, JsonWriter* json) {
  json->BeginObject();
  json->Key("topic").String(origin.topic);
  json->Key("partition").Int(origin.partition);
  json->Key("offset").Int(origin.offset);
  json->Key("index").Int(index);
  json->EndObject();
}

std::string TimeText(absl::Time time) { return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone()); }

void WriteStatementFields(const Statement& statement, const Text& text, JsonWriter* json) {
  json->Key("type").String(kStatementTypes[static_cast<size_t>(statement.type)]);
  json->Key("content").BeginArray();
  for (Span span : statement.content) {
    json->BeginObject();
    WriteSpanFields(span, text, json);
    json->EndObject();
  }
  json->EndArray();
  json->Key("cue");
  if (statement.cue.empty()) {
    json->Null();
  } else {
    json->BeginObject();
    WriteSpanFields(statement.cue, text, json);
    json->Key("lemma").StringOrNull(statement.cue_lemma);
    json->EndObject();
  }
  json->Key("source");
  WriteSpanOrNull(statement.source, text, json);
  json->Key("speaker");
  WriteSpeaker(statement.speaker, json);
  json->Key("addressee");
  WriteAddressee(statement, text, json);
  json->Key("countries").BeginArray();
  for (const CountryCode& country : statement.countries) json->String(country.view());
  json->EndArray();
  json->Key("paragraph").Int(statement.paragraph);
  json->Key("sentence").Int(statement.sentence);
  json->Key("confidence").Double(statement.confidence, 3);
  json->Key("rule").StringOrNull(statement.rule);
}

std::string_view StatementIdOf(const Relation& relation, absl::Span<const std::string> statement_ids) {
  return relation.statement < statement_ids.size() ? std::string_view(statement_ids[relation.statement]) : "";
}

void WriteRelationFields(const Relation& relation, std::string_view statement_id, const Text& text, JsonWriter* json) {
  json->Key("statement_id").StringOrNull(statement_id);
  json->Key("source");
  WriteActor(relation.source, text, json);
  json->Key("target");
  WriteActor(relation.target, text, json);
  json->Key("trigger");
  WriteSpanOrNull(relation.trigger, text, json);
  json->Key("evidence");
  json->BeginObject();
  WriteSpanFields(relation.evidence, text, json);
  json->EndObject();
  json->Key("sentence").Int(relation.sentence);
  json->Key("event_type").String(ToString(relation.event_type));
  json->Key("cameo").StringOrNull(relation.cameo);
  json->Key("quad_class").String(ToString(QuadClassOf(relation.event_type)));
  json->Key("intensity");
  if (relation.cameo.empty()) {
    json->Null();  // Goldstein values belong to CAMEO codes
  } else {
    json->Double(relation.intensity, 2);
  }
  json->Key("tone").Double(relation.tone, 3);
  json->Key("modality").String(ToString(relation.modality));
  json->Key("aspect").String(ToString(relation.aspect));
  json->Key("reciprocal").Bool(relation.reciprocal);
  json->Key("reported_by");
  if (relation.reported_by_name.empty() && relation.reported_by_country.empty()) {
    json->Null();
  } else {
    json->BeginObject();
    json->Key("name").StringOrNull(relation.reported_by_name);
    json->Key("country").StringOrNull(relation.reported_by_country.view());
    json->EndObject();
  }
  json->Key("confidence").Double(relation.confidence, 3);
  json->Key("rule").StringOrNull(relation.rule);
}

}  // namespace demarche
