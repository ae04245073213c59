// Multinomial logistic regression over sparse binary features, trained by AdaGrad (Duchi, Hazan, Singer 2011) with a
// fixed order of examples drawn from a seed: the same input gives the same weights. One thread.
#pragma once
#include <cstdint>
#include <vector>

#include "pipeline/lexicon/pair_weights.h"

namespace demarche::train {

struct Example {
  std::vector<uint32_t> features;
  int label = kNoRelation;
  float weight = 1;
  uint32_t item = 0;
};

struct TrainOptions {
  int epochs = 8;
  float rate = 0.15F;
  float decay = 2e-6F;  // L2, on the weights that an example touches
  uint32_t seed = 7;
};

// One row of weights for each feature number below `features`.
std::vector<PairWeights::Row> Train(const std::vector<const Example*>& examples, uint32_t features,
                                    const TrainOptions& options);

}  // namespace demarche::train
