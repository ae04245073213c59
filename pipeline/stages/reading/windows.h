// Windows: what the encoder reads at once: whole sentences, as many as its length allows, with the word pieces of each
// token and what capitals and marks say beside them. A longer sentence is cut. Plain functions, any thread, linear.
#pragma once
#include <cstdint>
#include <vector>

#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/reading/word_pieces.h"

namespace demarche {

// Sentences are read together up to so many pieces: the training texts are short, and longer windows measured worse
// (PolNeAR dev end2end 66.7 at 254, 72.4 at 100, 73.6 at 80, 73.1 at 64).
inline constexpr size_t kWindowPieces = 80;
// A sentence longer than this is cut. Without the start and end marks of the encoder.
inline constexpr size_t kMaxPieces = 254;

// What the folded pieces do not show of a token.
struct TokenFeatures {
  uint8_t shape = 0;  // 0 lower case, 1 capital, 2 all capitals, 3 number, 4 quotation mark, 5 other
  uint8_t in_quote = 0;
  uint8_t title = 0;
  uint8_t paragraph_start = 0;
};

struct Window {
  uint32_t token_begin = 0, token_end = 0;  // half-open, into Segments::tokens
  std::vector<uint16_t> pieces;
  std::vector<uint16_t> first;  // of each token: index of its first piece
  std::vector<TokenFeatures> features;
};

std::vector<Window> MakeWindows(const Text& text, const Segments& segments, const WordPieces& word_pieces);

}  // namespace demarche
