// Tokenizer: one paragraph into UD English words (Token in model/segments.h says which). Other languages split at the
// same punctuation, keep words with hyphens whole, and part French elisions (l', qu'). Linear time: every byte is
// looked at a bounded number of times. Plain function, any thread.
#pragma once
#include <string_view>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/model/segments.h"

namespace demarche {

// Appends the tokens of `paragraph` (bytes of `utf8`, well-formed). `language`: ISO 639-1; "" is taken for English.
// Sets kWord, kCapital, kAllCaps, kNumber, kPunct, kSpaceBefore and kClitic.
void TokenizeParagraph(std::string_view utf8, Span paragraph, std::string_view language, std::vector<Token>* tokens);

}  // namespace demarche
