// Walks to the edge of a noun phrase over closed classes, cue verbs and mentions.
#include "pipeline/stages/statements/noun_phrase.h"

namespace demarche {
namespace {

constexpr uint32_t kLongest = 40;  // tokens; keeps every walk bounded

constexpr uint64_t kTimeWords = Bit(WordClass::kMonth) | Bit(WordClass::kWeekday) | Bit(WordClass::kTime);

bool IsRelative(const TokenView& view, uint32_t i) {
  const std::string_view word = view.str(i);
  return word == "who" || word == "which" || word == "that" || word == "whose" || word == "whom";
}

// A verb that ends a phrase: finite, auxiliary, or a cue in the past.
bool IsVerb(const TokenView& view, uint32_t i) {
  if (view.IsAny(i, Bit(WordClass::kFinite) | Bit(WordClass::kAuxiliary))) return true;
  const CueTable* cues = view.lexicon().CuesOf("en");
  const PhraseTable::Match match = cues->phrases().Longest(view.words(), i);
  if (match.length == 0) return false;
  const CueForm form = cues->form(match.value);
  return form.is(CueFormKind::kPast) && !view.IsCapital(i);
}

// Left edge of an aside "(...)" or “nickname” that ends at token `i`; `i` where there is none.
uint32_t AsideBegin(const Scene& scene, uint32_t i, uint32_t limit) {
  const TokenView& view = scene.view;
  if (view.IsChar(i, ')')) {
    for (uint32_t k = i; k-- > limit && i - k < 12;) {
      if (view.IsChar(k, '(')) return k;
    }
  }
  const uint32_t r = scene.RegionOf(i);
  if (r != kNoRegion && view.token(i).has(Token::kQuoteMark) && scene.WordsIn(scene.Inner(r)) <= 3 &&
      scene.MarkedRange(r).begin > limit) {
    return scene.MarkedRange(r).begin;
  }
  return i;
}

// "X, who ..., said": the phrase before the aside between two commas. `comma` is the second comma.
uint32_t AppositionBegin(const Scene& scene, uint32_t comma, uint32_t limit) {
  const TokenView& view = scene.view;
  for (uint32_t k = comma; k-- > limit && comma - k < kLongest;) {
    if (view.IsPunct(k) && !view.IsComma(k) && !view.IsChar(k, '-') && !view.IsChar(k, ')') && !view.IsChar(k, '(')) {
      if (view.token(k).has(Token::kQuoteMark)) return comma;
      continue;
    }
    if (!view.IsComma(k) || k == limit) continue;
    const uint32_t first = k + 1;
    const bool opens =
        IsRelative(view, first) ||
        view.IsAny(first, Bit(WordClass::kDeterminer) | Bit(WordClass::kPreposition) | Bit(WordClass::kPossessive)) ||
        scene.MentionAt(first) != UINT32_MAX || view.str(first).ends_with("ing") || view.str(first).ends_with("ed") ||
        view.token(first).has(Token::kNumber) ||
        view.lexicon().offices.nouns().Longest(view.words(), first).length > 0 || view.IsCapital(first);
    if (opens) return k;
  }
  return comma;
}

}  // namespace

TokenRange NounPhraseBefore(const Scene& scene, uint32_t end, uint32_t limit) {
  const TokenView& view = scene.view;
  if (end > limit && view.IsComma(end - 1)) {
    const uint32_t comma = AppositionBegin(scene, end - 1, limit);
    if (comma == end - 1) return {end, end};
    end = comma;
  }
  uint32_t begin = end;
  while (begin > limit && end - begin < kLongest) {
    const uint32_t i = begin - 1;
    if (const uint32_t aside = AsideBegin(scene, i, limit); aside != i) {
      begin = aside;
      continue;
    }
    if (view.IsPossessive(i) || view.IsChar(i, '-') || view.IsChar(i, '&') || view.IsChar(i, '/')) {
      if (i == limit) break;
      begin = i;
      continue;
    }
    if (view.IsPunct(i) || view.token(i).has(Token::kQuoteMark)) break;
    if (view.Is(i, WordClass::kSubjectPronoun) && !IsRelative(view, i)) {
      if (begin == end) begin = i;
      break;
    }
    if (view.IsAny(i, Bit(WordClass::kConjunction))) {
      const bool joins = begin < end && i > limit &&
                         (view.str(i) == "and" || view.str(i) == "&" || view.str(i) == "or") &&
                         (view.IsCapital(i - 1) || scene.MentionAt(i - 1) != UINT32_MAX) && !view.IsPunct(i - 1) &&
                         scene.MentionAt(begin) != UINT32_MAX;
      if (!joins) break;
      begin = i;
      continue;
    }
    if (IsVerb(view, i) && scene.MentionAt(i) == UINT32_MAX) {
      // The verb of a relative clause: go on before "who".
      uint32_t k = i;
      while (k > limit && i - k < 12 && !IsRelative(view, k) && !view.IsPunct(k)) --k;
      if (begin == end || k == limit || !IsRelative(view, k) || view.str(k) == "that" || view.IsPunct(k - 1)) break;
      begin = k;
      continue;
    }
    if (view.IsAny(i, Bit(WordClass::kSubordinator) | Bit(WordClass::kTo)) && !view.Is(i, WordClass::kPreposition))
      break;
    if (view.Is(i, WordClass::kPreposition)) {
      if (begin == end || i == limit || !view.IsWord(i - 1) || view.IsAny(i - 1, Bit(WordClass::kPreposition))) break;
      begin = i;
      continue;
    }
    if (view.IsAny(i, kTimeWords) && scene.MentionAt(i) == UINT32_MAX && begin == end) break;
    if (view.Is(i, WordClass::kDeterminer)) {
      begin = i;
      const bool inner = i > limit && view.IsAny(i - 1, Bit(WordClass::kPreposition)) && i > limit + 1;
      const bool more = i > limit && view.Is(i - 1, WordClass::kDeterminer);
      if (!inner && !more) break;
      continue;
    }
    if (view.IsAny(i, Bit(WordClass::kAdverb)) && !view.IsCapital(i)) break;
    begin = i;
  }
  // "In Paris officials", "On Friday the ministry": the phrase starts after the adverbial.
  while (begin < end && (view.Is(begin, WordClass::kPreposition) || view.IsPunct(begin) || view.IsPossessive(begin)))
    ++begin;
  if (begin > limit && view.Is(begin - 1, WordClass::kPreposition)) {
    uint32_t last = end;
    for (uint32_t i = begin; i < end; ++i) {
      const uint32_t m = scene.MentionAt(i);
      if (m != UINT32_MAX && i > begin) last = std::min(last, scene.entities.mentions[m].token_begin);
      if (last > begin && last < end) break;
    }
    if (last > begin && last < end) begin = last;
  }
  while (begin < end && view.IsAny(begin, kTimeWords) && scene.MentionAt(begin) == UINT32_MAX) ++begin;
  return {begin, end};
}

TokenRange NounPhraseAfter(const Scene& scene, uint32_t begin, uint32_t limit, Reach reach) {
  const TokenView& view = scene.view;
  uint32_t end = begin;
  while (end < limit && end - begin < kLongest) {
    if (view.IsPossessive(end) || view.IsChar(end, '-') || view.IsChar(end, '&') || view.IsChar(end, '/')) {
      if (end == begin) break;
      ++end;
      continue;
    }
    if (view.IsChar(end, '(')) {
      uint32_t k = end;
      while (k < limit && k - end < 12 && !view.IsChar(k, ')')) ++k;
      if (k >= limit || k - end >= 12) break;
      end = k + 1;
      continue;
    }
    if (view.IsPunct(end) || view.token(end).has(Token::kQuoteMark)) break;
    if (view.Is(end, WordClass::kSubjectPronoun) || view.Is(end, WordClass::kObjectPronoun)) {
      if (end == begin && !view.Is(end, WordClass::kPossessive)) return {begin, end + 1};
      if (!view.Is(end, WordClass::kPossessive) || end > begin) break;
      ++end;
      continue;
    }
    if (view.Is(end, WordClass::kConjunction)) {
      const bool joins = end > begin && end + 1 < limit && view.str(end) == "and" &&
                         (scene.MentionAt(end + 1) != UINT32_MAX || view.Is(end + 1, WordClass::kDeterminer)) &&
                         !view.Is(end + 1, WordClass::kSubjectPronoun);
      if (!joins) break;
      end += 2;
      continue;
    }
    if (IsVerb(view, end) && scene.MentionAt(end) == UINT32_MAX) break;
    if (view.IsAny(end, Bit(WordClass::kSubordinator) | Bit(WordClass::kTo)) && !view.Is(end, WordClass::kPreposition))
      break;
    if (view.Is(end, WordClass::kPreposition)) {
      const std::string_view word = view.str(end);
      const bool inside =
          scene.MentionAt(end) != UINT32_MAX && end > begin && scene.MentionAt(end) == scene.MentionAt(end - 1);
      const bool of = (reach != Reach::kCore && word == "of") ||
                      (reach == Reach::kWhole && (word == "for" || word == "in" || word == "at" || word == "from" ||
                                                  word == "with" || word == "by"));
      if (end == begin || !(inside || of)) break;
      if (end + 1 < limit && view.IsAny(end + 1, kTimeWords)) break;
      ++end;
      continue;
    }
    if (view.IsAny(end, kTimeWords) && scene.MentionAt(end) == UINT32_MAX) break;
    if (view.Is(end, WordClass::kDeterminer) && end > begin &&
        !view.IsAny(end - 1, Bit(WordClass::kPreposition) | Bit(WordClass::kDeterminer) | Bit(WordClass::kConjunction)))
      break;
    if (view.Is(end, WordClass::kAdverb) && end > begin) break;
    ++end;
  }
  while (
      end > begin &&
      view.IsAny(end - 1, Bit(WordClass::kPreposition) | Bit(WordClass::kDeterminer) | Bit(WordClass::kConjunction)) &&
      scene.MentionAt(end - 1) == UINT32_MAX) {
    --end;
  }
  return {begin, end};
}

uint32_t SkipAdverbials(const Scene& scene, uint32_t i, uint32_t limit, bool phrases) {
  const TokenView& view = scene.view;
  const uint32_t start = i;
  while (i < limit && i - start < kLongest) {
    if (view.IsAny(i, kTimeWords) || (view.Is(i, WordClass::kAdverb) && !view.Is(i, WordClass::kThat))) {
      ++i;
      // "June 4", "Monday, June 4"
      if (i < limit && view.token(i).has(Token::kNumber) && view.Is(i - 1, WordClass::kMonth)) ++i;
      continue;
    }
    if (!view.Is(i, WordClass::kPreposition) || i + 1 >= limit) break;
    const std::string_view word = view.str(i);
    if (word == "on" || word == "in" || word == "at" || word == "late" || word == "early") {
      uint32_t k = i + 1;
      while (k < limit && (view.Is(k, WordClass::kAdverb) || view.str(k) == "early" || view.str(k) == "late")) ++k;
      if (k < limit && view.IsAny(k, kTimeWords)) {
        i = k;
        continue;
      }
    }
    if (!phrases || view.token(i + 1).has(Token::kQuoteMark)) break;
    if (word == "of" || word == "against" || word == "for" || word == "as" || word == "with" || word == "about") {
      if (word == "of" || word == "against" || word == "as") break;
      if (word == "for" || word == "about") break;
    }
    const TokenRange object = NounPhraseAfter(scene, i + 1, limit, Reach::kOf);
    if (object.empty()) break;
    i = object.end;
  }
  return i;
}

uint32_t SkipAuxiliariesBefore(const Scene& scene, uint32_t verb, uint32_t limit) {
  const TokenView& view = scene.view;
  uint32_t i = verb;
  while (i > limit && verb - i < 12) {
    const uint32_t k = i - 1;
    const bool manner = view.str(k).ends_with("ly") && !view.IsCapital(k) && view.str(k).size() > 4;
    if ((manner || view.IsAny(k, Bit(WordClass::kAuxiliary) | Bit(WordClass::kAdverb) | kTimeWords)) &&
        scene.MentionAt(k) == UINT32_MAX && view.str(k) != "that") {
      i = k;
      continue;
    }
    if (view.token(k).has(Token::kNumber) && k > limit && view.Is(k - 1, WordClass::kMonth)) {
      i = k;
      continue;
    }
    if (view.Is(k, WordClass::kPreposition) && i < verb && view.IsAny(i, kTimeWords)) {
      i = k;
      continue;
    }
    break;
  }
  return i;
}

}  // namespace demarche
