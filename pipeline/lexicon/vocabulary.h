// Vocabulary: numbers for the words that the lexicon's tables know, so that phrases are compared by number. Words are
// folded (lower case, straight apostrophes). Written by the loader, then immutable: any thread may read.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/str.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

using WordId = uint32_t;
inline constexpr WordId kUnknownWord = 0;

// Appends `word` in lower case to `out`: ASCII, Latin-1 and Latin Extended-A letters; curly apostrophes become
// straight.
void FoldWord(std::string_view word, std::string* out);

// How a word is capitalised; in a table's form it is the least that the text must have.
enum class Casing : uint8_t { kLower = 0, kCapital = 1, kAllCaps = 2 };
Casing CasingOf(std::string_view word);

// One token as the lexicon sees it.
struct LexWord {
  WordId id = kUnknownWord;
  Casing casing = Casing::kLower;
};

class Vocabulary {
 public:
  Vocabulary() { Intern(""); }
  WordId Intern(std::string_view folded);
  WordId Find(std::string_view folded) const;  // kUnknownWord where no table has it
  std::string_view word(WordId id) const { return words_[id]; }
  size_t size() const { return words_.size(); }

  // The words of a table's form, cut as the segmenter cuts text, with the least casing that a text must have.
  std::vector<LexWord> InternForm(std::string_view form);

  // One LexWord for each token of `segments`, in order. Linear.
  std::vector<LexWord> Look(const Text& text, std::span<const Token> tokens) const;

 private:
  StringMap<WordId> ids_;
  std::vector<std::string> words_;
};

// The words of a table's form, cut as the segmenter cuts text: at spaces, around hyphens and slashes, before "'s".
std::vector<std::string_view> FormWords(std::string_view form);

}  // namespace demarche
