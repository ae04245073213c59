// Multinomial logistic regression over sparse binary features, trained by proximal AdaGrad (Duchi, Hazan, Singer 2011:
// composite mirror descent with L1) with a fixed order of examples drawn from a seed: the same input gives the same
// weights. One thread.
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
  int epochs = 5;
  float rate = 0.05F;
  float sparsity = 0.015F;  // L1, on the weights that an example touches; drives most of them to zero
  uint32_t seed = 7;
};

// One row of weights for each feature number below `features`.
std::vector<PairWeights::Row> Train(const std::vector<const Example*>& examples, uint32_t features,
                                    const TrainOptions& options);

}  // namespace demarche::train
