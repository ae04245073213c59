// Linear: one matrix of the network with its bias, packed for the kernels. Immutable after Load; any thread.
#pragma once
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/stages/reading/kernels.h"
#include "pipeline/stages/reading/weights.h"

namespace demarche {

// Rows of activations in 8 bits, ready for any number of matrices of the same input width.
struct QuantizedRows {
  std::vector<uint8_t> bytes;
  std::vector<float> scale;
  size_t count = 0;
};

class Linear {
 public:
  // The tensors `names` (outputs by inputs, with ".scale") one below the other; the bias of each is the tensor of the
  // name in `biases`, "" = none. The outputs are padded to a multiple of 16 with rows that give 0.
  static absl::StatusOr<Linear> Load(const Weights& weights, std::span<const std::string> names,
                                     std::span<const std::string> biases, size_t outputs_each, size_t inputs);

  // Row-major, `outputs()` a row.
  void Apply(const Kernels& kernels, const QuantizedRows& rows, std::vector<float>* out) const;
  // One row of them.
  void ApplyRow(const Kernels& kernels, const QuantizedRows& rows, size_t row, float* out) const;

  size_t outputs() const { return outputs_; }

 private:
  PackedMatrix matrix() const;

  std::vector<int8_t> packed_;
  std::vector<float> scale_, bias_;
  std::vector<int32_t> sum128_;
  size_t inputs_ = 0, outputs_ = 0;
};

// Fills `out` from rows of `width` floats.
void QuantizeRows(const Kernels& kernels, const float* rows, size_t count, size_t width, QuantizedRows* out);

}  // namespace demarche
