// Walks each sentence once, left to right, and takes the longest noun phrase that starts at a token.
#include "pipeline/stages/entities/actor_scan.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace demarche {
namespace {

constexpr uint32_t kNoHit = UINT32_MAX;
constexpr uint32_t kLongestPhrase = 24;  // tokens; keeps the scan linear

constexpr uint64_t kStops = Bit(WordClass::kPreposition) | Bit(WordClass::kAuxiliary) | Bit(WordClass::kConjunction) |
                            Bit(WordClass::kSubordinator) | Bit(WordClass::kSubjectPronoun) |
                            Bit(WordClass::kObjectPronoun) | Bit(WordClass::kDeterminer) | Bit(WordClass::kNegation) |
                            Bit(WordClass::kFinite) | Bit(WordClass::kAdverb) | Bit(WordClass::kMonth) |
                            Bit(WordClass::kWeekday) | Bit(WordClass::kTo) | Bit(WordClass::kReflexive);

bool IsNameParticle(std::string_view word) {
  return word == "al" || word == "bin" || word == "ibn" || word == "van" || word == "von" || word == "de" ||
         word == "der" || word == "den" || word == "la" || word == "el" || word == "da" || word == "dos" ||
         word == "di" || word == "du" || word == "ul" || word == "ben" || word == "abu" || word == "ter" ||
         word == "le";
}

// Words that end the name of a body and not of a person.
bool IsBodyWord(std::string_view word) {
  static constexpr std::string_view kWords[] = {"Inc",
                                                "Inc.",
                                                "Corp",
                                                "Corp.",
                                                "Ltd",
                                                "Ltd.",
                                                "Group",
                                                "Holdings",
                                                "Bank",
                                                "University",
                                                "Institute",
                                                "College",
                                                "Ministry",
                                                "Party",
                                                "Council",
                                                "Agency",
                                                "Committee",
                                                "Commission",
                                                "Association",
                                                "Foundation",
                                                "Court",
                                                "Department",
                                                "Office",
                                                "Times",
                                                "Post",
                                                "News",
                                                "Journal",
                                                "Press",
                                                "Motors",
                                                "Airlines",
                                                "Airways",
                                                "Union",
                                                "League",
                                                "Club",
                                                "FC",
                                                "Board",
                                                "Authority",
                                                "Federation",
                                                "Organisation",
                                                "Organization",
                                                "Center",
                                                "Centre",
                                                "Fund",
                                                "Company",
                                                "Co.",
                                                "plc",
                                                "PLC",
                                                "LLC",
                                                "Technologies",
                                                "Partners",
                                                "Capital",
                                                "Securities",
                                                "Hospital",
                                                "House",
                                                "Senate",
                                                "Congress",
                                                "Army",
                                                "Navy",
                                                "Force",
                                                "Forces",
                                                "Police",
                                                "Service",
                                                "Services",
                                                "Network",
                                                "Watch",
                                                "International",
                                                "Systems",
                                                "Energy",
                                                "Research",
                                                "Research.",
                                                "Society",
                                                "Alliance",
                                                "Bureau",
                                                "TV",
                                                "Radio",
                                                "Media",
                                                "Today",
                                                "Tribune",
                                                "Herald",
                                                "Guardian",
                                                "Telegraph",
                                                "Economist",
                                                "Administration",
                                                "Government",
                                                "Parliament",
                                                "Assembly",
                                                "Corporation",
                                                "Industries",
                                                "Laboratory",
                                                "School",
                                                "Church"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

class Scanner {
 public:
  Scanner(const TokenView& view, const std::vector<CountryHit>& hits)
      : view_(view), hits_(hits), cues_(view.lexicon().CuesOf("en")) {
    hit_at_.assign(view.size(), kNoHit);
    for (uint32_t h = 0; h < hits.size(); ++h) hit_at_[hits[h].begin] = h;
    MarkTitleCase();
    CollectNames();
  }

  std::vector<ActorPhrase> Scan() {
    std::vector<ActorPhrase> out;
    for (const Sentence& sentence : view_.segments().sentences) {
      limit_ = sentence.token_end;
      for (uint32_t i = sentence.token_begin; i < limit_;) {
        ActorPhrase phrase;
        if (Parse(i, &phrase)) {
          out.push_back(phrase);
          i = std::max(phrase.end, i + 1);
        } else {
          ++i;
        }
      }
    }
    return out;
  }

 private:
  // A headline in Title Case: its capitals tell nothing.
  void MarkTitleCase() {
    title_case_.assign(view_.size(), false);
    for (const Sentence& sentence : view_.segments().sentences) {
      uint32_t open = 0;
      uint32_t capital = 0;
      for (uint32_t i = sentence.token_begin + 1; i < sentence.token_end; ++i) {
        if (!view_.IsWord(i) || view_.token(i).span.size() < 3 || view_.IsAny(i, kStops)) continue;
        ++open;
        if (view_.IsCapital(i)) ++capital;
      }
      const bool stopped = sentence.token_end > sentence.token_begin && view_.IsChar(sentence.token_end - 1, '.');
      const bool title = !stopped && open >= 4 && capital * 4 >= open * 3;
      std::fill(title_case_.begin() + sentence.token_begin, title_case_.begin() + sentence.token_end, title);
    }
  }

  // Words that stand as a name somewhere: capital inside a sentence in plain case.
  void CollectNames() {
    for (uint32_t i = 0; i < view_.size(); ++i) {
      if (!view_.IsWord(i) || !view_.IsCapital(i) || title_case_[i] || view_.token(i).has(Token::kSentenceStart))
        continue;
      if (i > 0 && view_.token(i - 1).has(Token::kQuoteMark)) continue;
      if (view_.IsAny(i, kStops | Bit(WordClass::kTitle)) || hit_at_[i] != kNoHit) continue;
      names_.insert(view_.str(i));
    }
  }

  bool IsCue(uint32_t i) const { return cues_ != nullptr && cues_->phrases().Longest(view_.words(), i).length > 0; }

  bool IsNoun(uint32_t i, PhraseTable::Match* match) const {
    *match = view_.lexicon().offices.nouns().Longest(view_.words(), i);
    if (match->length > 0 && i + match->length > limit_) match->length = 0;
    return match->length > 0;
  }

  bool CanBeName(uint32_t i) const {
    if (i >= limit_ || !view_.IsWord(i) || !view_.IsCapital(i) || hit_at_[i] != kNoHit) return false;
    if (view_.token(i).has(Token::kClitic) || view_.IsPossessive(i)) return false;
    if (view_.Is(i, WordClass::kModifier)) return false;
    // "Crisis-hit", "China-backed"
    if (i + 2 < limit_ && view_.IsChar(i + 1, '-') && !view_.SpaceBefore(i + 1) && view_.IsWord(i + 2) &&
        !view_.IsCapital(i + 2) && view_.str(i + 2).size() > 2 && !view_.SpaceBefore(i + 2)) {
      const bool asian_name = names_.contains(view_.str(i));
      if (!asian_name) return false;
    }
    const bool initial = view_.token(i).span.size() == 2 && view_.str(i)[1] == '.';
    if (initial) return true;
    if (title_case_[i]) {
      return !view_.IsAny(i, kStops) &&
             (names_.contains(view_.str(i)) || view_.lexicon().offices.IsGivenName(view_.words()[i].id));
    }
    if (view_.IsAny(i, kStops))
      return names_.contains(view_.str(i)) && !view_.token(i).has(Token::kSentenceStart) &&
             !view_.IsAny(i, Bit(WordClass::kMonth) | Bit(WordClass::kWeekday));
    return true;
  }

  // The end of the name that starts at `i`; `i` where none does.
  uint32_t NameEnd(uint32_t i) const {
    const PhraseTable::Match holder = view_.lexicon().offices.names().Longest(view_.words(), i);
    uint32_t end = i;
    if (holder.length > 0 && i + holder.length <= limit_) end = i + holder.length;
    while (end < limit_ && end - i < 7) {
      PhraseTable::Match noun;
      if (CanBeName(end)) {
        if (end > i && title_case_[end] && !names_.contains(view_.str(end)) && end - i >= 2) break;
        if (IsNoun(end, &noun) && end > i && !names_.contains(view_.str(end))) break;
        ++end;
        continue;
      }
      if (end == i) break;
      // "Jean-Luc", "al-Assad", "Charles de Gaulle", "Ursula von der Leyen"
      std::string_view word = view_.str(end);
      const bool hyphen = word == "-" && !view_.SpaceBefore(end);
      if ((hyphen || IsNameParticle(word)) && end + 1 < limit_) {
        uint32_t next = end + 1;
        if (IsNameParticle(view_.str(next)) && next + 1 < limit_) ++next;
        if (view_.IsChar(next, '-') && next + 1 < limit_) ++next;
        const bool joined = !hyphen || (view_.IsWord(next) && !view_.SpaceBefore(next));
        if (joined && (CanBeName(next) || (hyphen && view_.IsWord(next)))) {
          end = next + 1;
          continue;
        }
      }
      break;
    }
    return end;
  }

  bool Parse(uint32_t i, ActorPhrase* phrase) const {
    if (!view_.IsWord(i) && !view_.token(i).has(Token::kNumber)) return false;
    if (view_.IsAny(i, Bit(WordClass::kSubjectPronoun)) && !view_.Is(i, WordClass::kWh)) return ParsePronoun(i, phrase);
    if (view_.Is(i, WordClass::kObjectPronoun) && !view_.Is(i, WordClass::kPossessive) &&
        view_.words()[i].casing != Casing::kAllCaps) {
      return ParsePronoun(i, phrase);
    }
    return ParseNounPhrase(i, phrase) && ExtendByPreposition(phrase);
  }

  bool ParsePronoun(uint32_t i, ActorPhrase* phrase) const {
    if (view_.words()[i].casing == Casing::kAllCaps && view_.token(i).span.size() > 1) return false;
    phrase->begin = i;
    phrase->end = i + 1;
    phrase->kind = MentionKind::kPronoun;
    phrase->plural = view_.Is(i, WordClass::kPlural);
    return true;
  }

  // [the] [Russian] [deputy foreign minister] [Sergei Ryabkov]
  bool ParseNounPhrase(uint32_t i, ActorPhrase* phrase) const {
    uint32_t k = i;
    phrase->begin = i;
    bool opened = false;  // by a determiner: lower-case modifiers may follow
    // A hit may start with its article: "the Pentagon".
    while (k < limit_ && hit_at_[k] == kNoHit &&
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
      if (hit_at_[k] != kNoHit) {
        const CountryHit& hit = hits_[hit_at_[k]];
        if (phrase->noun != nullptr) break;
        phrase->country = hit.form->code;
        k = hit.end;
        const bool possessive = k < limit_ && view_.IsPossessive(k);
        if (possessive) ++k;
        phrase->role_begin = k;
        // "China imposed ..." is a clause, "Chinese steel ...", "China's steel ...", "US steel ..." a phrase.
        opened = possessive || hit.form->kind == CountryFormKind::kAdjective ||
                 view_.words()[hit.end - 1].casing == Casing::kAllCaps;
      } else if (IsNoun(k, &noun) && !(IsNameStart(k, phrase))) {
        phrase->noun = &view_.lexicon().offices.noun(noun.value);
        phrase->noun_begin = k;
        k += noun.length;
        phrase->noun_end = k;
      } else if (view_.Is(k, WordClass::kTitle) && view_.IsCapital(k)) {
        ++k;
        opened = true;
      } else if (const uint32_t end = NameEnd(k); end > k) {
        k = TakeName(k, end, phrase);
        if (phrase->has_name()) break;
      } else if ((view_.IsChar(k, '-') || view_.IsChar(k, '&')) && k > i && k + 1 < limit_) {
        ++k;
      } else if (view_.IsWord(k) && !view_.IsAny(k, kStops) && !view_.token(k).has(Token::kClitic) &&
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

  // "General Motors" is a name although "general" is an office; "President Biden" is not.
  bool IsNameStart(uint32_t k, const ActorPhrase* phrase) const {
    if (phrase->noun != nullptr && !view_.IsCapital(k)) return false;
    const PhraseTable::Match holder = view_.lexicon().offices.names().Longest(view_.words(), k);
    return holder.length > 1;
  }

  // Decides what the capitals [k, end) are: a name, or the modifier of a noun that follows ("Tamil Nadu Governor").
  uint32_t TakeName(uint32_t k, uint32_t end, ActorPhrase* phrase) const {
    PhraseTable::Match noun;
    const bool office_follows = end < limit_ && IsNoun(end, &noun) && phrase->noun == nullptr;
    if (office_follows && !view_.IsPossessive(end)) return end;
    if (phrase->noun == nullptr && end + 1 < limit_ && view_.IsPossessive(end) && IsNoun(end + 1, &noun))
      return end + 1;
    phrase->name_begin = k;
    phrase->name_end = end;
    return end;
  }

  bool Finish(uint32_t i, ActorPhrase* phrase) const {
    if (phrase->has_name()) {
      phrase->end = phrase->name_end;
      phrase->kind = KindOfName(*phrase);
      if (phrase->noun != nullptr) phrase->plural = phrase->noun->plural;
      return true;
    }
    if (phrase->noun == nullptr) return false;
    phrase->end = phrase->noun_end;
    phrase->plural = phrase->noun->plural;
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

  MentionKind KindOfName(const ActorPhrase& phrase) const {
    if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kBody) return MentionKind::kBody;
    if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kOffice) return MentionKind::kPerson;
    const uint32_t first = phrase.name_begin;
    const uint32_t last = phrase.name_end - 1;
    if (view_.lexicon().offices.names().Longest(view_.words(), first).length > 0) return MentionKind::kPerson;
    if (view_.lexicon().offices.IsGivenName(view_.words()[first].id) && last > first) return MentionKind::kPerson;
    if (phrase.begin < first && view_.Is(first - 1, WordClass::kTitle)) return MentionKind::kPerson;
    if (IsBodyWord(view_.str(last)) || phrase.definite) return MentionKind::kBody;
    if (last == first && view_.words()[last].casing == Casing::kAllCaps) return MentionKind::kBody;
    return MentionKind::kPerson;
  }

  // "a spokesman [for China's Foreign Ministry]", "officials [in Nairobi]": names the country, ends the phrase later.
  bool ExtendByPreposition(ActorPhrase* phrase) const {
    if (phrase->noun == nullptr || phrase->has_name()) return true;
    for (int round = 0; round < 3; ++round) {
      uint32_t k = phrase->end;
      if (k >= limit_) break;
      const std::string_view word = view_.str(k);
      if (word != "of" && word != "for" && word != "in" && word != "at" && word != "from" && word != "with") break;
      ++k;
      const uint32_t inner = k;
      bool capital = false;
      CountryCode country;
      while (k < limit_ && k - inner < 10) {
        if (hit_at_[k] != kNoHit) {
          if (country.empty()) country = hits_[hit_at_[k]].form->code;
          k = hits_[hit_at_[k]].end;
          capital = true;
        } else if (view_.Is(k, WordClass::kDeterminer) || view_.Is(k, WordClass::kPossessive) ||
                   view_.IsPossessive(k)) {
          ++k;
        } else if (view_.IsWord(k) && !view_.IsAny(k, kStops) && (view_.IsCapital(k) || !capital || round == 0) &&
                   !IsCue(k)) {
          ++k;
        } else if (view_.IsChar(k, '-') || view_.IsChar(k, '&')) {
          ++k;
        } else {
          break;
        }
      }
      if (k == inner) break;
      // "in", "at", "with" and "from" belong to the phrase only before a place or a body.
      if (word != "of" && word != "for" && country.empty() && !view_.IsCapital(k - 1)) break;
      if (phrase->country.empty()) phrase->country = country;
      phrase->end = k;
    }
    return true;
  }

  const TokenView& view_;
  const std::vector<CountryHit>& hits_;
  const CueTable* cues_;
  std::vector<uint32_t> hit_at_;
  std::vector<bool> title_case_;
  absl::flat_hash_set<std::string_view> names_;
  uint32_t limit_ = 0;
};

}  // namespace

std::vector<ActorPhrase> ScanActors(const TokenView& view, const std::vector<CountryHit>& hits) {
  return Scanner(view, hits).Scan();
}

}  // namespace demarche
