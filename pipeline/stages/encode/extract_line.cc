// The lines of `demarche extract`: one JSON object an article, and one for what could not be read. See encoder.h.
#include "pipeline/base/json_writer.h"
#include "pipeline/stages/encode/encoder.h"
#include "pipeline/stages/encode/result_ids.h"
#include "pipeline/stages/encode/result_json.h"

namespace demarche {

namespace {

void WriteResults(const EncodeInput& input, const Text& text, std::string_view article_key, JsonWriter* json) {
  const std::vector<std::string> ids = StatementIds(*input.article, article_key, text, input.statements);
  json->Key("statements").BeginArray();
  for (size_t i = 0; i < ids.size(); ++i) {
    json->BeginObject().Key("id").String(ids[i]);
    WriteStatementFields(input.statements[i], text, json);
    json->EndObject();
  }
  json->EndArray();
  const std::vector<std::string> relation_ids = RelationIds(*input.article, article_key, text, input.relations);
  json->Key("relations").BeginArray();
  for (size_t i = 0; i < relation_ids.size(); ++i) {
    json->BeginObject().Key("id").String(relation_ids[i]);
    WriteRelationFields(input.relations[i], StatementIdOf(input.relations[i], ids), text, json);
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

void Encoder::AppendExtractLine(const EncodeInput& input, std::string* out) const {
  const Article& article = *input.article;
  const std::string key = ArticleKey(article);
  JsonWriter json(out);
  json.BeginObject();
  json.Key("id").String(RecordArticleId(article, key));
  json.Key("status").String(ToString(input.status));
  json.Key("skip_reason").StringOrNull(ToString(input.skip));
  json.Key("article");
  WriteArticle(article, key, input.text, &json);
  if (input.status == ArticleStatus::kRead && input.text != nullptr) {
    WriteResults(input, *input.text, key, &json);
  } else {
    json.Key("statements").BeginArray().EndArray();
    json.Key("relations").BeginArray().EndArray();
  }
  json.Key("provenance");
  WriteProvenance(input.message->origin, article.index, &json);
  json.EndObject();
  out->push_back('\n');
}

void AppendExtractError(const RawMessage& message, const RejectedItem& rejected, std::string* out) {
  JsonWriter json(out);
  json.BeginObject();
  json.Key("id").Null();
  json.Key("error").BeginObject();
  json.Key("stage").String(ToString(rejected.failure.stage));
  json.Key("reason").String(ToString(rejected.failure.reason));
  json.Key("message").String(OneLine(rejected.failure.message));
  json.EndObject();
  json.Key("provenance");
  WriteProvenance(message.origin, rejected.index, &json);
  json.EndObject();
  out->push_back('\n');
}

}  // namespace demarche
