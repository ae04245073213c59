// Quotation regions of a text: what stands between quotation marks. Marks are paired paragraph by paragraph, so that a
// missing one never shifts the regions after its paragraph. Which marks, and which way they open:
//   “ ” and " (anything), „ “ and „ ”, « » and » «, ‹ › and › ‹, `` '', and single ‘ ’ ' ' told apart from apostrophes.
// White space on their sides decides for straight marks and for those that languages use both ways. Linear time.
#pragma once
#include <string_view>
#include <vector>

#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

// The tokens [token_begin, token_end) of each paragraph, by paragraph.
struct TokenRange {
  uint32_t begin = 0, end = 0;
};

// Appends the regions of paragraph number `paragraph`, ordered by span.begin, and sets kQuoteMark on their marks and
// kInsideQuote on the tokens inside. Call it for each paragraph in order: a region that continues the one before is
// recognised by `quotes->back()`.
void FindQuotes(const Text& text, uint32_t paragraph, TokenRange range, std::vector<Token>* tokens,
                std::vector<QuoteRegion>* quotes);

}  // namespace demarche
