// Builds the per-token tables of Scene: region, mention, sentence; and tells headlines.
#include "pipeline/stages/statements/attribution.h"

namespace demarche {

Scene::Scene(const TokenView& tokens, const Entities& found) : view(tokens), entities(found) {
  const Segments& segments = view.segments();
  const uint32_t n = view.size();
  region_of_.assign(n, kNoRegion);
  mention_at_.assign(n, UINT32_MAX);
  sentence_of_.assign(n, 0);
  marked_.resize(segments.quotes.size());
  for (uint32_t r = 0; r < segments.quotes.size(); ++r) {
    const QuoteRegion& region = segments.quotes[r];
    TokenRange range{region.token_begin, region.token_end};
    if (range.begin > 0 && view.token(range.begin - 1).span.begin >= region.span.begin) --range.begin;
    if (range.end < n && region.closed && view.token(range.end).span.end <= region.span.end) ++range.end;
    marked_[r] = range;
    if (region.depth > 0) continue;
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (region_of_[i] == kNoRegion) region_of_[i] = r;
    }
  }
  for (uint32_t m = 0; m < entities.mentions.size(); ++m) {
    const Mention& mention = entities.mentions[m];
    for (uint32_t i = mention.token_begin; i < mention.token_end && i < n; ++i) {
      if (mention_at_[i] == UINT32_MAX) mention_at_[i] = m;
    }
  }
  title_.assign(segments.sentences.size(), false);
  const auto& paragraphs = view.text().paragraphs;
  for (uint32_t s = 0; s < segments.sentences.size(); ++s) {
    const Sentence& sentence = segments.sentences[s];
    std::fill(sentence_of_.begin() + sentence.token_begin, sentence_of_.begin() + sentence.token_end, s);
    if (sentence.token_begin == sentence.token_end) continue;
    const bool first = sentence.paragraph == 0 && paragraphs.size() > 1;
    const bool stopped = view.IsChar(sentence.token_end - 1, '.');
    title_[s] = sentence.title || (first && !stopped && sentence.token_end - sentence.token_begin < 40);
  }
}

uint32_t Scene::WordsIn(TokenRange range) const {
  uint32_t words = 0;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (view.IsWord(i) || view.token(i).has(Token::kNumber)) ++words;
  }
  return words;
}

uint32_t Scene::SentenceOf(uint32_t token) const { return sentence_of_[token]; }

uint32_t Scene::LastWordEnd(uint32_t s) const {
  uint32_t end = sentence(s).token_end;
  while (end > sentence(s).token_begin && view.IsPunct(end - 1)) --end;
  return end;
}

}  // namespace demarche
