// See linear_model.h.
#include "pipeline/stages/relations/train/linear_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

namespace demarche::train {

std::vector<PairWeights::Row> Train(const std::vector<const Example*>& examples, uint32_t features,
                                    const TrainOptions& options) {
  std::vector<PairWeights::Row> weights(features);
  std::vector<PairWeights::Row> squares(features);
  std::vector<const Example*> order = examples;
  std::mt19937 random(options.seed);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    std::shuffle(order.begin(), order.end(), random);
    for (const Example* example : order) {
      std::array<float, kPairClasses> score{};
      for (const uint32_t f : example->features) {
        for (size_t c = 0; c < kPairClasses; ++c) score[c] += weights[f][c];
      }
      const float top = *std::max_element(score.begin(), score.end());
      float sum = 0;
      for (float& s : score) sum += s = std::exp(s - top);
      for (size_t c = 0; c < kPairClasses; ++c) {
        const float error = (score[c] / sum - (static_cast<int>(c) == example->label ? 1.0F : 0.0F)) * example->weight;
        if (std::abs(error) < 1e-4F) continue;
        for (const uint32_t f : example->features) {
          squares[f][c] += error * error;
          const float rate = options.rate / (std::sqrt(squares[f][c]) + 1e-3F);
          const float moved = weights[f][c] - rate * error;
          weights[f][c] = std::copysign(std::max(0.0F, std::abs(moved) - rate * options.sparsity), moved);
        }
      }
    }
  }
  return weights;
}

}  // namespace demarche::train
