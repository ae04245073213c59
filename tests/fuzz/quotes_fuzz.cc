// Quotation regions alone, over tokens of one mark or one word each: faster than the whole of segment, so that more
// arrangements of marks are tried. Regions are in order, in their paragraph, and marks are inside of none.
#include "pipeline/stages/segment/quotes.h"

#include "pipeline/base/utf8.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/text.h"

namespace {

// Each byte one piece of text.
constexpr std::string_view kPieces[] = {"a",      "Word",   " ",      " ",      "\n",     ",",      ".",      "\"",
                                        "\"",     "'",      "\u2018", "\u2019", "\u201C", "\u201D", "\u201E", "\u00AB",
                                        "\u00BB", "\u2039", "\u203A", "``",     "''",     "n't",    "'s",     "1",
                                        "\u2014", "!",      "?",      ":",      "(",      ")",      "\u00A0", "\u201A"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  std::string written;
  for (size_t i = 0; i < size; ++i) written += kPieces[data[i] % std::size(kPieces)];
  const Text text = fuzz::TextOf(written);
  std::vector<Token> tokens;
  std::vector<QuoteRegion> quotes;
  for (uint32_t paragraph = 0; paragraph < text.paragraphs.size(); ++paragraph) {
    const Span span = text.paragraphs[paragraph].span;
    TokenRange range{static_cast<uint32_t>(tokens.size()), 0};
    uint16_t space = 0;
    for (uint32_t at = span.begin; at < span.end;) {
      const CodePoint cp = DecodeUtf8(text.utf8, at);
      if (cp.value == ' ') {
        space = Token::kSpaceBefore;
      } else {
        const bool letter = cp.value < 0x80 && std::isalpha(static_cast<int>(cp.value)) != 0;
        const auto flag = static_cast<uint16_t>(letter ? Token::kWord : Token::kPunct);
        tokens.push_back({{at, at + cp.length}, static_cast<uint16_t>(flag | space)});
        space = 0;
      }
      at += cp.length;
    }
    range.end = static_cast<uint32_t>(tokens.size());
    FindQuotes(text, paragraph, range, &tokens, &quotes);
  }
  fuzz::CheckQuotes(text, tokens, quotes);
  return 0;
}
