// Marks headlines in Title Case, collects the words that are names somewhere, and walks names word by word.
#include "pipeline/stages/entities/capitals.h"

#include <algorithm>

namespace demarche {

namespace {
constexpr uint32_t kLongestName = 7;  // tokens

std::string Small(std::string_view word) {
  std::string out;
  FoldWord(word, &out);
  return out;
}
}  // namespace

Capitals::Capitals(const TokenView& view, const std::vector<bool>& country_at) : view_(view), country_at_(country_at) {
  MarkTitleCase();
  CollectNames();
}

void Capitals::MarkTitleCase() {
  title_case_.assign(view_.size(), false);
  for (const Sentence& sentence : view_.segments().sentences) {
    uint32_t open = 0;
    uint32_t capital = 0;
    for (uint32_t i = sentence.token_begin + 1; i < sentence.token_end; ++i) {
      if (!view_.IsWord(i) || view_.token(i).span.size() < 3 || view_.IsAny(i, kPhraseStops)) continue;
      ++open;
      if (view_.IsCapital(i)) ++capital;
    }
    const bool stopped = sentence.token_end > sentence.token_begin && view_.IsChar(sentence.token_end - 1, '.');
    const bool title = !stopped && open >= 4 && capital * 4 >= open * 3;
    std::fill(title_case_.begin() + sentence.token_begin, title_case_.begin() + sentence.token_end, title);
  }
}

bool Capitals::OpensSentence(uint32_t i) const {
  if (view_.token(i).has(Token::kSentenceStart)) return true;
  return i > 0 && (view_.token(i - 1).has(Token::kQuoteMark) || view_.IsChar(i - 1, ':'));
}

void Capitals::CollectNames() {
  for (uint32_t i = 0; i < view_.size(); ++i) {
    if (!view_.IsWord(i)) continue;
    if (!view_.IsCapital(i)) {
      lower_.insert(Small(view_.str(i)));
      continue;
    }
    if (title_case_[i] || OpensSentence(i)) continue;
    if (view_.IsAny(i, kPhraseStops | Bit(WordClass::kTitle)) || country_at_[i]) continue;
    names_.insert(view_.str(i));
  }
}

// The first word of a sentence has its capital anyway: it opens a name if the text says so elsewhere, if it is a given
// name, or if what follows is what follows a name.
bool Capitals::CanOpenName(uint32_t i, uint32_t limit) const {
  if (IsKnownName(i) || view_.lexicon().offices.IsGivenName(view_.words()[i].id)) return true;
  if (view_.lexicon().offices.names().Longest(view_.words(), i).length > 0) return true;
  if (view_.words()[i].casing == Casing::kAllCaps) return true;
  const std::string word = Small(view_.str(i));
  if (lower_.contains(word)) return false;
  const uint32_t next = i + 1;
  if (next >= limit) return true;
  if (word.ends_with("ing") || word.ends_with("ly")) return false;
  if (view_.IsWord(next) && view_.IsCapital(next) && view_.SpaceBefore(next) && !country_at_[next]) {
    // "Karla Holm", not "Here Holm": the last name alone stands elsewhere, or nothing speaks for another word.
    return !IsKnownName(next) || view_.lexicon().vocabulary.Find(word) == kUnknownWord;
  }
  if (view_.IsPossessive(next) || view_.IsAny(next, Bit(WordClass::kFinite) | Bit(WordClass::kAuxiliary))) return true;
  if (view_.IsChar(next, '-') || view_.Is(next, WordClass::kNameParticle)) return true;
  if (view_.IsComma(next))
    return next + 1 < limit && view_.IsAny(next + 1, Bit(WordClass::kWh) | Bit(WordClass::kDeterminer));
  if (const CueTable* cues = view_.lexicon().CuesOf("en"); cues != nullptr) {
    if (cues->phrases().Longest(view_.words(), next).length > 0) return true;
  }
  // "Ryabkov arrived", "Ryabkov and Lavrov"
  return view_.str(next).ends_with("ed") ||
         (view_.Is(next, WordClass::kConjunction) && next + 1 < limit && view_.IsCapital(next + 1));
}

bool Capitals::CanBeName(uint32_t i, uint32_t limit) const {
  if (i >= limit || !view_.IsWord(i) || !view_.IsCapital(i) || country_at_[i]) return false;
  if (view_.token(i).has(Token::kClitic) || view_.IsPossessive(i)) return false;
  if (view_.Is(i, WordClass::kModifier)) return false;
  // "AP Photo Kerry said": a picture's credit before a name.
  if (view_.Is(i, WordClass::kCredit) && i + 1 < limit && view_.IsCapital(i + 1) && view_.SpaceBefore(i + 1))
    return false;
  // "Crisis-hit", "China-backed"
  if (i + 2 < limit && view_.IsChar(i + 1, '-') && !view_.SpaceBefore(i + 1) && view_.IsWord(i + 2) &&
      !view_.IsCapital(i + 2) && view_.str(i + 2).size() > 2 && !view_.SpaceBefore(i + 2) && !IsKnownName(i)) {
    return false;
  }
  const bool initial = view_.token(i).span.size() == 2 && view_.str(i)[1] == '.';
  if (initial) return true;
  if (title_case_[i]) {
    return !view_.IsAny(i, kPhraseStops) &&
           (IsKnownName(i) || view_.lexicon().offices.IsGivenName(view_.words()[i].id));
  }
  if (view_.IsAny(i, kPhraseStops)) {
    return IsKnownName(i) && !view_.token(i).has(Token::kSentenceStart) &&
           !view_.IsAny(i, Bit(WordClass::kMonth) | Bit(WordClass::kWeekday));
  }
  return !OpensSentence(i) || CanOpenName(i, limit);
}

uint32_t Capitals::NameEnd(uint32_t i, uint32_t limit) const {
  const OfficeTable& offices = view_.lexicon().offices;
  const PhraseTable::Match holder = offices.names().Longest(view_.words(), i);
  uint32_t end = i;
  if (holder.length > 0 && i + holder.length <= limit) end = i + holder.length;
  while (end < limit && end - i < kLongestName) {
    if (CanBeName(end, limit)) {
      if (end > i && title_case_[end] && !IsKnownName(end) && end - i >= 2) break;
      if (end > i && !IsKnownName(end) && offices.nouns().Longest(view_.words(), end).length > 0) break;
      ++end;
      continue;
    }
    if (end == i) break;
    // "Jean-Luc", "al-Assad", "Charles de Gaulle", "Ursula von der Leyen"
    const bool hyphen = view_.IsChar(end, '-') && !view_.SpaceBefore(end);
    if ((hyphen || IsParticle(end)) && end + 1 < limit) {
      uint32_t next = end + 1;
      if (IsParticle(next) && next + 1 < limit) ++next;
      if (view_.IsChar(next, '-') && next + 1 < limit) ++next;
      const bool joined = !hyphen || (view_.IsWord(next) && !view_.SpaceBefore(next));
      if (joined && (CanBeName(next, limit) || (hyphen && view_.IsWord(next)))) {
        end = next + 1;
        continue;
      }
    }
    break;
  }
  return end;
}

}  // namespace demarche
