// See document_path.h.
#include "pipeline/stages/document_path.h"

#include <algorithm>
#include <set>
#include <utility>

#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/model/item_selection.h"
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
  Reason reason = Reason::kInternal;
  switch (status.code()) {
    case absl::StatusCode::kDeadlineExceeded:
      return {stage, Reason::kTimeLimit, "the record took longer than the document time limit"};
    case absl::StatusCode::kOutOfRange:
      reason = Reason::kTooDeep;
      break;
    case absl::StatusCode::kInvalidArgument:
      reason = Reason::kInvalidUtf8;
      break;
    case absl::StatusCode::kResourceExhausted:
      reason = Reason::kTooLarge;
      break;
    default:
      break;
  }
  return {stage, reason, std::string(Message(status))};
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

// A replayed record stands for some items only. One that is not found any more (the message was read by another mapping
// when it failed) is told of, or it would vanish.
void KeepSelected(const ItemSelection& selection, Decoded* decoded) {
  std::set<int32_t> missing;
  for (const int32_t item : selection.items()) missing.insert(item);
  std::erase_if(decoded->articles, [&](const Article& a) { return missing.erase(a.index) == 0; });
  bool whole = false;
  std::erase_if(decoded->rejected, [&](const RejectedItem& r) {
    whole |= r.index < 0;
    return r.index >= 0 && missing.erase(r.index) == 0;
  });
  decoded->empty_envelope = false;
  if (whole) return;
  for (const int32_t item : missing) {
    decoded->rejected.push_back(
        {item, {Stage::kDecode, Reason::kWrongType, "the message has no such item: it was read by another mapping"}});
  }
}

Failure EmbargoFailure(const Article& article) {
  return {Stage::kDecode, Reason::kEmbargoed,
          fmt::format("under embargo until {}", absl::FormatTime(*article.embargoed_until, absl::UTCTimeZone()))};
}

}  // namespace

DocumentPath::DocumentPath(std::shared_ptr<const FeedRegistry> feeds, std::shared_ptr<const Lexicon> lexicon,
                           std::shared_ptr<const Reader> reader, std::shared_ptr<const Encoder> encoder,
                           DecodeOptions decode_options, DocumentOptions options)
    : lexicon_(std::move(lexicon)),
      reader_(std::move(reader)),
      encoder_(std::move(encoder)),
      options_(options),
      decoder_(std::move(feeds), decode_options),
      normalizer_(NormalizeOptions()),
      entity_finder_(lexicon_),
      statement_finder_(lexicon_),
      relation_finder_(lexicon_) {}

absl::Status DocumentPath::ReadArticle(ArticleReading* reading, Stage* stage, const CancelToken& cancel) const {
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

  // The network learned from English.
  if (reader_ != nullptr && language == "en") {
    *stage = Stage::kReading;
    DEMARCHE_ASSIGN_OR_RETURN(reading->reading, reader_->Read(reading->text, reading->segments, cancel));
    timer.Lap(Stage::kReading);
  }

  *stage = Stage::kEntities;
  DEMARCHE_ASSIGN_OR_RETURN(
      reading->entities, entity_finder_.Find(reading->text, reading->segments, reading->article.published_at, cancel));
  timer.Lap(Stage::kEntities);

  *stage = Stage::kStatements;
  DEMARCHE_ASSIGN_OR_RETURN(reading->statements, statement_finder_.Find(reading->text, reading->segments,
                                                                        reading->entities, reading->reading, cancel));
  timer.Lap(Stage::kStatements);

  *stage = Stage::kRelations;
  DEMARCHE_ASSIGN_OR_RETURN(reading->relations,
                            relation_finder_.Find(reading->text, reading->segments, reading->entities,
                                                  reading->statements, reading->reading, cancel));
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

DocumentPath::MessageReading DocumentPath::ReadMessage(const RawMessage& message, std::string_view mapping,
                                                       const CancelToken& cancel,
                                                       const std::function<void(ArticleReading&)>& article) {
  MessageReading out;
  if (!message.value) {
    out.rejected.push_back(
        {-1,
         {Stage::kDecode, Reason::kTombstone, "the record has no value: a tombstone deletes a key, it is no article"}});
    return out;
  }
  StageTimer timer(&out.times);
  Decoded decoded = decoder_.Decode(*message.value, mapping);
  if (const std::optional<ItemSelection> replayed = ItemSelection::Of(message)) KeepSelected(*replayed, &decoded);
  timer.Lap(Stage::kDecode);
  out.rejected = std::move(decoded.rejected);
  out.feed = std::move(decoded.feed);
  out.empty_envelope = decoded.empty_envelope;
  out.repairs = decoded.repairs;
  out.byte_order_mark = decoded.byte_order_mark;

  const absl::Time now = absl::Now();
  for (Article& item : decoded.articles) {
    ArticleReading reading;
    reading.article = std::move(item);
    reading.extracted_at = now;
    reading.status = StatusBeforeReading(reading.article, options_, now, &reading.skip);
    if (reading.status == ArticleStatus::kEmbargoed && options_.embargo == EmbargoPolicy::kDeadLetter) {
      out.rejected.push_back({reading.article.index, EmbargoFailure(reading.article)});
      continue;
    }
    if (reading.status == ArticleStatus::kRead) {
      Stage stage = Stage::kNormalize;
      if (const absl::Status status = ReadArticle(&reading, &stage, cancel); !status.ok()) {
        Add(reading.times, &out.times);
        out.rejected.push_back({reading.article.index, FailureOf(status, stage)});
        continue;
      }
    }
    article(reading);
  }
  return out;
}

void DocumentPath::Read(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                        const DocumentListener& listener) {
  const MessageReading read = ReadMessage(message, mapping, cancel, [&](ArticleReading& reading) {
    if (listener.article) listener.article(message, reading);
  });
  if (!listener.rejected) return;
  for (const RejectedItem& item : read.rejected) listener.rejected(message, item);
}

WorkResult DocumentPath::Process(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                                 const DocumentListener* listener) {
  WorkResult result;
  const MessageReading read = ReadMessage(message, mapping, cancel, [&](ArticleReading& reading) {
    StageTimer timer(&reading.times);
    encoder_->EncodeArticle(ToEncodeInput(message, reading), &result);
    timer.Lap(Stage::kEncode);
    Add(reading.times, &result.times);
    if (listener != nullptr && listener->article) listener->article(message, reading);
  });
  if (read.empty_envelope) encoder_->EncodeEmptyEnvelope(message, read.feed, read.times, absl::Now(), &result);
  encoder_->EncodeRejected(message, read.rejected, &result);
  if (listener != nullptr && listener->rejected) {
    for (const RejectedItem& item : read.rejected) listener->rejected(message, item);
  }
  result.repairs = read.repairs;
  result.byte_order_marks = read.byte_order_mark ? 1 : 0;
  Add(read.times, &result.times);
  return result;
}

EncodeInput ToEncodeInput(const RawMessage& message, const ArticleReading& reading) {
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
  input.extracted_at = reading.extracted_at;
  return input;
}

}  // namespace demarche
