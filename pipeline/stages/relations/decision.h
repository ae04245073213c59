// Decision: which relations of a sentence are reported. The pair model weighs each ordered pair of countries with all
// that was seen and proposed; a finding names the frame or the word that carries it. Plain functions, any thread.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/reading.h"
#include "pipeline/stages/relations/clauses.h"
#include "pipeline/stages/relations/pair_features.h"
#include "pipeline/stages/relations/proposals.h"

namespace demarche {

struct Finding {
  uint32_t source = 0, target = 0;              // actors
  uint32_t trigger_begin = 0, trigger_end = 0;  // tokens
  EventType type = EventType::kConsult;
  std::string cameo;
  Modality modality = Modality::kActual;
  Aspect aspect = Aspect::kEvent;
  bool reciprocal = false;
  float confidence = 0;
  std::string rule;
  bool proposed = false;  // a frame says so, the model agrees; else the model alone
};

// Probabilities of the types and of "none" (last).
std::array<float, kPairClasses> Weigh(const PairWeights& weights, const std::vector<PairFeature>& features);

// `pairs` are those of PairsOf; `read` is what the network says of each, empty where none reads. Trigger tokens of
// `read` count from the sentence's first token as those of Clauses do.
std::vector<Finding> Decide(const Clauses& clauses, const Lexicon& lexicon, const std::vector<Proposal>& proposals,
                            const std::vector<Pair>& pairs, const std::vector<PairChances>& read);

}  // namespace demarche
