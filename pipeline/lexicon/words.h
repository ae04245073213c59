// WordClasses: closed classes of words (words_en.tsv): determiners, prepositions, pronouns, titles, ... One word may be
// in several. Immutable after loading; any thread may read.
#pragma once
#include <cstdint>
#include <vector>

#include "pipeline/lexicon/tsv.h"
#include "pipeline/lexicon/vocabulary.h"

namespace demarche {

enum class WordClass : uint8_t {
  kDeterminer,
  kNumber,
  kPreposition,
  kSubjectPronoun,
  kObjectPronoun,
  kPossessive,
  kMale,
  kFemale,
  kPlural,
  kReflexive,
  kAuxiliary,
  kNegation,
  kConjunction,
  kSubordinator,
  kWh,
  kMonth,
  kWeekday,
  kTime,
  kAdverb,
  kTitle,
  kFinite,
  kThat,
  kTo,
  kOf,
  kBy,
  kFor,
  kAs,
  kContrast,
  kAnaphoric,
  kModifier,
  kNameParticle,  // van, de, al: inside a person's name
  kBodyWord,      // Inc, University, Ministry: the last word of a body's name
  kCredit,        // AP, Photo: who made the picture or the page, before a name that stands behind it by chance
};
inline constexpr int kWordClasses = 33;

class WordClasses {
 public:
  void Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics);
  bool Is(WordId word, WordClass c) const { return (Bits(word) >> static_cast<int>(c) & 1) != 0; }
  bool Any(WordId word, uint64_t classes) const { return (Bits(word) & classes) != 0; }
  uint64_t Bits(WordId word) const { return word < bits_.size() ? bits_[word] : 0; }

 private:
  std::vector<uint64_t> bits_;  // by word
};

constexpr uint64_t Bit(WordClass c) { return uint64_t{1} << static_cast<int>(c); }

}  // namespace demarche
