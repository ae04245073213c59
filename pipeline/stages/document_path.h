// DocumentPath: the whole way of a document, top to bottom: decode -> normalize -> segment -> reading -> entities ->
// statements -> relations -> encode. Takes one RawMessage, gives a WorkResult: the records of every article in it (of a
// replayed dead letter: of the items that it names), and a dead letter for what could not be read. Never fails and
// never throws: bad input, a cancelled token and defects of our own (Reason::kInternal) all end in a dead letter.
//
// Threads: one instance for each worker (it owns a JSON parser); feeds, lexicon and reader are shared and immutable. It
// reads the clock, to time the stages; they do not.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/base/cancel.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/article.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/model/reading.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/decode/decoder.h"
#include "pipeline/stages/encode/encoder.h"
#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/reading/reader.h"
#include "pipeline/stages/relations/relation_finder.h"
#include "pipeline/stages/statements/statement_finder.h"

namespace demarche {

// What happens to an article whose embargo lies in the future: a receipt without results, results as if there were
// none, or a dead letter to replay later.
enum class EmbargoPolicy : uint8_t { kHold, kPublish, kDeadLetter };

struct DocumentOptions {
  EmbargoPolicy embargo = EmbargoPolicy::kHold;
  double min_statement_confidence = 0;  // 0..1; results below are left out
  double min_relation_confidence = 0;
};

// All that was decided about one article.
struct ArticleReading {
  Article article;
  Text text;
  Segments segments;
  Reading reading;
  Entities entities;
  std::vector<Statement> statements;
  std::vector<Relation> relations;
  ArticleStatus status = ArticleStatus::kRead;
  SkipReason skip = SkipReason::kNone;
  StageTimes times;
  absl::Time extracted_at;
};

// What the encoder takes of a reading; borrows from both.
EncodeInput ToEncodeInput(const RawMessage& message, const ArticleReading& reading);

// Told of every article in order, then of every rejected item, on the worker's thread. Empty functions: nobody listens.
struct DocumentListener {
  std::function<void(const RawMessage&, const ArticleReading&)> article;
  std::function<void(const RawMessage&, const RejectedItem&)> rejected;
};

class DocumentPath {
 public:
  // `reader` may be null: the rules read alone.
  DocumentPath(std::shared_ptr<const FeedRegistry> feeds, std::shared_ptr<const Lexicon> lexicon,
               std::shared_ptr<const Reader> reader, std::shared_ptr<const Encoder> encoder,
               DecodeOptions decode_options, DocumentOptions options);

  // The records of `message`, read with the mapping of that name, or "auto". `listener` may be null.
  WorkResult Process(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                     const DocumentListener* listener = nullptr);

  // The way without encode: only the listener hears of the results.
  void Read(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
            const DocumentListener& listener);

 private:
  // What one message gave beside its articles.
  struct MessageReading {
    std::vector<RejectedItem> rejected;
    std::string feed;
    bool empty_envelope = false;
    uint32_t repairs = 0;
    bool byte_order_mark = false;
    StageTimes times;  // of decode, and of articles that were given up
  };
  MessageReading ReadMessage(const RawMessage& message, std::string_view mapping, const CancelToken& cancel,
                             const std::function<void(ArticleReading&)>& article);
  // Fills `reading` from its article on; a failure stops it at `stage`.
  absl::Status ReadArticle(ArticleReading* reading, Stage* stage, const CancelToken& cancel) const;
  // Leaves out results below the configured confidence.
  void Filter(ArticleReading* reading) const;

  std::shared_ptr<const Lexicon> lexicon_;
  std::shared_ptr<const Reader> reader_;
  std::shared_ptr<const Encoder> encoder_;
  const DocumentOptions options_;
  Decoder decoder_;
  Normalizer normalizer_;
  EntityFinder entity_finder_;
  StatementFinder statement_finder_;
  RelationFinder relation_finder_;
};

}  // namespace demarche
