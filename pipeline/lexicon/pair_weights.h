// PairWeights: a linear model over ordered pairs of countries in a sentence: for each feature, what it says for each
// event type and for "no relation". schemas/lexicon/relation_weights.tsv, written by stages/relations/train. Written by
// Parse, then immutable: any thread may read.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "pipeline/base/diagnostic.h"
#include "pipeline/model/event_type.h"

namespace demarche {

inline constexpr int kPairClasses = kEventTypes + 1;
inline constexpr int kNoRelation = kEventTypes;  // the last class

// 64-bit FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/: features are hashed piece by piece, never put together.
class FeatureHash {
 public:
  FeatureHash& Add(std::string_view piece) {
    for (const char c : piece) hash_ = (hash_ ^ static_cast<uint8_t>(c)) * 0x100000001B3ULL;
    return *this;
  }
  uint64_t value() const { return hash_; }

 private:
  uint64_t hash_ = 0xCBF29CE484222325ULL;
};

class PairWeights {
 public:
  using Row = std::array<float, kPairClasses>;
  static PairWeights Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics);
  const Row* Find(uint64_t feature) const {
    const auto at = rows_.find(feature);
    return at == rows_.end() ? nullptr : &at->second;
  }
  void Set(uint64_t feature, const Row& row) { rows_[feature] = row; }
  void SetThreshold(float threshold) { threshold_ = threshold; }
  bool empty() const { return rows_.empty(); }
  float threshold() const { return threshold_; }  // a relation is reported from this probability on

 private:
  absl::flat_hash_map<uint64_t, Row> rows_;
  float threshold_ = 0.5F;
};

}  // namespace demarche
