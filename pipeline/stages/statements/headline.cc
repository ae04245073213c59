// Which side of a headline's colon or dash speaks: by mentions, quotation marks and length.
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
    const PhraseTable::Match cue = view.lexicon().CuesOf("en")->phrases().Longest(view.words(), i);
    if (cue.length > 0 && view.lexicon().CuesOf("en")->form(cue.value).is(CueFormKind::kThird) &&
        scene.MentionAt(i) == UINT32_MAX) {
      return false;
    }
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

// The only mention of [begin, end), if it is nearly all of it; UINT32_MAX = none.
uint32_t SoleMention(const Scene& scene, uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) {
    const uint32_t m = scene.MentionAt(i);
    if (m == UINT32_MAX) continue;
    const Mention& mention = scene.entities.mentions[m];
    return mention.token_end + 1 >= end ? m : UINT32_MAX;
  }
  return UINT32_MAX;
}

bool IsPersonal(const Scene& scene, uint32_t m) {
  if (m == UINT32_MAX) return false;
  const MentionKind kind = scene.entities.mentions[m].kind;
  return kind == MentionKind::kPerson || kind == MentionKind::kOffice;
}

// A person of a known country: "Putin: ..." is speech, "Messi: ..." mostly a topic.
bool IsOfState(const Scene& scene, uint32_t m) {
  return IsPersonal(scene, m) && !scene.entities.mentions[m].country.empty();
}

}  // namespace

void FindHeadlineSpeaker(const Scene& scene, uint32_t s, size_t taken, std::vector<Attribution>* out) {
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
  const bool colon = view.IsChar(last, ':');
  const bool quote_right =
      first != UINT32_MAX && view.token(first + 1).has(Token::kQuoteMark) && scene.InQuote(first + 1);
  const uint32_t right = SoleMention(scene, last + 1, end);
  const bool claim = scene.WordsIn({begin, last}) >= 2;
  if (claim && colon && (IsSpeaker(scene, last + 1, end, 9) || (quote_left && IsNameLike(scene, last + 1, end)))) {
    found.content = {{begin, last}};
    found.source = {last + 1, end};
    found.rule = "headline_claim_source";
  } else if (claim && !colon && (IsPersonal(scene, right) || quote_left) && IsSpeaker(scene, last + 1, end, 4)) {
    found.content = {{begin, last}};
    found.source = {last + 1, end};
    found.rule = "headline_claim_dash";
  } else if (claim && colon && quote_left && scene.Inner(scene.RegionOf(last - 1)).begin <= begin + 1) {
    // "'No time to wait': Klitschko urges world to act"
    const uint32_t m = scene.MentionAt(last + 1);
    if (m == UINT32_MAX || scene.entities.mentions[m].kind == MentionKind::kPronoun) return;
    found.content = {{begin, last}};
    found.source = {last + 1, scene.entities.mentions[m].token_end};
    found.rule = "headline_quote_colon";
  } else if (first != UINT32_MAX && scene.WordsIn({first + 1, end}) >= 2 && quote_right &&
             (IsSpeaker(scene, begin, first, 9) || IsNameLike(scene, begin, first))) {
    found.content = {{first + 1, end}};
    found.source = {begin, first};
    found.rule = "headline_source_quote";
  } else if (first != UINT32_MAX && scene.WordsIn({first + 1, end}) >= 3 &&
             IsOfState(scene, SoleMention(scene, begin, first)) && IsSpeaker(scene, begin, first, 4)) {
    found.content = {{first + 1, end}};
    found.source = {begin, first};
    found.rule = "headline_source_claim";
  } else {
    return;
  }
  for (size_t a = taken; a < out->size(); ++a) {
    for (const TokenRange& part : (*out)[a].content) {
      if (part.begin < found.content[0].end && found.content[0].begin < part.end) return;
    }
  }
  out->push_back(std::move(found));
}

}  // namespace demarche
