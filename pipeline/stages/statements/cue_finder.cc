// Which forms of the cue table are verbs of speech where they stand: by what stands before and after them.
#include "pipeline/stages/statements/cue_finder.h"

namespace demarche {
namespace {

bool IsBe(std::string_view w) {
  return w == "is" || w == "are" || w == "was" || w == "were" || w == "been" || w == "being" || w == "be" ||
         w == "am" || w == "'re" || w == "'m" || w == "’re" || w == "’m" || w == "gets" || w == "got";
}
bool IsHave(std::string_view w) {
  return w == "has" || w == "have" || w == "had" || w == "having" || w == "'ve" || w == "’ve" || w == "'s" ||
         w == "’s" || w == "'d" || w == "’d";
}
bool IsModal(std::string_view w) {
  return w == "will" || w == "would" || w == "can" || w == "could" || w == "may" || w == "might" || w == "must" ||
         w == "should" || w == "shall" || w == "'ll" || w == "’ll" || w == "do" || w == "does" || w == "did" ||
         w == "ca" || w == "wo";
}

class Finder {
 public:
  Finder(const Scene& scene, const CueTable& cues, uint32_t s)
      : scene_(scene), view_(scene.view), cues_(cues), s_(s), begin_(scene.sentence(s).token_begin) {}

  std::vector<CueAnchor> Find() {
    std::vector<CueAnchor> out;
    const uint32_t end = scene_.sentence(s_).token_end;
    std::vector<uint32_t> values;
    for (uint32_t i = begin_; i < end;) {
      const PhraseTable::Match match = cues_.phrases().Longest(view_.words(), i);
      if (match.length == 0 || i + match.length > end || scene_.InQuote(i)) {
        ++i;
        continue;
      }
      CueAnchor anchor;
      anchor.cue = {i, i + match.length};
      anchor.form = cues_.form(match.value);
      anchor.entry = &cues_.cue(anchor.form.cue);
      anchor.sentence = s_;
      if (!IsInsideName(anchor.cue) && IsVerbHere(&anchor)) out.push_back(anchor);
      i = anchor.cue.end;
    }
    return out;
  }

 private:
  // "United States", "China-backed", "ride-hailing", and a capital inside a sentence in plain case.
  bool IsInsideName(TokenRange cue) const {
    const uint32_t m = scene_.MentionAt(cue.begin);
    if (m != UINT32_MAX) {
      const Mention& mention = scene_.entities.mentions[m];
      if (mention.kind == MentionKind::kCountry || mention.kind == MentionKind::kCapital ||
          mention.kind == MentionKind::kDemonym)
        return true;
    }
    const uint32_t end = scene_.sentence(s_).token_end;
    if (cue.begin > begin_ && view_.IsChar(cue.begin - 1, '-') && !view_.SpaceBefore(cue.begin)) return true;
    if (cue.end < end && view_.IsChar(cue.end, '-') && !view_.SpaceBefore(cue.end)) return true;
    return false;
  }

  // What stands before the verb, adverbs left out.
  uint32_t Before(uint32_t i) const {
    uint32_t k = i;
    while (k > begin_ && view_.Is(k - 1, WordClass::kAdverb) && !view_.Is(k - 1, WordClass::kNegation)) --k;
    return k;
  }

  bool IsVerbHere(CueAnchor* anchor) const {
    const CueForm form = anchor->form;
    if (form.is(CueFormKind::kPhrase)) return true;
    const uint32_t i = anchor->cue.begin;
    const uint32_t k = Before(i);
    if (k == begin_) return form.is(CueFormKind::kGerund) && i + 1 < scene_.sentence(s_).token_end;
    const std::string_view prev = view_.str(k - 1);
    if (view_.IsAny(k - 1, Bit(WordClass::kDeterminer) | Bit(WordClass::kPossessive)) && !IsPronounBefore(k - 1))
      return false;
    if (view_.Is(k - 1, WordClass::kNegation) || IsModal(prev) || prev == "Be" || prev == "be") return false;
    if (view_.Is(k - 1, WordClass::kTo)) return false;
    if (form.is(CueFormKind::kParticiple) && IsBe(prev)) {
      anchor->passive = true;
      return true;
    }
    if (IsHave(prev) && form.is(CueFormKind::kParticiple)) {
      uint32_t h = k - 1;
      while (h > begin_ && view_.Is(h - 1, WordClass::kAdverb)) --h;
      return h == begin_ || !(IsModal(view_.str(h - 1)) || view_.Is(h - 1, WordClass::kTo));
    }
    anchor->coordinated =
        prev == "and" || prev == "but" || prev == "or" || prev == "," || prev == "then" || prev == "&";
    if (form.is(CueFormKind::kGerund)) return GerundIsVerb(k - 1);
    if (view_.IsPossessive(k - 1) && !view_.str(k - 1).starts_with("’d")) return false;
    if (view_.Is(k - 1, WordClass::kPreposition) && !form.is(CueFormKind::kPast)) return false;
    if (form.is(CueFormKind::kPast)) return PastIsVerb(anchor, k - 1);
    if (form.is(CueFormKind::kThird)) return ThirdIsVerb(*anchor, k - 1);
    return BaseIsVerb(*anchor, k - 1);
  }

  // "her" and "that" are determiners too; "you say", "this says".
  bool IsPronounBefore(uint32_t i) const {
    return view_.Is(i, WordClass::kSubjectPronoun) || view_.Is(i, WordClass::kThat);
  }

  bool GerundIsVerb(uint32_t prev) const {
    if (view_.IsComma(prev) || view_.Is(prev, WordClass::kConjunction) || IsBe(view_.str(prev))) return true;
    if (view_.Is(prev, WordClass::kPreposition)) {
      const std::string_view w = view_.str(prev);
      return w == "by" || w == "after" || w == "in" || w == "before";
    }
    return scene_.MentionAt(prev) != UINT32_MAX || view_.IsWord(prev);
  }

  bool PastIsVerb(CueAnchor* anchor, uint32_t prev) const {
    const uint32_t next = anchor->cue.end;
    const uint32_t end = scene_.sentence(s_).token_end;
    // "militants accused of", "a plan described as": a participle after its noun.
    if (next < end && (view_.Is(next, WordClass::kOf) || view_.Is(next, WordClass::kBy)) && !view_.IsComma(prev) &&
        !anchor->coordinated) {
      anchor->passive = true;
    }
    if (view_.Is(prev, WordClass::kPreposition)) return false;
    return true;
  }

  // "Russia claims", not "false claims", "media reports".
  bool ThirdIsVerb(const CueAnchor& anchor, uint32_t prev) const {
    const uint32_t i = anchor.cue.begin;
    const uint32_t next = anchor.cue.end;
    const uint32_t end = scene_.sentence(s_).token_end;
    if (anchor.entry->lemma == "say" || anchor.entry->lemma == "tell") return true;
    if (next < end && (view_.Is(next, WordClass::kThat) || view_.token(next).has(Token::kQuoteMark))) return true;
    if (view_.token(prev).has(Token::kQuoteMark) || view_.IsComma(prev)) return true;
    if (next < end && view_.Is(next, WordClass::kOf)) return false;
    const uint32_t m = scene_.MentionAt(prev);
    if (m != UINT32_MAX && scene_.entities.mentions[m].token_end <= next) {
      const Mention& mention = scene_.entities.mentions[m];
      if (mention.kind == MentionKind::kDemonym && !mention.plural)
        return scene_.IsTitle(s_) && view_.words()[prev].casing == Casing::kAllCaps;
      return !mention.plural || view_.IsCapital(prev);
    }
    return view_.IsCapital(prev) || scene_.IsTitle(s_) || view_.Is(prev, WordClass::kConjunction) ||
           view_.Is(prev, WordClass::kSubjectPronoun) || !IsNounToo(i);
  }

  bool IsNounToo(uint32_t i) const {
    return view_.lexicon().offices.nouns().Longest(view_.words(), i).length > 0 || view_.str(i) == "claims" ||
           view_.str(i) == "demands" || view_.str(i) == "calls" || view_.str(i) == "requests" ||
           view_.str(i) == "orders" || view_.str(i) == "offers" || view_.str(i) == "plans" ||
           view_.str(i) == "answers" || view_.str(i) == "questions" || view_.str(i) == "comments" ||
           view_.str(i) == "pledges" || view_.str(i) == "promises" || view_.str(i) == "vows";
  }

  bool BaseIsVerb(const CueAnchor& anchor, uint32_t prev) const {
    if (view_.Is(prev, WordClass::kSubjectPronoun)) return true;
    if (scene_.IsTitle(s_) && view_.IsComma(prev)) return true;
    const uint32_t m = scene_.MentionAt(prev);
    const bool plural_mention = m != UINT32_MAX && scene_.entities.mentions[m].plural;
    if (anchor.entry->lemma == "say") return view_.IsWord(prev) || view_.IsPunct(prev);
    if (plural_mention) return true;
    const uint32_t next = anchor.cue.end;
    const bool that = next < scene_.sentence(s_).token_end && view_.Is(next, WordClass::kThat);
    if (that && view_.str(prev).ends_with("s")) return true;
    // "Germany, France condemn strike"; "EU leaders urge"
    return scene_.IsTitle(s_) && (view_.str(prev).ends_with("s") || view_.IsCapital(prev)) &&
           !IsNounToo(anchor.cue.begin);
  }

  const Scene& scene_;
  const TokenView& view_;
  const CueTable& cues_;
  uint32_t s_;
  uint32_t begin_;
};

}  // namespace

std::vector<CueAnchor> FindCues(const Scene& scene, const CueTable& cues, uint32_t s) {
  return Finder(scene, cues, s).Find();
}

}  // namespace demarche
