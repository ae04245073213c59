// [the] [Russian] [deputy foreign minister] [Sergei Ryabkov] [of ...]: one walk, longest parts first.
#include "pipeline/stages/entities/phrase_reader.h"

#include <algorithm>

namespace demarche {
namespace {

constexpr uint32_t kLongestPhrase = 24;  // tokens; keeps the scan linear

// A named country tells more than a place, a place named first more than one named later.
void TakeCode(CountryCode code, CountryBasis basis, ActorPhrase* phrase) {
  if (code.empty() || (phrase->basis != CountryBasis::kNone && phrase->basis <= basis)) return;
  phrase->country = code;
  phrase->basis = basis;
}

CountryBasis BasisOf(const CountryHit& hit) {
  switch (hit.form->kind) {
    case CountryFormKind::kPlace:
      return CountryBasis::kPlace;
    case CountryFormKind::kBody:
      return CountryBasis::kOffice;
    default:
      return CountryBasis::kNamed;
  }
}

}  // namespace

PhraseReader::PhraseReader(const TokenView& view, const CountryScan& scan, const Capitals& capitals)
    : view_(view), scan_(scan), capitals_(capitals), cues_(view.lexicon().CuesOf("en")) {
  country_at_.assign(view.size(), kNone);
  local_at_.assign(view.size(), kNone);
  for (uint32_t h = 0; h < scan.countries.size(); ++h) country_at_[scan.countries[h].begin] = h;
  for (uint32_t h = 0; h < scan.locals.size(); ++h) local_at_[scan.locals[h].begin] = h;
}

bool PhraseReader::Read(uint32_t i, uint32_t limit, ActorPhrase* phrase) {
  limit_ = limit;
  if (!view_.IsWord(i) && !view_.token(i).has(Token::kNumber)) return false;
  const bool subject = view_.Is(i, WordClass::kSubjectPronoun) && !view_.Is(i, WordClass::kWh);
  const bool object = view_.Is(i, WordClass::kObjectPronoun) && !view_.Is(i, WordClass::kPossessive) &&
                      view_.words()[i].casing != Casing::kAllCaps;
  if (subject || object) return ReadPronoun(i, phrase);
  if (!ReadNounPhrase(i, phrase)) return false;
  if (phrase->noun != nullptr && !phrase->has_name()) ExtendByPreposition(phrase);
  return true;
}

bool PhraseReader::ReadPronoun(uint32_t i, ActorPhrase* phrase) const {
  if (view_.words()[i].casing == Casing::kAllCaps && view_.token(i).span.size() > 1) return false;
  phrase->begin = i;
  phrase->end = i + 1;
  phrase->kind = MentionKind::kPronoun;
  phrase->plural = view_.Is(i, WordClass::kPlural);
  return true;
}

bool PhraseReader::IsNoun(uint32_t i, PhraseTable::Match* match) const {
  *match = view_.lexicon().offices.nouns().Longest(view_.words(), i);
  if (match->length > 0 && i + match->length > limit_) match->length = 0;
  return match->length > 0;
}

// "pace bowler", "military spokesman": an actor's noun after at most two small words.
bool PhraseReader::NounFollows(uint32_t k) const {
  for (uint32_t i = k; i < limit_ && i < k + 3; ++i) {
    PhraseTable::Match noun;
    if (IsNoun(i, &noun)) return i > k;
    if (!view_.IsWord(i) || view_.IsAny(i, kPhraseStops) || view_.token(i).has(Token::kClitic) || IsCue(i))
      return false;
    const std::string_view word = view_.str(i);
    if (word.ends_with("ed") || word.ends_with("s")) return false;
  }
  return false;
}

bool PhraseReader::ReadNounPhrase(uint32_t i, ActorPhrase* phrase) const {
  uint32_t k = i;
  phrase->begin = i;
  bool opened = false;  // lower-case modifiers may follow
  // A country form may start with its article: "the Pentagon".
  while (k < limit_ && CountryAt(k) == nullptr &&
         (view_.Is(k, WordClass::kDeterminer) || view_.Is(k, WordClass::kPossessive)) && k - i < 3) {
    const std::string_view word = view_.str(k);
    if (view_.Is(k, WordClass::kAnaphoric) || word == "the" || word == "The") phrase->definite = true;
    opened = true;
    ++k;
  }
  phrase->role_begin = k;
  uint32_t modifiers = 0;
  while (k < limit_ && k - i < kLongestPhrase) {
    PhraseTable::Match noun;
    if (CountryAt(k) != nullptr) {
      if (phrase->noun != nullptr) break;
      k = TakeCountry(k, phrase, &opened);
    } else if (IsNoun(k, &noun) && !IsHolderStart(k, *phrase)) {
      phrase->noun = &view_.lexicon().offices.noun(noun.value);
      phrase->noun_begin = k;
      k += noun.length;
      phrase->noun_end = k;
    } else if (LocalAt(k) != nullptr && phrase->noun == nullptr) {
      k = TakeLocal(k, phrase, &opened);
      if (phrase->has_name()) break;
    } else if (view_.Is(k, WordClass::kTitle) && view_.IsCapital(k)) {
      ++k;
      opened = true;
    } else if (const uint32_t end = capitals_.NameEnd(k, limit_); end > k) {
      k = TakeName(k, end, phrase);
      if (phrase->has_name()) break;
    } else if ((view_.IsChar(k, '-') || view_.IsChar(k, '&')) && k > i && k + 1 < limit_) {
      ++k;
    } else if (view_.IsWord(k) && !view_.IsAny(k, kPhraseStops) && !view_.token(k).has(Token::kClitic) &&
               !view_.IsPossessive(k) && phrase->noun == nullptr && (opened || modifiers > 0) && modifiers < 5 &&
               !IsCue(k)) {
      ++modifiers;
      ++k;
    } else {
      break;
    }
  }
  return Finish(i, phrase);
}

// "China imposed ..." is a clause, "Chinese steel ...", "China's steel ...", "US steel ..." a phrase.
uint32_t PhraseReader::TakeCountry(uint32_t k, ActorPhrase* phrase, bool* opened) const {
  const CountryHit& hit = *CountryAt(k);
  TakeCode(hit.code, CountryBasis::kNamed, phrase);
  uint32_t next = hit.end;
  const bool possessive = next < limit_ && view_.IsPossessive(next);
  if (possessive) ++next;
  phrase->role_begin = next;
  *opened = possessive || hit.form->kind == CountryFormKind::kAdjective ||
            view_.words()[hit.end - 1].casing == Casing::kAllCaps || NounFollows(next);
  return next;
}

// "Kharkiv mayor X", "Luhansk's governor", "BJP spokesperson"; alone a body is a name, a place is nobody.
uint32_t PhraseReader::TakeLocal(uint32_t k, ActorPhrase* phrase, bool* opened) const {
  const CountryHit& hit = *LocalAt(k);
  TakeCode(hit.code, BasisOf(hit), phrase);
  uint32_t next = hit.end;
  const bool possessive = next < limit_ && view_.IsPossessive(next);
  PhraseTable::Match noun;
  const uint32_t after = possessive ? next + 1 : next;
  const bool noun_next = after < limit_ && (IsNoun(after, &noun) || NounFollows(after));
  if (hit.form->kind == CountryFormKind::kBody && !noun_next) {
    phrase->name_begin = k;
    phrase->name_end = hit.end;
    return hit.end;
  }
  if (possessive) {
    *opened = true;
    return next + 1;
  }
  // "Manchester United": the place opens a name, unless an office or a title stands between.
  if (!noun_next && next < limit_ && !view_.Is(next, WordClass::kTitle) && CountryAt(next) == nullptr) {
    if (const uint32_t end = capitals_.NameEnd(next, limit_); end > next) {
      PhraseTable::Match office;
      if (end < limit_ && IsNoun(end, &office)) return end;
      phrase->name_begin = k;
      phrase->name_end = end;
      return end;
    }
  }
  *opened = noun_next || *opened;
  return next;
}

// "General Motors" is a name although "general" is an office; "President Biden" is not.
bool PhraseReader::IsHolderStart(uint32_t k, const ActorPhrase& phrase) const {
  if (phrase.noun != nullptr && !view_.IsCapital(k)) return false;
  return view_.lexicon().offices.names().Longest(view_.words(), k).length > 1;
}

// Decides what the capitals [k, end) are: a name, or the modifier of a noun that follows ("Graphite Energy CEO").
uint32_t PhraseReader::TakeName(uint32_t k, uint32_t end, ActorPhrase* phrase) const {
  PhraseTable::Match noun;
  const bool office_follows = end < limit_ && IsNoun(end, &noun) && phrase->noun == nullptr;
  if (office_follows && !view_.IsPossessive(end)) return end;
  if (phrase->noun == nullptr && end + 1 < limit_ && view_.IsPossessive(end) && IsNoun(end + 1, &noun)) return end + 1;
  phrase->name_begin = k;
  phrase->name_end = end;
  return end;
}

// "International Committee [for the Red Cross]", "Confederation [of All India Traders]", "Honda Cars [India]"
uint32_t PhraseReader::ExtendBodyName(uint32_t end) const {
  if (end >= limit_ || capitals_.InTitleCase(end)) return end;
  if (const CountryHit* hit = CountryAt(end); hit != nullptr && hit->form->kind == CountryFormKind::kName) {
    return hit->end;
  }
  const std::string_view word = view_.str(end);
  if (word != "of" && word != "for") return end;
  uint32_t k = end + 1;
  if (k < limit_ && view_.str(k) == "the") ++k;
  uint32_t last = end;
  while (k < limit_ && k - end < 10) {
    if (const CountryHit* hit = CountryAt(k); hit != nullptr) {
      last = k = hit->end;
    } else if (view_.IsWord(k) && view_.IsCapital(k)) {
      last = ++k;
    } else if (last == k && (view_.str(k) == "and" || view_.str(k) == "of") && k + 1 < limit_ &&
               view_.IsCapital(k + 1)) {
      ++k;
    } else {
      break;
    }
  }
  return last;
}

// "the UN ambassador": a body that a diplomat is sent to is not whose diplomat it is.
void PhraseReader::DropHost(ActorPhrase* phrase) const {
  if (phrase->noun == nullptr || phrase->noun->office_class != "diplomat" || phrase->basis != CountryBasis::kNamed)
    return;
  if (!phrase->noun->country.empty() || phrase->noun_begin == 0) return;
  const std::string_view code = phrase->country.view();
  if ((code != "UNO" && code != "NATO") || view_.IsPossessive(phrase->noun_begin - 1)) return;
  phrase->country = CountryCode();
  phrase->basis = CountryBasis::kNone;
}

bool PhraseReader::Finish(uint32_t i, ActorPhrase* phrase) const {
  if (phrase->has_name()) {
    phrase->kind = KindOfName(*phrase);
    phrase->sure = phrase->kind == MentionKind::kPerson &&
                   (phrase->noun != nullptr ||
                    view_.lexicon().offices.names().Longest(view_.words(), phrase->name_begin).length > 0 ||
                    (phrase->begin < phrase->name_begin && view_.Is(phrase->name_begin - 1, WordClass::kTitle)) ||
                    view_.lexicon().offices.IsGivenName(view_.words()[phrase->name_begin].id));
    if (phrase->kind == MentionKind::kBody) phrase->name_end = ExtendBodyName(phrase->name_end);
    phrase->end = phrase->name_end;
    if (phrase->noun != nullptr) phrase->plural = phrase->noun->plural;
    DropHost(phrase);
    return true;
  }
  if (phrase->noun == nullptr) return false;
  DropHost(phrase);
  phrase->end = phrase->noun_end;
  phrase->plural = phrase->noun->plural;
  // A headline leaves the article out.
  if (phrase->role_begin == i && capitals_.InTitleCase(i)) phrase->definite = true;
  switch (phrase->noun->kind) {
    case ActorNounKind::kOffice:
      phrase->kind = phrase->plural ? MentionKind::kGroup : MentionKind::kOffice;
      break;
    case ActorNounKind::kGroup:
      phrase->kind = MentionKind::kGroup;
      break;
    case ActorNounKind::kBody:
      phrase->kind = MentionKind::kBody;
      break;
    case ActorNounKind::kDocument:
      phrase->kind = MentionKind::kDocument;
      break;
  }
  return phrase->end > i;
}

MentionKind PhraseReader::KindOfName(const ActorPhrase& phrase) const {
  const uint32_t first = phrase.name_begin;
  const uint32_t last = phrase.name_end - 1;
  if (const CountryHit* hit = LocalAt(first); hit != nullptr && hit->form->kind == CountryFormKind::kBody) {
    return MentionKind::kBody;
  }
  if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kBody) return MentionKind::kBody;
  if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kOffice) return MentionKind::kPerson;
  const OfficeTable& offices = view_.lexicon().offices;
  if (offices.names().Longest(view_.words(), first).length > 0) return MentionKind::kPerson;
  if (phrase.begin < first && view_.Is(first - 1, WordClass::kTitle)) return MentionKind::kPerson;
  if (view_.Is(last, WordClass::kBodyWord)) return MentionKind::kBody;
  if (offices.IsGivenName(view_.words()[first].id) && last > first) return MentionKind::kPerson;
  if (phrase.definite) return MentionKind::kBody;
  if (last == first && view_.words()[last].casing == Casing::kAllCaps) return MentionKind::kBody;
  return MentionKind::kPerson;
}

// "a spokesman [for China's Foreign Ministry]", "officials [in Nairobi]": names the country, ends the phrase later.
void PhraseReader::ExtendByPreposition(ActorPhrase* phrase) const {
  for (int round = 0; round < 3; ++round) {
    uint32_t k = phrase->end;
    if (k >= limit_) break;
    const std::string_view word = view_.str(k);
    if (word != "of" && word != "for" && word != "in" && word != "at" && word != "from" && word != "with") break;
    ++k;
    const uint32_t inner = k;
    bool capital = false;
    CountryCode code;
    CountryBasis basis = CountryBasis::kNone;
    while (k < limit_ && k - inner < 10) {
      const CountryHit* hit = CountryAt(k) != nullptr ? CountryAt(k) : LocalAt(k);
      if (hit != nullptr) {
        if (code.empty()) {
          code = hit->code;
          basis = BasisOf(*hit);
        }
        k = hit->end;
        capital = true;
      } else if (view_.Is(k, WordClass::kDeterminer) || view_.Is(k, WordClass::kPossessive) || view_.IsPossessive(k)) {
        ++k;
      } else if (view_.IsWord(k) && !view_.IsAny(k, kPhraseStops) && (view_.IsCapital(k) || !capital || round == 0) &&
                 !IsCue(k)) {
        ++k;
      } else if (view_.IsChar(k, '-') || view_.IsChar(k, '&')) {
        ++k;
      } else if (view_.str(k) == "and" && view_.IsCapital(k - 1) && k + 1 < limit_ && view_.IsCapital(k + 1) &&
                 phrase->noun->kind == ActorNounKind::kBody && view_.IsCapital(phrase->noun_begin) && word == "of") {
        ++k;  // "Ministry of Commerce and Industry"
      } else {
        break;
      }
    }
    if (k == inner) break;
    // "in", "at", "with" and "from" belong to the phrase only before a place or a body.
    if (word != "of" && word != "for" && code.empty() && !view_.IsCapital(k - 1)) break;
    if (phrase->country.empty()) TakeCode(code, basis, phrase);
    phrase->end = k;
  }
}

}  // namespace demarche
