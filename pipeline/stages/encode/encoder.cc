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
  json.EndObject();
  return out;
}

std::string TimeText(absl::Time time) { return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone()); }

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

}  // namespace

Encoder::Encoder(EncodeOptions options) : options_(std::move(options)), extractor_json_(ExtractorJson(options_)) {}

void Encoder::EncodeArticle(const EncodeInput& input, WorkResult* result) const {
  const Article& article = *input.article;
  const std::string key = ArticleKey(article);
  const std::string id(RecordArticleId(article, key));
  const std::string time = TimeText(input.extracted_at);
  const RecordHeaders headers(options_.event_source, id, time, *input.message);
  const bool published = input.status == ArticleStatus::kRead && input.text != nullptr;

  std::vector<std::string> statement_ids;
  std::vector<std::string> relation_ids;
  if (published) {
    statement_ids = StatementIds(article, key, *input.text, input.statements);
    relation_ids = RelationIds(article, key, *input.text, input.relations);
  }
  result->records.reserve(result->records.size() + statement_ids.size() + relation_ids.size() + 1);

  // What every result of this article carries is encoded once.
  std::string head;
  std::string tail;
  if (!statement_ids.empty() || !relation_ids.empty()) {
    JsonWriter article_json(&head);
    WriteArticle(article, key, input.text, &article_json);
    JsonWriter provenance_json(&tail);
    WriteProvenance(input.message->origin, article.index, &provenance_json);
  }
  const auto finish = [&](JsonWriter* json) {
    json->Key("provenance").Raw(tail);
    json->Key("extracted_at").String(time);
    json->Key("extractor").Raw(extractor_json_);
    json->EndObject();
  };

  for (size_t i = 0; i < statement_ids.size(); ++i) {
    std::string value;
    value.reserve(head.size() + tail.size() + 1024);
    JsonWriter json(&value);
    json.BeginObject().Key("id").String(statement_ids[i]).Key("article").Raw(head);
    WriteStatementFields(input.statements[i], *input.text, &json);
    finish(&json);
    result->records.push_back(MakeRecord(OutputKind::kStatement, id, std::move(value),
                                         headers.For(OutputKind::kStatement, statement_ids[i])));
  }
  for (size_t i = 0; i < relation_ids.size(); ++i) {
    const Relation& relation = input.relations[i];
    std::string value;
    value.reserve(head.size() + tail.size() + 1024);
    JsonWriter json(&value);
    json.BeginObject().Key("id").String(relation_ids[i]).Key("article").Raw(head);
    const bool stated = relation.statement < statement_ids.size();
    WriteRelationFields(relation, stated ? std::string_view(statement_ids[relation.statement]) : "", *input.text,
                        &json);
    finish(&json);
    result->records.push_back(MakeRecord(
        OutputKind::kRelation, fmt::format("{}-{}", relation.source.country.view(), relation.target.country.view()),
        std::move(value), headers.For(OutputKind::kRelation, relation_ids[i])));
  }

  std::string receipt;
  AppendReceipt(input, {key, extractor_json_, statement_ids, relation_ids}, &receipt);
  result->records.push_back(
      MakeRecord(OutputKind::kReceipt, id, std::move(receipt),
                 headers.For(OutputKind::kReceipt, ReceiptId(input.message->origin, article.index))));
  result->articles.push_back(OutcomeOf(input, statement_ids.size(), relation_ids.size()));
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
