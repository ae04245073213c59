// StatementFinder: Text, Segments and Entities -> Statements: who said what to whom. English: quotations and indirect
// speech; French, German, Spanish: quotations and "selon / laut / según". Immutable; any thread may call Find. Linear
// in the text. Errors: kDeadlineExceeded when `cancel` is set.
//
// The way: CueFinder says where speech is reported; SpanFinder says what it covers and who is its source; quotations
// that nothing covers yet are joined to their neighbours (QuotationJoiner); SpeakerResolver says who the source is. A
// network that reads cues and spans takes the place of the first two; the rest stays.
#pragma once
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/base/cancel.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/reading.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

class StatementFinder {
 public:
  explicit StatementFinder(std::shared_ptr<const Lexicon> lexicon) : lexicon_(std::move(lexicon)) {}

  // `reading` is what the network saw, empty where none reads. Statements in text order of their content. An unknown
  // language is read as English where text.language is empty; a language without a cue table gives no statements.
  absl::StatusOr<std::vector<Statement>> Find(const Text& text, const Segments& segments, const Entities& entities,
                                              const Reading& reading, const CancelToken& cancel) const;

 private:
  std::shared_ptr<const Lexicon> lexicon_;
};

}  // namespace demarche
