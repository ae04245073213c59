// See heads.h.
#include "pipeline/stages/reading/heads.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <utility>

#include "pipeline/base/status_macros.h"

namespace demarche {
namespace {

// As in train/network.py.
constexpr size_t kAsk = 96;    // width of a biaffine question
constexpr size_t kPair = 160;  // hidden layer of the pair head
constexpr int kNear = 40;      // distances are clipped here
constexpr size_t kPairTypes = kEventTypes + 1;

size_t NearRow(int64_t distance) { return static_cast<size_t>(std::clamp<int64_t>(distance, -kNear, kNear) + kNear); }

// In place, over the first `n`.
void Softmax(float* values, size_t n) {
  const float top = *std::max_element(values, values + n);
  float sum = 0;
  for (size_t i = 0; i < n; ++i) sum += values[i] = std::exp(values[i] - top);
  for (size_t i = 0; i < n; ++i) values[i] /= sum;
}

float Dot(const float* a, const float* b, size_t n) {
  float sum = 0;
  for (size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

absl::StatusOr<Heads> Heads::Load(const Weights& weights) {
  Heads out;
  const size_t width = out.width_ = weights.shape().width;
  const auto load = [&](std::string name, size_t outputs, size_t inputs, bool bias) {
    const std::string names[] = {std::move(name)}, biases[] = {bias ? names[0] + ".bias" : std::string()};
    return Linear::Load(weights, names, biases, outputs, inputs);
  };
  DEMARCHE_ASSIGN_OR_RETURN(out.hidden_, load("hidden", width, width, true));
  DEMARCHE_ASSIGN_OR_RETURN(out.anchor_, load("anchor", 3, width, true));
  DEMARCHE_ASSIGN_OR_RETURN(out.span_query_, load("span_query", kSpanRoles * kAsk, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.span_key_, load("span_key", kSpanRoles * kAsk, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.span_linear_, load("span_linear", kSpanRoles, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.span_near_, weights.Floats("span_near", 2 * kNear + 1, kSpanRoles));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_source_, load("pair_source", kPair, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_target_, load("pair_target", kPair, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_ask_source_, load("pair_ask_source", kAsk, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_ask_target_, load("pair_ask_target", kAsk, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_key_, load("pair_key", kAsk, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_value_, load("pair_value", kPair, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_top_, load("pair_top", kPair, width, false));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_type_, load("pair_type", kPairTypes, kPair, true));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_modality_, load("pair_modality", 5, kPair, true));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_near_, weights.Floats("pair_near", 2 * kNear + 1, kPair));
  DEMARCHE_ASSIGN_OR_RETURN(out.pair_bias_, weights.Floats("pair_bias", 1, kPair));
  return out;
}

void Heads::ReadSpeech(const Kernels& kernels, std::vector<float> tokens, float floor, WindowVectors* out,
                       std::vector<float>* speech, std::vector<SpeechAnchor>* anchors) const {
  const size_t count = tokens.size() / width_;
  std::vector<float> buffer;
  QuantizeRows(kernels, tokens.data(), count, width_, &out->rows);
  hidden_.Apply(kernels, out->rows, &buffer);
  kernels.gelu(buffer.data(), buffer.size());
  kernels.add(tokens.data(), buffer.data(), tokens.size());
  QuantizeRows(kernels, tokens.data(), count, width_, &out->rows);

  anchor_.Apply(kernels, out->rows, &buffer);
  std::vector<SpeechAnchor> found;
  for (size_t t = 0; t < count; ++t) {
    float* chance = buffer.data() + t * anchor_.outputs();
    Softmax(chance, 3);
    speech->push_back(1 - chance[0]);
    if (1 - chance[0] < floor) continue;
    found.push_back({out->token_begin + static_cast<uint32_t>(t), 1 - chance[0], chance[1], out->token_begin, {}});
  }
  if (found.empty()) return;

  std::vector<float> keys, linear;
  std::vector<float> query(span_query_.outputs());
  span_key_.Apply(kernels, out->rows, &keys);
  span_linear_.Apply(kernels, out->rows, &linear);
  const float factor = 1 / std::sqrt(static_cast<float>(kAsk));
  for (SpeechAnchor& anchor : found) {
    const size_t at = anchor.token - out->token_begin;
    span_query_.ApplyRow(kernels, out->rows, at, query.data());
    anchor.roles.resize(count);
    for (size_t t = 0; t < count; ++t) {
      const float* near = span_near_.data() + NearRow(static_cast<int64_t>(t) - static_cast<int64_t>(at)) * kSpanRoles;
      for (size_t c = 0; c < kSpanRoles; ++c) {
        anchor.roles[t][c] =
            Dot(query.data() + c * kAsk, keys.data() + t * span_key_.outputs() + c * kAsk, kAsk) * factor +
            linear[t * span_linear_.outputs() + c] + near[c];
      }
      Softmax(anchor.roles[t].data(), kSpanRoles);
    }
    anchors->push_back(std::move(anchor));
  }
}

std::vector<PairChances> Heads::ReadPairs(const Kernels& kernels, const WindowVectors& window, uint32_t begin,
                                          uint32_t end, std::span<const TokenPair> pairs) const {
  QuantizedRows rows;
  rows.count = end - begin;
  const size_t skip = begin - window.token_begin;
  rows.bytes.assign(window.rows.bytes.begin() + static_cast<std::ptrdiff_t>(skip * width_),
                    window.rows.bytes.begin() + static_cast<std::ptrdiff_t>((skip + rows.count) * width_));
  rows.scale.assign(window.rows.scale.begin() + static_cast<std::ptrdiff_t>(skip),
                    window.rows.scale.begin() + static_cast<std::ptrdiff_t>(skip + rows.count));
  std::vector<float> keys, values, tops, top(kPair, -1e4F);
  pair_key_.Apply(kernels, rows, &keys);
  pair_value_.Apply(kernels, rows, &values);
  pair_top_.Apply(kernels, rows, &tops);
  for (size_t t = 0; t < rows.count; ++t) {
    for (size_t d = 0; d < kPair; ++d) top[d] = std::max(top[d], tops[t * kPair + d]);
  }
  std::vector<PairChances> out;
  std::vector<float> ask(kAsk), second(kPair), hidden(kPair), look(rows.count);
  QuantizedRows quantized;
  std::vector<float> logits;
  for (const TokenPair& pair : pairs) {
    const size_t s = pair.source - begin, t = pair.target - begin;
    pair_ask_source_.ApplyRow(kernels, rows, s, ask.data());
    pair_ask_target_.ApplyRow(kernels, rows, t, second.data());
    kernels.add(ask.data(), second.data(), kAsk);
    for (size_t i = 0; i < rows.count; ++i)
      look[i] = Dot(ask.data(), keys.data() + i * kAsk, kAsk) / std::sqrt(static_cast<float>(kAsk));
    PairChances chances;
    chances.trigger = begin + static_cast<uint32_t>(std::max_element(look.begin(), look.end()) - look.begin());
    Softmax(look.data(), look.size());

    pair_source_.ApplyRow(kernels, rows, s, hidden.data());
    pair_target_.ApplyRow(kernels, rows, t, second.data());
    kernels.add(hidden.data(), second.data(), kPair);
    for (size_t i = 0; i < rows.count; ++i) {
      for (size_t d = 0; d < kPair; ++d) hidden[d] += look[i] * values[i * kPair + d];
    }
    kernels.add(hidden.data(), top.data(), kPair);
    const size_t near = NearRow(static_cast<int64_t>(t) - static_cast<int64_t>(s));
    kernels.add(hidden.data(), pair_near_.data() + near * kPair, kPair);
    kernels.add(hidden.data(), pair_bias_.data(), kPair);
    kernels.gelu(hidden.data(), kPair);
    QuantizeRows(kernels, hidden.data(), 1, kPair, &quantized);
    pair_type_.Apply(kernels, quantized, &logits);
    Softmax(logits.data(), kPairTypes);
    // The network's class 0 is none, then the types in order.
    chances.type[kEventTypes] = logits[0];
    std::copy_n(logits.begin() + 1, kEventTypes, chances.type.begin());
    pair_modality_.Apply(kernels, quantized, &logits);
    Softmax(logits.data(), chances.modality.size());
    std::copy_n(logits.begin(), chances.modality.size(), chances.modality.begin());
    out.push_back(chances);
  }
  return out;
}

}  // namespace demarche
