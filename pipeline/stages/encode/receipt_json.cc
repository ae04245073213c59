// See receipt_json.h.
#include "pipeline/stages/encode/receipt_json.h"

#include "absl/time/time.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/encode/result_ids.h"
#include "pipeline/stages/encode/result_json.h"

namespace demarche {
namespace {

void WriteLanguage(const EncodeInput& input, JsonWriter* json) {
  const bool detected = input.text != nullptr && !input.text->language.empty();
  json->BeginObject();
  json->Key("detected").StringOrNull(detected ? std::string_view(input.text->language) : std::string_view());
  json->Key("confidence");
  if (detected) {
    json->Double(input.text->language_confidence, 3);
  } else {
    json->Null();
  }
  json->Key("declared").StringOrNull(input.article != nullptr ? std::string_view(input.article->language) : "");
  json->Key("disagrees").Bool(input.text != nullptr && input.text->language_disagrees);
  json->EndObject();
}

void WriteCounts(const EncodeInput& input, const ReceiptParts& parts, JsonWriter* json) {
  json->BeginObject();
  json->Key("statements").Int(static_cast<int64_t>(parts.statement_ids.size()));
  json->Key("relations").Int(static_cast<int64_t>(parts.relation_ids.size()));
  json->Key("characters").Int(input.text != nullptr ? CountCodePoints(input.text->utf8) : 0);
  json->Key("paragraphs").Int(input.text != nullptr ? static_cast<int64_t>(input.text->paragraphs.size()) : 0);
  json->Key("sentences").Int(input.segments != nullptr ? static_cast<int64_t>(input.segments->sentences.size()) : 0);
  json->Key("tokens").Int(input.segments != nullptr ? static_cast<int64_t>(input.segments->tokens.size()) : 0);
  json->EndObject();
}

void WriteTimings(const StageTimes& times, JsonWriter* json) {
  json->BeginObject();
  for (int i = 0; i < kStages; ++i) {
    if (times.by_stage[i] == absl::ZeroDuration()) continue;
    json->Key(ToString(static_cast<Stage>(i))).Double(absl::ToDoubleMicroseconds(times.by_stage[i]), 1);
  }
  json->EndObject();
}

void WriteIds(absl::Span<const std::string> ids, JsonWriter* json) {
  json->BeginArray();
  for (const std::string& id : ids) json->String(id);
  json->EndArray();
}

// What became void by this receipt: README.md, "Articles change".
void WriteVoids(const EncodeInput& input, const ReceiptParts& parts, JsonWriter* json) {
  const bool superseding = input.status == ArticleStatus::kRead ||
                           (input.status == ArticleStatus::kSkipped && input.skip != SkipReason::kDuplicate);
  const bool retracting = input.status == ArticleStatus::kRetracted;
  if (input.article == nullptr || (!superseding && !retracting)) {
    json->Null();
    return;
  }
  json->BeginObject();
  json->Key("why").String(retracting ? "retracted" : "superseded");
  json->Key("ids_start_with").String(std::string(parts.article_key) + "-");
  json->Key("up_to_revision");
  if (const auto revision = Revision(input.article->version)) {
    json->Int(*revision);
  } else {
    json->Null();
  }
  json->EndObject();
}

}  // namespace

void AppendReceipt(const EncodeInput& input, const ReceiptParts& parts, std::string* out) {
  const int32_t index = input.article != nullptr ? input.article->index : -1;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("id").String(ReceiptId(input.message->origin, index));
  json.Key("article");
  if (input.article != nullptr) {
    WriteArticle(*input.article, parts.article_key, input.text, &json);
  } else {
    json.Null();
  }
  json.Key("status").String(ToString(input.status));
  json.Key("skip_reason").StringOrNull(ToString(input.skip));
  json.Key("language");
  WriteLanguage(input, &json);
  json.Key("counts");
  WriteCounts(input, parts, &json);
  json.Key("truncated").Bool(input.text != nullptr && input.text->truncated);
  json.Key("truncated_characters").Int(input.text != nullptr ? input.text->truncated_chars : 0);
  json.Key("repairs").Int(input.article != nullptr ? input.article->repairs : 0);
  json.Key("embargoed_until");
  if (input.article != nullptr && input.article->embargoed_until) {
    json.String(TimeText(*input.article->embargoed_until));
  } else {
    json.Null();
  }
  json.Key("statements");
  WriteIds(parts.statement_ids, &json);
  json.Key("relations");
  WriteIds(parts.relation_ids, &json);
  json.Key("voids");
  WriteVoids(input, parts, &json);
  json.Key("timings_us");
  WriteTimings(input.times, &json);
  json.Key("provenance");
  WriteProvenance(input.message->origin, index, &json);
  json.Key("extracted_at").String(TimeText(input.extracted_at));
  json.Key("extractor").Raw(parts.extractor_json);
  json.EndObject();
}

}  // namespace demarche
