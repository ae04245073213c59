// Capitals: which capitalised words are names. A headline in Title Case and a sentence's first word tell nothing; words
// that stand capitalised inside a sentence do. English. Built once a document, linear; a view must outlive it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "pipeline/lexicon/token_view.h"

namespace demarche {

// Words that end a noun phrase: prepositions, auxiliaries, pronouns, ...
inline constexpr uint64_t kPhraseStops =
    Bit(WordClass::kPreposition) | Bit(WordClass::kAuxiliary) | Bit(WordClass::kConjunction) |
    Bit(WordClass::kSubordinator) | Bit(WordClass::kSubjectPronoun) | Bit(WordClass::kObjectPronoun) |
    Bit(WordClass::kDeterminer) | Bit(WordClass::kNegation) | Bit(WordClass::kFinite) | Bit(WordClass::kAdverb) |
    Bit(WordClass::kMonth) | Bit(WordClass::kWeekday) | Bit(WordClass::kTo) | Bit(WordClass::kReflexive);

class Capitals {
 public:
  // `country_at[i]`: token `i` starts a country form, which is no name.
  Capitals(const TokenView& view, const std::vector<bool>& country_at);

  // The end of the name that starts at `i`, at most `limit`; `i` where none does.
  uint32_t NameEnd(uint32_t i, uint32_t limit) const;

  // Token `i` may be a word of a name.
  bool CanBeName(uint32_t i, uint32_t limit) const;

  // The word stands as a name inside some sentence.
  bool IsKnownName(uint32_t i) const { return names_.contains(view_.str(i)); }
  bool InTitleCase(uint32_t i) const { return title_case_[i]; }

 private:
  void MarkTitleCase();
  void CollectNames();
  bool OpensSentence(uint32_t i) const;
  bool CanOpenName(uint32_t i, uint32_t limit) const;
  bool IsParticle(uint32_t i) const { return view_.Is(i, WordClass::kNameParticle); }

  const TokenView& view_;
  const std::vector<bool>& country_at_;
  std::vector<bool> title_case_;
  absl::flat_hash_set<std::string_view> names_;  // as written
  absl::flat_hash_set<std::string> lower_;       // words that the text also writes small, with a small first letter
};

}  // namespace demarche
