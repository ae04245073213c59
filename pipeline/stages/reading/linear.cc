// See linear.h.
#include "pipeline/stages/reading/linear.h"

#include <string>

#include "pipeline/base/status_macros.h"

namespace demarche {

absl::StatusOr<Linear> Linear::Load(const Weights& weights, std::span<const std::string> names,
                                    std::span<const std::string> biases, size_t outputs_each, size_t inputs) {
  Linear out;
  out.inputs_ = inputs;
  const size_t outputs = outputs_each * names.size();
  out.outputs_ = (outputs + 15) / 16 * 16;
  out.packed_.assign(out.outputs_ * inputs, 0);
  out.scale_.assign(out.outputs_, 0);
  out.bias_.assign(out.outputs_, 0);
  out.sum128_.assign(out.outputs_, 0);
  for (size_t part = 0; part < names.size(); ++part) {
    DEMARCHE_ASSIGN_OR_RETURN(const auto bytes, weights.Bytes(names[part], outputs_each, inputs));
    DEMARCHE_ASSIGN_OR_RETURN(const auto scale, weights.Floats(names[part] + ".scale", 1, outputs_each));
    std::span<const float> bias;
    if (!biases[part].empty()) {
      DEMARCHE_ASSIGN_OR_RETURN(bias, weights.Floats(biases[part], 1, outputs_each));
    }
    for (size_t row = 0; row < outputs_each; ++row) {
      const size_t o = part * outputs_each + row;
      int8_t* block = out.packed_.data() + o / 16 * 16 * inputs;
      for (size_t i = 0; i < inputs; ++i) {
        const int8_t w = bytes[row * inputs + i];
        block[i / 4 * 64 + o % 16 * 4 + i % 4] = w;
        out.sum128_[o] += 128 * w;
      }
      out.scale_[o] = scale[row];
      if (!bias.empty()) out.bias_[o] = bias[row];
    }
  }
  return out;
}

PackedMatrix Linear::matrix() const {
  return {packed_.data(), scale_.data(), sum128_.data(), bias_.data(), inputs_, outputs_};
}

void Linear::Apply(const Kernels& kernels, const QuantizedRows& rows, std::vector<float>* out) const {
  out->resize(rows.count * outputs_);
  kernels.multiply(rows.bytes.data(), rows.scale.data(), rows.count, matrix(), out->data());
}

void Linear::ApplyRow(const Kernels& kernels, const QuantizedRows& rows, size_t row, float* out) const {
  kernels.multiply(rows.bytes.data() + row * inputs_, rows.scale.data() + row, 1, matrix(), out);
}

void QuantizeRows(const Kernels& kernels, const float* rows, size_t count, size_t width, QuantizedRows* out) {
  out->count = count;
  out->bytes.resize(count * width);
  out->scale.resize(count);
  kernels.quantize(rows, count, width, out->bytes.data(), out->scale.data());
}

}  // namespace demarche
