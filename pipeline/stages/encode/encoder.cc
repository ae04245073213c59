// See encoder.h.
#include "pipeline/stages/encode/encoder.h"

#include <utility>

#include "fmt/format.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/stages/encode/receipt_json.h"
#include "pipeline/stages/encode/record_headers.h"
#include "pipeline/stages/encode/result_ids.h"
#include "pipeline/stages/encode/result_json.h"

namespace demarche {
namespace {

std::string ExtractorJson(const EncodeOptions& options) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("name").String(options.extractor_name);
  json.Key("version").String(options.extractor_version);
  json.Key("lexicon").StringOrNull(options.lexicon_version);
  json.Key("reader").StringOrNull(options.reader);
  json.EndObject();
  return out;
}

OutputRecord MakeRecord(OutputKind kind, std::string key, std::string value, std::vector<Header> headers) {
  OutputRecord record;
  record.kind = kind;
  record.key = std::move(key);
  record.value = std::move(value);
  record.headers = std::move(headers);
  return record;
}

ArticleOutcome OutcomeOf(const EncodeInput& input, size_t statements, size_t relations) {
  ArticleOutcome outcome;
  outcome.status = input.status;
  outcome.skip = input.skip;
  outcome.feed = input.article->feed;
  outcome.language =
      input.text != nullptr && !input.text->language.empty() ? input.text->language : input.article->language;
  outcome.statements = static_cast<uint32_t>(statements);
  outcome.relations = static_cast<uint32_t>(relations);
  outcome.language_disagrees = input.text != nullptr && input.text->language_disagrees;
  return outcome;
}

// What all records of one article share.
struct Shared {
  std::string key;   // the article's
  std::string id;    // as records carry it
  std::string time;  // extracted_at
  std::string_view extractor_json;
  RecordHeaders headers;
};

struct ResultIds {
  std::vector<std::string> statements;
  std::vector<std::string> relations;
};

// Appends the records of an article's results. Article and provenance are encoded once and copied into each.
ResultIds AppendResults(const EncodeInput& input, const Text& text, const Shared& shared,
                        std::vector<OutputRecord>* records) {
  ResultIds ids{StatementIds(*input.article, shared.key, text, input.statements),
                RelationIds(*input.article, shared.key, text, input.relations)};
  if (ids.statements.empty() && ids.relations.empty()) return ids;
  records->reserve(records->size() + ids.statements.size() + ids.relations.size() + 1);

  std::string article;
  JsonWriter article_json(&article);
  WriteArticle(*input.article, shared.key, &text, &article_json);
  std::string provenance;
  JsonWriter provenance_json(&provenance);
  WriteProvenance(input.message->origin, input.article->index, &provenance_json);

  const auto append = [&](OutputKind kind, const std::string& id, std::string key, const auto& write_fields) {
    std::string value;
    value.reserve(article.size() + provenance.size() + 1024);
    JsonWriter json(&value);
    json.BeginObject().Key("id").String(id).Key("article").Raw(article);
    write_fields(&json);
    json.Key("provenance").Raw(provenance);
    json.Key("extracted_at").String(shared.time);
    json.Key("extractor").Raw(shared.extractor_json);
    json.EndObject();
    records->push_back(MakeRecord(kind, std::move(key), std::move(value), shared.headers.For(kind, id)));
  };
  for (size_t i = 0; i < ids.statements.size(); ++i) {
    append(OutputKind::kStatement, ids.statements[i], shared.id,
           [&](JsonWriter* json) { WriteStatementFields(input.statements[i], text, json); });
  }
  for (size_t i = 0; i < ids.relations.size(); ++i) {
    const Relation& relation = input.relations[i];
    append(OutputKind::kRelation, ids.relations[i],
           fmt::format("{}-{}", relation.source.country.view(), relation.target.country.view()), [&](JsonWriter* json) {
             WriteRelationFields(relation, StatementIdOf(relation, ids.statements), text, json);
           });
  }
  return ids;
}

}  // namespace

Encoder::Encoder(EncodeOptions options) : options_(std::move(options)), extractor_json_(ExtractorJson(options_)) {}

void Encoder::EncodeArticle(const EncodeInput& input, WorkResult* result) const {
  const Article& article = *input.article;
  const std::string key = ArticleKey(article);
  const std::string id(RecordArticleId(article, key));
  const std::string time = TimeText(input.extracted_at);
  const Shared shared{key, id, time, extractor_json_, RecordHeaders(options_.event_source, id, time, *input.message)};

  ResultIds ids;
  if (input.status == ArticleStatus::kRead && input.text != nullptr) {
    ids = AppendResults(input, *input.text, shared, &result->records);
  }
  std::string receipt;
  AppendReceipt(input, {key, extractor_json_, ids.statements, ids.relations}, &receipt);
  const std::string receipt_id = ReceiptId(input.message->origin, article.index);
  result->records.push_back(
      MakeRecord(OutputKind::kReceipt, id, std::move(receipt), shared.headers.For(OutputKind::kReceipt, receipt_id)));
  result->articles.push_back(OutcomeOf(input, ids.statements.size(), ids.relations.size()));
}

void Encoder::EncodeEmptyEnvelope(const RawMessage& message, std::string_view feed, const StageTimes& times,
                                  absl::Time extracted_at, WorkResult* result) const {
  EncodeInput input;
  input.message = &message;
  input.status = ArticleStatus::kEmpty;
  input.times = times;
  input.extracted_at = extracted_at;
  std::string receipt;
  AppendReceipt(input, {"", extractor_json_, {}, {}}, &receipt);
  OutputRecord record;
  record.kind = OutputKind::kReceipt;
  if (message.key) record.key = std::string(*message.key);
  record.value = std::move(receipt);
  const RecordHeaders headers(options_.event_source, "", TimeText(extracted_at), message);
  record.headers = headers.For(OutputKind::kReceipt, ReceiptId(message.origin, -1));
  result->records.push_back(std::move(record));
  ArticleOutcome outcome;
  outcome.status = ArticleStatus::kEmpty;
  outcome.feed = feed;
  result->articles.push_back(std::move(outcome));
}

}  // namespace demarche
