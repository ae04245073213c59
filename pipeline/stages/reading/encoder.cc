// See encoder.h.
#include "pipeline/stages/reading/encoder.h"

#include <algorithm>

#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche {

absl::StatusOr<Encoder> Encoder::Load(const Weights& weights) {
  Encoder out;
  const NetworkShape& s = out.shape_ = weights.shape();
  if (s.width % 16 != 0 || s.inner % 16 != 0 || s.width != s.heads * kHeadWidth)
    return absl::InvalidArgumentError("reader weights: a width that the kernels cannot compute");
  DEMARCHE_ASSIGN_OR_RETURN(out.pieces_, weights.Bytes("pieces", s.vocabulary, s.width));
  DEMARCHE_ASSIGN_OR_RETURN(out.piece_scale_, weights.Floats("pieces.scale", 1, s.vocabulary));
  DEMARCHE_ASSIGN_OR_RETURN(out.positions_, weights.Bytes("positions", s.positions, s.width));
  DEMARCHE_ASSIGN_OR_RETURN(out.position_scale_, weights.Floats("positions.scale", 1, s.positions));
  const std::pair<const char*, size_t> features[] = {{"shape", 6}, {"quote", 2}, {"title", 2}, {"paragraph", 2}};
  for (size_t i = 0; i < 4; ++i) {
    DEMARCHE_ASSIGN_OR_RETURN(out.features_[i], weights.Floats(features[i].first, features[i].second, s.width));
  }
  DEMARCHE_ASSIGN_OR_RETURN(out.gain_, weights.Floats("embedding.gain", 1, s.width));
  DEMARCHE_ASSIGN_OR_RETURN(out.bias_, weights.Floats("embedding.bias", 1, s.width));
  for (uint32_t l = 0; l < s.layers; ++l) {
    const auto name = [&](const char* part) { return fmt::format("layer{}.{}", l, part); };
    const auto linear = [&](const char* part, size_t outputs, size_t inputs) {
      const std::string names[] = {name(part)}, biases[] = {name(part) + ".bias"};
      return Linear::Load(weights, names, biases, outputs, inputs);
    };
    Layer layer;
    DEMARCHE_ASSIGN_OR_RETURN(layer.qkv, linear("qkv", size_t{3} * s.width, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.projection, linear("projection", s.width, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.inner, linear("inner", s.inner, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.outer, linear("outer", s.width, s.inner));
    DEMARCHE_ASSIGN_OR_RETURN(layer.attention_gain, weights.Floats(name("attention.gain"), 1, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.attention_bias, weights.Floats(name("attention.bias"), 1, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.gain, weights.Floats(name("gain"), 1, s.width));
    DEMARCHE_ASSIGN_OR_RETURN(layer.bias, weights.Floats(name("bias"), 1, s.width));
    out.layers_.push_back(std::move(layer));
  }
  return out;
}

void Encoder::Embed(const Kernels& kernels, const Window& window, std::vector<float>* x) const {
  const size_t width = shape_.width;
  const size_t length = window.pieces.size() + 2;
  x->resize(length * width);
  size_t token = 0;
  for (size_t i = 0; i < length; ++i) {
    const bool inside = i > 0 && i + 1 < length;
    const uint16_t piece = i == 0 ? WordPieces::kStart : inside ? window.pieces[i - 1] : WordPieces::kEnd;
    float* row = x->data() + i * width;
    const int8_t* bytes = pieces_.data() + piece * width;
    const int8_t* place = positions_.data() + i * width;
    for (size_t d = 0; d < width; ++d)
      row[d] = static_cast<float>(bytes[d]) * piece_scale_[piece] + static_cast<float>(place[d]) * position_scale_[i];
    if (!inside) continue;
    while (token + 1 < window.first.size() && window.first[token + 1] <= i - 1) ++token;
    const TokenFeatures& f = window.features[token];
    const uint8_t values[] = {f.shape, f.in_quote, f.title, f.paragraph_start};
    for (size_t k = 0; k < 4; ++k) kernels.add(row, features_[k].data() + values[k] * width, width);
  }
  kernels.normalize(x->data(), length, width, gain_.data(), bias_.data());
}

void Encoder::Encode(const Kernels& kernels, const Window& window, EncoderScratch* scratch,
                     std::vector<float>* tokens) const {
  const size_t width = shape_.width;
  const size_t length = window.pieces.size() + 2;
  std::vector<float>& x = scratch->x;
  Embed(kernels, window, &x);
  scratch->mixed.resize(length * 3 * width);  // rows as far apart as those of qkv
  scratch->attention.resize(AttentionScratch(length));
  for (const Layer& layer : layers_) {
    QuantizeRows(kernels, x.data(), length, width, &scratch->rows);
    layer.qkv.Apply(kernels, scratch->rows, &scratch->qkv);
    for (size_t h = 0; h < shape_.heads; ++h) {
      const float* q = scratch->qkv.data() + h * kHeadWidth;
      kernels.attend(q, q + width, q + 2 * width, length, 3 * width, scratch->mixed.data() + h * kHeadWidth,
                     scratch->attention.data());
    }
    for (size_t i = 1; i < length; ++i)
      std::copy_n(scratch->mixed.data() + i * 3 * width, width, scratch->mixed.data() + i * width);
    QuantizeRows(kernels, scratch->mixed.data(), length, width, &scratch->rows);
    layer.projection.Apply(kernels, scratch->rows, &scratch->projected);
    kernels.add(x.data(), scratch->projected.data(), length * width);
    kernels.normalize(x.data(), length, width, layer.attention_gain.data(), layer.attention_bias.data());

    QuantizeRows(kernels, x.data(), length, width, &scratch->rows);
    layer.inner.Apply(kernels, scratch->rows, &scratch->inner);
    kernels.gelu(scratch->inner.data(), length * shape_.inner);
    QuantizeRows(kernels, scratch->inner.data(), length, shape_.inner, &scratch->rows);
    layer.outer.Apply(kernels, scratch->rows, &scratch->projected);
    kernels.add(x.data(), scratch->projected.data(), length * width);
    kernels.normalize(x.data(), length, width, layer.gain.data(), layer.bias.data());
  }
  tokens->resize(window.first.size() * width);
  for (size_t t = 0; t < window.first.size(); ++t)
    std::copy_n(x.data() + (size_t{window.first[t]} + 1) * width, width, tokens->data() + t * width);
}

}  // namespace demarche
