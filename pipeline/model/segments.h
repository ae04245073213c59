// Segments: sentences, tokens and quotation regions of a Text. Spans are bytes of Text::utf8.
#pragma once
#include <cstdint>
#include <vector>

#include "pipeline/base/span.h"

namespace demarche {

// UD English words: do+n't, can+not, Ryabkov+'s, hyphenated compounds split except e-mail, co-, non-; U.S., Mr., Sept.
// keep the dot.
struct Token {
  enum Flag : uint16_t {
    kWord = 1 << 0,     // has a letter
    kCapital = 1 << 1,  // first letter is a capital
    kAllCaps = 1 << 2,  // two or more letters, all capitals
    kNumber = 1 << 3,   // starts with a digit
    kPunct = 1 << 4,
    kQuoteMark = 1 << 5,  // opens or closes a quotation region
    kSentenceStart = 1 << 6,
    kSpaceBefore = 1 << 7,  // white space between it and the token before
    kInsideQuote = 1 << 8,  // between the marks of a quotation region (the marks themselves are not)
    kClitic = 1 << 9,       // n't, 's, 're, ...
  };
  Span span;
  uint16_t flags = 0;
  bool has(Flag flag) const { return (flags & flag) != 0; }
};

struct Sentence {
  Span span;
  uint32_t token_begin = 0, token_end = 0;  // half-open, into Segments::tokens
  uint32_t paragraph = 0;
  bool title = false;
};

// What stands between quotation marks. A quotation over several paragraphs, which opens in each and closes once, is one
// region a paragraph, joined by `continues`.
struct QuoteRegion {
  Span span;   // with the marks; without the closing one if it is missing
  Span inner;  // without marks
  uint32_t paragraph = 0;
  uint32_t token_begin = 0, token_end = 0;  // the tokens of `inner`
  bool closed = true;                       // false: runs to the end of its paragraph
  bool continues = false;                   // goes on with the quotation of the region before
  bool single = false;                      // 'British' single marks
  uint8_t depth = 0;                        // 1: a quotation inside another
};

struct Segments {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<QuoteRegion> quotes;  // by span.begin
};

}  // namespace demarche
