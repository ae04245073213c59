// WordPieces: the word pieces of a token, as the reader's encoder knows them: folded (lower case, no accents, straight
// marks), split at ASCII punctuation, then the longest known piece first (WordPiece: Schuster and Nakajima 2012, as in
// BERT). Built once from schemas/reading/vocabulary.txt and fold.tsv, whose bytes must outlive it; immutable, any
// thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "pipeline/base/str.h"

namespace demarche {

class WordPieces {
 public:
  static constexpr uint16_t kUnknown = 1, kStart = 2, kEnd = 3;  // lines of vocabulary.txt
  // A token longer than this (an address, a hash) is cut: no word of a sentence needs more.
  static constexpr size_t kMaxPerToken = 12;

  // Errors: InvalidArgument, with the line, where a table is not as its header says.
  static absl::StatusOr<WordPieces> Create(std::string_view vocabulary, std::string_view fold);

  // Appends the pieces of `token` (UTF-8): at least one, at most kMaxPerToken.
  void Append(std::string_view token, std::vector<uint16_t>* out) const;

  size_t size() const { return size_; }

 private:
  void AppendWord(std::string_view word, size_t limit, std::vector<uint16_t>* out) const;
  std::string Fold(std::string_view token) const;

  absl::flat_hash_map<std::string_view, uint16_t, StringHash, StringEq> starts_, continuations_;
  absl::flat_hash_map<char32_t, std::string_view> fold_;
  size_t longest_ = 0;  // bytes of the longest piece
  size_t size_ = 0;
};

}  // namespace demarche
