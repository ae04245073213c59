// The lines of `demarche extract`: one JSON object an article, and one for what could not be read. See encoder.h.
#include "pipeline/base/json_writer.h"
#include "pipeline/stages/encode/encoder.h"
#include "pipeline/stages/encode/result_ids.h"
#include "pipeline/stages/encode/result_json.h"

namespace demarche {

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
  const bool published = input.status == ArticleStatus::kRead && input.text != nullptr;
  std::vector<std::string> ids;
  json.Key("statements").BeginArray();
  if (published) ids = StatementIds(article, key, *input.text, input.statements);
  for (size_t i = 0; i < ids.size(); ++i) {
    json.BeginObject().Key("id").String(ids[i]);
    WriteStatementFields(input.statements[i], *input.text, &json);
    json.EndObject();
  }
  json.EndArray();
  json.Key("relations").BeginArray();
  if (published) {
    const std::vector<std::string> relation_ids = RelationIds(article, key, *input.text, input.relations);
    for (size_t i = 0; i < relation_ids.size(); ++i) {
      const Relation& relation = input.relations[i];
      json.BeginObject().Key("id").String(relation_ids[i]);
      WriteRelationFields(relation, relation.statement < ids.size() ? std::string_view(ids[relation.statement]) : "",
                          *input.text, &json);
      json.EndObject();
    }
  }
  json.EndArray();
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
