// Input made to hurt: any bytes are segmented, in linear time, into spans that are in order and in range.
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pipeline/stages/segment/segmenter.h"
#include "tests/unit/segment/sample_text.h"

namespace demarche {
namespace {

std::string Repeat(std::string_view what, size_t bytes) {
  std::string out;
  out.reserve(bytes + what.size());
  while (out.size() < bytes) out += what;
  return out;
}

void CheckOrder(const Text& text, const Segments& segments) {
  uint32_t at = 0;
  for (const Token& token : segments.tokens) {
    ASSERT_LE(at, token.span.begin);
    ASSERT_LT(token.span.begin, token.span.end);
    at = token.span.end;
  }
  ASSERT_LE(at, text.utf8.size());
  uint32_t token = 0;
  for (const Sentence& sentence : segments.sentences) {
    ASSERT_EQ(sentence.token_begin, token);
    ASSERT_LT(sentence.token_begin, sentence.token_end);
    token = sentence.token_end;
  }
  ASSERT_EQ(token, segments.tokens.size());
  at = 0;
  for (const QuoteRegion& region : segments.quotes) {
    ASSERT_LE(at, region.span.begin);
    ASSERT_TRUE(region.span.contains(region.inner));
    ASSERT_LE(region.token_begin, region.token_end);
    ASSERT_LE(region.token_end, segments.tokens.size());
    at = region.span.begin;
  }
}

// Each line a pattern that could cost more than linear time; all together take about a second.
TEST(SegmentHostile, BulkIsSegmented) {
  for (const std::string_view what : {"\"",     "\u201C",  "\u201D",     "'",        "\u2018",   "\u2019",
                                      "\" ",    "\u201C ", "' ",         "\u2018a ", "a\u2019 ", "\u2018a \u201Cb ",
                                      "a",      "a-",      "1-",         "1.",       "a.b.",     "a's",
                                      "'s",     "l'",      "qu'",        "www.",     "a@",       "a/",
                                      "#a",     "@",       "a_",         "U.S.",     "? ",       ". ",
                                      ".",      "a. ",     "\u00AB",     "\u00BB",   "<",        "a*",
                                      "\u4E2D", "\u0301",  "\U0001F600", "a&",       "1,",       "http://",
                                      "(",      "A ",      "don't",      "a\u00A0"}) {
    for (const std::string_view language : {"en", "fr"}) {
      const Text text = SampleText(Repeat(what, 300'000), language);
      const CancelToken cancel;
      const auto segments = Segment(text, cancel);
      ASSERT_TRUE(segments.ok()) << what;
      CheckOrder(text, *segments);
    }
  }
}

TEST(SegmentHostile, IllFormedBytesDoNotCrash) {
  for (const std::string_view what : {"\xFF", "\xE2\x80", "\xF0\x9F\x98 a", "\xC3", "a\x80'", "\xE2\x80\x9C\xE2"}) {
    const Text text = SampleText(Repeat(what, 10'000));
    const CancelToken cancel;
    const auto segments = Segment(text, cancel);
    ASSERT_TRUE(segments.ok());
    CheckOrder(text, *segments);
  }
}

}  // namespace
}  // namespace demarche
