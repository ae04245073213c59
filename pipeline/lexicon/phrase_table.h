// PhraseTable: finds the longest phrase of a table that starts at a token. A trie over word numbers in one hash map;
// one step a token, so a scan over a text is linear (phrases have at most kMaxPhraseWords words). Written by the
// loader, then immutable: any thread may read.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "pipeline/lexicon/vocabulary.h"

namespace demarche {

inline constexpr size_t kMaxPhraseWords = 16;

class PhraseTable {
 public:
  struct Match {
    uint32_t length = 0;  // in tokens; 0 = nothing starts here
    uint32_t value = 0;   // of the first row that has this phrase
    uint32_t count = 0;   // how many rows have it
    uint32_t node = 0;
  };

  // False if `words` is empty or longer than kMaxPhraseWords. Each word must have at least the casing given with it.
  bool Add(std::span<const LexWord> words, uint32_t value);

  // The longest phrase at words[at]; earlier rows first among equals.
  Match Longest(std::span<const LexWord> words, size_t at) const;

  // The values of all rows whose phrase ends where `match` ends and whose casing fits `words`.
  void Values(const Match& match, std::span<const LexWord> words, size_t at, std::vector<uint32_t>* out) const;

  size_t size() const { return rows_; }

 private:
  struct Row {
    uint32_t casing = 0;  // two bits a word
    uint32_t value = 0;
  };
  static bool Fits(uint32_t casing, std::span<const LexWord> words, size_t at, uint32_t length);

  absl::flat_hash_map<uint64_t, uint32_t> steps_;  // (node << 32 | word) -> node
  std::vector<std::vector<Row>> nodes_ = {{}};     // node 0 is the root
  std::vector<bool> starts_;                       // by word: some phrase starts with it
  size_t rows_ = 0;
};

}  // namespace demarche
