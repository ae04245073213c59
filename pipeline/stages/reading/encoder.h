// Encoder: a vector for every token of a window, in its context: BERT's transformer (Devlin et al. 2019) in 8 bits,
// over word pieces and the token features. Immutable; any thread, each with its own EncoderScratch.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/stages/reading/kernels.h"
#include "pipeline/stages/reading/linear.h"
#include "pipeline/stages/reading/weights.h"
#include "pipeline/stages/reading/windows.h"

namespace demarche {

// Memory that one thread's calls share.
struct EncoderScratch {
  std::vector<float> x, qkv, mixed, projected, inner, attention;
  QuantizedRows rows;
};

class Encoder {
 public:
  static absl::StatusOr<Encoder> Load(const Weights& weights);

  // Fills `tokens`: for each token of the window the vector of its first piece, `width()` floats.
  void Encode(const Kernels& kernels, const Window& window, EncoderScratch* scratch, std::vector<float>* tokens) const;

  size_t width() const { return shape_.width; }

 private:
  struct Layer {
    Linear qkv, projection, inner, outer;
    std::span<const float> attention_gain, attention_bias, gain, bias;
  };
  void Embed(const Kernels& kernels, const Window& window, std::vector<float>* x) const;

  NetworkShape shape_;
  std::span<const int8_t> pieces_, positions_;
  std::span<const float> piece_scale_, position_scale_, features_[4], gain_, bias_;
  std::vector<Layer> layers_;
};

}  // namespace demarche
