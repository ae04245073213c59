// Heads: what the vectors of a window answer: which tokens report speech, what each of these asks of every token, and
// what one actor does to another. The twin of network.py in train/. Immutable; any thread.
#pragma once
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/model/reading.h"
#include "pipeline/stages/reading/linear.h"
#include "pipeline/stages/reading/weights.h"

namespace demarche {

// What is kept of a window once it is read.
struct WindowVectors {
  uint32_t token_begin = 0, token_end = 0;
  QuantizedRows rows;  // one a token
};

class Heads {
 public:
  static absl::StatusOr<Heads> Load(const Weights& weights);

  // `tokens` are the encoder's vectors of the window. Sets `out->rows` and appends to `speech` each token's chance to
  // be an anchor, to `anchors` those with at least `floor`.
  void ReadSpeech(const Kernels& kernels, std::vector<float> tokens, float floor, WindowVectors* out,
                  std::vector<float>* speech, std::vector<SpeechAnchor>* anchors) const;

  // The pairs of one sentence, whose tokens all stand in the window.
  std::vector<PairChances> ReadPairs(const Kernels& kernels, const WindowVectors& window, uint32_t begin, uint32_t end,
                                     std::span<const TokenPair> pairs) const;

 private:
  size_t width_ = 0;
  Linear hidden_, anchor_, span_query_, span_key_, span_linear_;
  std::span<const float> span_near_;
  Linear pair_source_, pair_target_, pair_ask_source_, pair_ask_target_, pair_key_, pair_value_, pair_top_;
  Linear pair_type_, pair_modality_;
  std::span<const float> pair_near_, pair_bias_;
};

}  // namespace demarche
