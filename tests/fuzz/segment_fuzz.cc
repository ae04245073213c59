// Segment: any normalised text into sentences, tokens and quotation regions: in order, in range, tokens whole.
#include "pipeline/stages/segment/segmenter.h"

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  const Text text = fuzz::TextOf(fuzz::AsText(data, size));
  const CancelToken cancel;
  const absl::StatusOr<Segments> segments = Segment(text, cancel);
  FUZZ_CHECK(segments.ok());
  uint32_t at = 0;
  for (const Token& token : segments->tokens) {
    FUZZ_CHECK(at <= token.span.begin && token.span.begin < token.span.end);
    at = token.span.end;
  }
  FUZZ_CHECK(at <= text.utf8.size());
  uint32_t token = 0;
  for (const Sentence& sentence : segments->sentences) {
    FUZZ_CHECK(sentence.token_begin == token && sentence.token_begin < sentence.token_end);
    FUZZ_CHECK(text.paragraphs[sentence.paragraph].span.contains(sentence.span));
    token = sentence.token_end;
  }
  FUZZ_CHECK(token == segments->tokens.size());
  fuzz::CheckQuotes(text, segments->tokens, segments->quotes);
  return 0;
}
