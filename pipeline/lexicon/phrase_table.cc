// The trie behind PhraseTable: one hash map of (node, word) steps.
#include "pipeline/lexicon/phrase_table.h"

namespace demarche {

bool PhraseTable::Add(std::span<const LexWord> words, uint32_t value) {
  if (words.empty() || words.size() > kMaxPhraseWords) return false;
  uint32_t node = 0;
  uint32_t casing = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    casing |= static_cast<uint32_t>(words[i].casing) << (2 * i);
    const uint64_t key = uint64_t{node} << 32 | words[i].id;
    const auto [at, added] = steps_.try_emplace(key, static_cast<uint32_t>(nodes_.size()));
    if (added) nodes_.emplace_back();
    node = at->second;
  }
  nodes_[node].push_back({casing, value});
  if (starts_.size() <= words[0].id) starts_.resize(words[0].id + 1);
  starts_[words[0].id] = true;
  ++rows_;
  return true;
}

bool PhraseTable::Fits(uint32_t casing, std::span<const LexWord> words, size_t at, uint32_t length) {
  for (uint32_t i = 0; i < length; ++i) {
    if (static_cast<uint32_t>(words[at + i].casing) < (casing >> (2 * i) & 3)) return false;
  }
  return true;
}

PhraseTable::Match PhraseTable::Longest(std::span<const LexWord> words, size_t at) const {
  Match best;
  const WordId first = words[at].id;
  if (first >= starts_.size() || !starts_[first]) return best;
  uint32_t node = 0;
  for (size_t i = at; i < words.size() && words[i].id != kUnknownWord; ++i) {
    const auto next = steps_.find(uint64_t{node} << 32 | words[i].id);
    if (next == steps_.end()) break;
    node = next->second;
    const auto length = static_cast<uint32_t>(i + 1 - at);
    uint32_t count = 0;
    uint32_t value = 0;
    for (const Row& row : nodes_[node]) {
      if (!Fits(row.casing, words, at, length)) continue;
      if (count == 0) value = row.value;
      ++count;
    }
    if (count > 0) best = {length, value, count, node};
  }
  return best;
}

void PhraseTable::Values(const Match& match, std::span<const LexWord> words, size_t at,
                         std::vector<uint32_t>* out) const {
  out->clear();
  if (match.length == 0) return;
  for (const Row& row : nodes_[match.node]) {
    if (Fits(row.casing, words, at, match.length)) out->push_back(row.value);
  }
}

}  // namespace demarche
