// See windows.h.
#include "pipeline/stages/reading/windows.h"

#include <utility>

namespace demarche {
namespace {

TokenFeatures FeaturesOf(const Token& token, const Sentence& sentence, bool paragraph_start) {
  TokenFeatures out;
  out.shape = token.has(Token::kQuoteMark) ? 4
              : token.has(Token::kNumber)  ? 3
              : !token.has(Token::kWord)   ? 5
              : token.has(Token::kAllCaps) ? 2
              : token.has(Token::kCapital) ? 1
                                           : 0;
  out.in_quote = token.has(Token::kInsideQuote) ? 1 : 0;
  out.title = sentence.title ? 1 : 0;
  out.paragraph_start = paragraph_start ? 1 : 0;
  return out;
}

void Join(Window&& part, Window* window) {
  const auto offset = static_cast<uint16_t>(window->pieces.size());
  if (window->first.empty()) window->token_begin = part.token_begin;
  window->token_end = part.token_end;
  window->pieces.insert(window->pieces.end(), part.pieces.begin(), part.pieces.end());
  for (const uint16_t first : part.first) window->first.push_back(static_cast<uint16_t>(first + offset));
  window->features.insert(window->features.end(), part.features.begin(), part.features.end());
}

}  // namespace

std::vector<Window> MakeWindows(const Text& text, const Segments& segments, const WordPieces& word_pieces) {
  std::vector<Window> out;
  Window window;
  const auto flush = [&] {
    if (!window.first.empty()) out.push_back(std::exchange(window, Window()));
  };
  std::vector<uint16_t> pieces;
  uint32_t paragraph = UINT32_MAX;
  for (const Sentence& sentence : segments.sentences) {
    Window part;
    part.token_begin = part.token_end = sentence.token_begin;
    const bool opens = sentence.paragraph != paragraph;
    paragraph = sentence.paragraph;
    for (uint32_t i = sentence.token_begin; i < sentence.token_end; ++i) {
      pieces.clear();
      word_pieces.Append(text.slice(segments.tokens[i].span), &pieces);
      if (part.pieces.size() + pieces.size() > kMaxPieces) {
        flush();
        out.push_back(std::exchange(part, Window()));
        part.token_begin = i;
      }
      part.first.push_back(static_cast<uint16_t>(part.pieces.size()));
      part.pieces.insert(part.pieces.end(), pieces.begin(), pieces.end());
      part.features.push_back(FeaturesOf(segments.tokens[i], sentence, opens && i == sentence.token_begin));
      part.token_end = i + 1;
    }
    if (part.first.empty()) continue;
    if (window.pieces.size() + part.pieces.size() > kWindowPieces) flush();
    Join(std::move(part), &window);
  }
  flush();
  return out;
}

}  // namespace demarche
