// See segmenter.h.
#include "pipeline/stages/segment/segmenter.h"

#include "pipeline/stages/segment/quotes.h"
#include "pipeline/stages/segment/sentences.h"
#include "pipeline/stages/segment/tokenizer.h"

namespace demarche {

absl::StatusOr<Segments> Segment(const Text& text, const CancelToken& cancel) {
  Segments segments;
  segments.tokens.reserve(text.utf8.size() / 5 + 8);
  for (uint32_t paragraph = 0; paragraph < text.paragraphs.size(); ++paragraph) {
    if (cancel.cancelled()) return absl::DeadlineExceededError("time limit reached between paragraphs");
    TokenRange range;
    range.begin = static_cast<uint32_t>(segments.tokens.size());
    TokenizeParagraph(text.utf8, text.paragraphs[paragraph].span, text.language, &segments.tokens);
    range.end = static_cast<uint32_t>(segments.tokens.size());
    FindQuotes(text, paragraph, range, &segments.tokens, &segments.quotes);
    SplitSentences(text, paragraph, range, &segments.tokens, &segments.sentences);
  }
  return segments;
}

}  // namespace demarche
