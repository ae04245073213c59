// Closed classes of English words (schemas/lexicon/clause_words.tsv) and polarity of words (polarity.tsv). Written by
// Parse, then immutable: any thread may read.
#pragma once
#include <cstdint>
#include <string_view>

#include "pipeline/base/diagnostic.h"
#include "pipeline/base/str.h"

namespace demarche {

enum ClauseWordBit : uint32_t {
  kPreposition = 1 << 0,
  kDeterminer = 1 << 1,
  kBe = 1 << 2,
  kHave = 1 << 3,
  kDo = 1 << 4,
  kModal = 1 << 5,
  kNegation = 1 << 6,
  kAdverb = 1 << 7,
  kCoordinator = 1 << 8,
  kSubordinator = 1 << 9,
  kRelative = 1 << 10,
  kPronounWord = 1 << 11,
  kLightVerb = 1 << 12,   // adds nothing to the noun that it governs: "launched an attack"
  kCommonVerb = 1 << 13,  // a form that is nearly always a verb
};

class ClauseWords {
 public:
  static ClauseWords Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics);
  uint32_t Find(std::string_view folded) const;  // ClauseWordBit bits; 0 if the word is in no class

 private:
  StringMap<uint32_t> classes_;
};

class PolarityTable {
 public:
  static PolarityTable Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics);
  int Find(std::string_view folded) const;  // -2..2; 0 if the table lacks the word

 private:
  StringMap<int> weights_;
};

}  // namespace demarche
