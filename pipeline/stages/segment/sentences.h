// Sentences of a paragraph, from its tokens and their quotation marks. A title or byline is one sentence. Rules, no
// model: abbreviations, initials and acronyms end a sentence only before a word that looks like a start; closing marks
// and brackets stay with their sentence; after a question inside marks the sentence goes on with its cue. Linear time.
#pragma once
#include <vector>

#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/segment/quotes.h"

namespace demarche {

// Appends the sentences of paragraph number `paragraph` and sets kSentenceStart. REQUIRES: FindQuotes has run on it.
void SplitSentences(const Text& text, uint32_t paragraph, TokenRange range, std::vector<Token>* tokens,
                    std::vector<Sentence>* sentences);

}  // namespace demarche
