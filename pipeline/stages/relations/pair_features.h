// Features of one ordered pair of countries in a sentence for the linear model (pipeline/lexicon/pair_weights.h): words
// around and between the two, how they stand to frames' words, what the frames propose. Countries themselves are no
// features: what holds for one pair of countries should hold for another. Plain functions, any thread; at most a few
// hundred features a pair.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/stages/relations/clauses.h"
#include "pipeline/stages/relations/proposals.h"

namespace demarche {

struct PairFeature {
  uint64_t hash = 0;
  int32_t token = -1;  // the token that it speaks of; -1 = none
};

struct Pair {
  uint32_t source = 0, target = 0;  // actors
  bool title = false;
};

// `names`, where given, gets the readable feature for each one of the result.
std::vector<PairFeature> PairFeatures(const Clauses& clauses, const FrameTable& frames,
                                      const std::vector<Proposal>& proposals, const Pair& pair,
                                      std::vector<std::string>* names);

// The ordered pairs of distinct countries: for each the two actors that a proposal joins, else the two nearest.
std::vector<Pair> PairsOf(const Clauses& clauses, const std::vector<Proposal>& proposals, bool title);

}  // namespace demarche
