// Texts for the targets behind normalize: made by it, as in the program; and what holds of quotation regions.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/utf8.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "tests/fuzz/fuzz.h"

namespace demarche::fuzz {

// An empty text for bytes that are not well-formed.
inline Text TextOf(std::string_view bytes) {
  static const Normalizer normalizer({.detect_language = false});
  Article article;
  article.title_is_in_text = true;
  article.body = std::string(bytes);
  const CancelToken cancel;
  absl::StatusOr<Text> text = normalizer.Normalize(article, cancel);
  return text.ok() ? *std::move(text) : Text();
}

inline void CheckQuotes(const Text& text, const std::vector<Token>& tokens, const std::vector<QuoteRegion>& quotes) {
  uint32_t at = 0;
  for (const QuoteRegion& region : quotes) {
    FUZZ_CHECK(at <= region.span.begin);
    at = region.span.begin;
    FUZZ_CHECK(region.span.contains(region.inner));
    FUZZ_CHECK(text.paragraphs[region.paragraph].span.contains(region.span));
    FUZZ_CHECK(region.token_begin <= region.token_end && region.token_end <= tokens.size());
    for (uint32_t i = region.token_begin; i < region.token_end; ++i) {
      FUZZ_CHECK(region.inner.contains(tokens[i].span));
    }
  }
}

}  // namespace demarche::fuzz
