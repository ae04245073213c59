// Encoder: results of one article -> records of the output topics as schemas/records/ says, and dead letters for what
// could not be read. The last stage of a document's way.
//
// Threads: const after construction, any number of threads. Reads no clock and does no I/O: times come from the caller.
// Errors: none; every input gives records. Cost: linear in the input, see README.md for what bounds the output.
// Strings of Article, Text, Statement and Relation are well-formed UTF-8 (decode and normalize see to that); keys,
// values and headers of the RawMessage are bytes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "pipeline/model/article.h"
#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

struct EncodeOptions {
  std::string extractor_name = "demarche";
  std::string extractor_version;              // of the program: "0.1.0"
  std::string reader;                         // the network that reads: "fast", "careful"; "" = null
  std::string lexicon_version;                // of the tables that were read; "" = null
  std::string event_source = "urn:demarche";  // CloudEvents `source`: a URI that names this installation
  // Values of dead letters are cut to this many bytes, and say so in a header; 0 = never. For topics that refuse what
  // the source held.
  size_t max_dead_letter_bytes = 0;
};

// All that is known of one article at the end of its way. Pointers are borrowed for the call; what was not reached is
// null.
struct EncodeInput {
  const RawMessage* message = nullptr;  // never null
  const Article* article = nullptr;     // never null
  const Text* text = nullptr;           // null: the article was not normalized
  const Segments* segments = nullptr;
  absl::Span<const Statement> statements;  // spans into *text
  absl::Span<const Relation> relations;
  ArticleStatus status = ArticleStatus::kRead;
  SkipReason skip = SkipReason::kNone;
  StageTimes times;         // of this article
  absl::Time extracted_at;  // the caller's clock
};

class Encoder {
 public:
  explicit Encoder(EncodeOptions options);

  // Appends the article's statements, relations and receipt, in this order, and its ArticleOutcome. Results are
  // published only for status kRead; for every other status only the receipt.
  void EncodeArticle(const EncodeInput& input, WorkResult* result) const;

  // Appends the receipt of a well-formed envelope without items.
  void EncodeEmptyEnvelope(const RawMessage& message, std::string_view feed, const StageTimes& times,
                           absl::Time extracted_at, WorkResult* result) const;

  // Appends one dead letter for all unreadable items of a message, and one Failure an item. Nothing if `rejected` is
  // empty. An item of index -1 stands for the whole message.
  void EncodeRejected(const RawMessage& message, absl::Span<const RejectedItem> rejected, WorkResult* result) const;

  // The dead letter of a whole message: key, value and headers untouched, our own headers added.
  OutputRecord DeadLetter(const RawMessage& message, const Failure& failure) const;

  // Appends the line of `demarche extract` for one article, with its line break.
  void AppendExtractLine(const EncodeInput& input, std::string* out) const;

  const EncodeOptions& options() const { return options_; }

 private:
  EncodeOptions options_;
  std::string extractor_json_;  // {"name":...,"version":...,"lexicon":...}
};

// Appends the line of `demarche extract` for what could not be read: {"id":null,"error":{...},"provenance":{...}}.
void AppendExtractError(const RawMessage& message, const RejectedItem& rejected, std::string* out);

}  // namespace demarche
