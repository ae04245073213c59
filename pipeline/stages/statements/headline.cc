#include "pipeline/stages/statements/headline.h"

#include <algorithm>

namespace demarche {
namespace {

// Whether tokens [begin, end) name somebody who can speak.
bool IsSpeaker(const Scene& scene, uint32_t begin, uint32_t end, uint32_t most_words) {
  const TokenView& view = scene.view;
  if (end <= begin || scene.WordsIn({begin, end}) > most_words) return false;
  for (uint32_t i = begin; i < end; ++i) {
    if (view.IsAny(i, Bit(WordClass::kFinite) | Bit(WordClass::kAuxiliary)) && scene.MentionAt(i) == UINT32_MAX)
      return false;
    if (view.token(i).has(Token::kQuoteMark)) return false;
  }
  // The last word, or the whole of a short side, is a mention.
  uint32_t last = end - 1;
  while (last > begin && view.IsPunct(last)) --last;
  const uint32_t m = scene.MentionAt(last);
  if (m != UINT32_MAX) {
    const MentionKind kind = scene.entities.mentions[m].kind;
    return kind != MentionKind::kPronoun && (kind != MentionKind::kDemonym || scene.entities.mentions[m].plural ||
                                             view.words()[last].casing == Casing::kAllCaps);
  }
  for (uint32_t i = begin; i <= last; ++i) {
    const uint32_t inside = scene.MentionAt(i);
    if (inside != UINT32_MAX && scene.entities.mentions[inside].kind == MentionKind::kPerson) return true;
    if (view.lexicon().offices.nouns().Longest(view.words(), i).length > 0) return true;
  }
  return false;
}

bool IsNameLike(const Scene& scene, uint32_t begin, uint32_t end) {
  if (scene.WordsIn({begin, end}) > 5) return false;
  for (uint32_t i = begin; i < end; ++i) {
    if (scene.view.IsWord(i) && !scene.view.IsCapital(i)) return false;
    if (scene.view.token(i).has(Token::kQuoteMark)) return false;
  }
  return end > begin;
}

}  // namespace

void FindHeadlineSpeaker(const Scene& scene, uint32_t s, std::vector<Attribution>* out) {
  const TokenView& view = scene.view;
  const uint32_t begin = scene.sentence(s).token_begin;
  const uint32_t end = scene.LastWordEnd(s);
  uint32_t first = UINT32_MAX;
  uint32_t last = UINT32_MAX;
  for (uint32_t i = begin + 1; i + 1 < end; ++i) {
    if (scene.InQuote(i)) continue;
    const std::string_view word = view.str(i);
    const bool dash = (word == "-" || word == "–" || word == "—") && view.SpaceBefore(i) && view.SpaceBefore(i + 1);
    if (word != ":" && !dash) continue;
    if (word == ":" && first == UINT32_MAX) first = i;
    last = i;
  }
  if (last == UINT32_MAX) return;
  Attribution found;
  found.sentence = s;
  const bool quote_left = scene.InQuote(last - 1);
  const bool last_is_colon = view.IsChar(last, ':');
  if (IsSpeaker(scene, last + 1, end, last_is_colon ? 9 : 4) ||
      (quote_left && last_is_colon && IsNameLike(scene, last + 1, end))) {
    if (scene.WordsIn({begin, last}) < 2) return;
    found.content = {{begin, last}};
    found.source = {last + 1, end};
    found.rule = last_is_colon ? "headline_claim_source" : "headline_claim_dash";
    out->push_back(std::move(found));
    return;
  }
  if (first == UINT32_MAX || scene.WordsIn({first + 1, end}) < 2) return;
  const bool quote_right = view.token(first + 1).has(Token::kQuoteMark) && scene.InQuote(first + 1);
  if (IsSpeaker(scene, begin, first, quote_right ? 9 : 5) || (quote_right && IsNameLike(scene, begin, first))) {
    found.content = {{first + 1, end}};
    found.source = {begin, first};
    found.rule = quote_right ? "headline_source_quote" : "headline_source_claim";
    out->push_back(std::move(found));
  }
}

}  // namespace demarche
