// See document_path.h.
#include "pipeline/stages/document_path.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/stages/segment/segmenter.h"

namespace demarche {
namespace {

// Adds the time since the last lap to a stage.
class StageTimer {
 public:
  explicit StageTimer(StageTimes* times) : times_(times), last_(absl::Now()) {}
  void Lap(Stage stage) {
    const absl::Time now = absl::Now();
    times_->by_stage[static_cast<size_t>(stage)] += now - last_;
    last_ = now;
  }

 private:
  StageTimes* const times_;
  absl::Time last_;
};

Failure FailureOf(const absl::Status& status, Stage stage) {
  if (status.code() == absl::StatusCode::kDeadlineExceeded) {
    return {stage, Reason::kTimeLimit, "the record took longer than engine.document_time_limit"};
  }
  if (status.code() == absl::StatusCode::kResourceExhausted)
    return {stage, Reason::kTooLarge, std::string(Message(status))};
  return {stage, Reason::kInternal, std::string(Message(status))};
}

void Add(const StageTimes& from, StageTimes* to) {
  for (int i = 0; i < kStages; ++i) to->by_stage[i] += from.by_stage[i];
}

// Why this article is not read at all, before its text is looked at.
ArticleStatus StatusBeforeReading(const Article& article, const DocumentOptions& options, absl::Time now,
                                  SkipReason* skip) {
  if (article.status != PublicationStatus::kUsable) return ArticleStatus::kRetracted;
  if (article.embargoed_until && *article.embargoed_until > now && options.embargo != EmbargoPolicy::kPublish)
    return ArticleStatus::kEmbargoed;
  if (article.marked_duplicate) {
    *skip = SkipReason::kDuplicate;
    return ArticleStatus::kSkipped;
  }
  return ArticleStatus::kRead;
}

}  // namespace

DocumentPath::DocumentPath(std::shared_ptr<const FeedRegistry> feeds, std::shared_ptr<const Lexicon> lexicon,
                           std::shared_ptr<const Encoder> encoder, DecodeOptions decode_options,
                           DocumentOptions options)
    : lexicon_(std::move(lexicon)),
      encoder_(std::move(encoder)),
      options_(options),
      decoder_(std::move(feeds), decode_options),
      normalizer_(NormalizeOptions()),
      entity_finder_(lexicon_),
      statement_finder_(lexicon_),
      relation_finder_(lexicon_) {}

absl::Status DocumentPath::Read(ArticleReading* reading, Stage* stage, const CancelToken& cancel) const {
  StageTimer timer(&reading->times);
  *stage = Stage::kNormalize;
  DEMARCHE_ASSIGN_OR_RETURN(reading->text, normalizer_.Normalize(reading->article, cancel));
  timer.Lap(Stage::kNormalize);

  const std::string& language = reading->text.language;
  if (reading->text.utf8.empty()) {
    reading->skip = SkipReason::kNoText;
  } else if (language.empty()) {
    reading->skip = SkipReason::kLanguageUnknown;
  } else if (lexicon_->CuesOf(language) == nullptr) {
    reading->skip = SkipReason::kUnsupportedLanguage;
  }
  if (reading->skip != SkipReason::kNone) {
    reading->status = ArticleStatus::kSkipped;
    return absl::OkStatus();
  }

  *stage = Stage::kSegment;
  DEMARCHE_ASSIGN_OR_RETURN(reading->segments, Segment(reading->text, cancel));
  timer.Lap(Stage::kSegment);

  *stage = Stage::kEntities;
  DEMARCHE_ASSIGN_OR_RETURN(
      reading->entities, entity_finder_.Find(reading->text, reading->segments, reading->article.published_at, cancel));
  timer.Lap(Stage::kEntities);

  *stage = Stage::kStatements;
  DEMARCHE_ASSIGN_OR_RETURN(reading->statements,
                            statement_finder_.Find(reading->text, reading->segments, reading->entities, cancel));
  timer.Lap(Stage::kStatements);

  *stage = Stage::kRelations;
  DEMARCHE_ASSIGN_OR_RETURN(reading->relations, relation_finder_.Find(reading->text, reading->segments,
                                                                      reading->entities, reading->statements, cancel));
  timer.Lap(Stage::kRelations);
  Filter(reading);
  return absl::OkStatus();
}

void DocumentPath::Filter(ArticleReading* reading) const {
  std::erase_if(reading->relations, [&](const Relation& r) { return r.confidence < options_.min_relation_confidence; });
  if (options_.min_statement_confidence <= 0) return;
  std::vector<uint32_t> kept_as(reading->statements.size(), kNoStatement);
  std::vector<Statement> kept;
  for (size_t i = 0; i < reading->statements.size(); ++i) {
    if (reading->statements[i].confidence < options_.min_statement_confidence) continue;
    kept_as[i] = static_cast<uint32_t>(kept.size());
    kept.push_back(std::move(reading->statements[i]));
  }
  reading->statements = std::move(kept);
  // A relation keeps who reported it even where that statement itself is left out.
  for (Relation& r : reading->relations) {
    if (r.statement != kNoStatement) r.statement = kept_as[r.statement];
  }
}

WorkResult DocumentPath::ProcessChecked(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                                        const DocumentListener* listener) {
  WorkResult result;
  StageTimer timer(&result.times);
  if (!message.value) {
    const RejectedItem tombstone = {
        -1,
        {Stage::kDecode, Reason::kTombstone, "the record has no value: a tombstone deletes a key, it is no article"}};
    if (listener != nullptr && listener->rejected) listener->rejected(message, tombstone);
    encoder_->EncodeRejected(message, {&tombstone, 1}, &result);
    return result;
  }
  Decoded decoded = decoder_.Decode(*message.value, mapping);
  timer.Lap(Stage::kDecode);
  result.repairs = decoded.repairs;
  result.byte_order_marks = decoded.byte_order_mark ? 1 : 0;

  const absl::Time now = absl::Now();
  std::vector<RejectedItem> rejected = std::move(decoded.rejected);
  for (Article& article : decoded.articles) {
    ArticleReading reading;
    reading.article = std::move(article);
    reading.status = StatusBeforeReading(reading.article, options_, now, &reading.skip);
    if (reading.status == ArticleStatus::kEmbargoed && options_.embargo == EmbargoPolicy::kDeadLetter) {
      rejected.push_back({reading.article.index,
                          {Stage::kDecode, Reason::kEmbargoed,
                           fmt::format("under embargo until {}",
                                       absl::FormatTime(*reading.article.embargoed_until, absl::UTCTimeZone()))}});
      continue;
    }
    if (reading.status == ArticleStatus::kRead) {
      Stage stage = Stage::kNormalize;
      const absl::Status status = Read(&reading, &stage, cancel);
      Add(reading.times, &result.times);
      if (!status.ok()) {
        rejected.push_back({reading.article.index, FailureOf(status, stage)});
        continue;
      }
    }
    StageTimer encode_timer(&result.times);
    EncodeInput input;
    input.message = &message;
    input.article = &reading.article;
    input.text = reading.text.utf8.empty() ? nullptr : &reading.text;
    input.segments = &reading.segments;
    input.statements = reading.statements;
    input.relations = reading.relations;
    input.status = reading.status;
    input.skip = reading.skip;
    input.times = reading.times;
    input.extracted_at = now;
    encoder_->EncodeArticle(input, &result);
    encode_timer.Lap(Stage::kEncode);
    if (listener != nullptr && listener->article) listener->article(message, reading);
  }
  if (decoded.empty_envelope) encoder_->EncodeEmptyEnvelope(message, decoded.feed, result.times, now, &result);
  if (listener != nullptr && listener->rejected) {
    for (const RejectedItem& item : rejected) listener->rejected(message, item);
  }
  encoder_->EncodeRejected(message, rejected, &result);
  return result;
}

WorkResult DocumentPath::Process(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                                 const DocumentListener* listener) {
  try {
    return ProcessChecked(message, mapping, cancel, listener);
  } catch (const std::exception& e) {
    // Libraries below may throw (memory, a defect): one bad document must not take the others with it.
    WorkResult result;
    const RejectedItem item = {-1, {Stage::kDecode, Reason::kInternal, fmt::format("unexpected: {}", e.what())}};
    encoder_->EncodeRejected(message, {&item, 1}, &result);
    return result;
  }
}

}  // namespace demarche
