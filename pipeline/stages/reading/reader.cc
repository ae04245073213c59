// See reader.h.
#include "pipeline/stages/reading/reader.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "pipeline/base/status_macros.h"
#include "pipeline/stages/reading/encoder.h"
#include "pipeline/stages/reading/heads.h"
#include "pipeline/stages/reading/weights.h"
#include "pipeline/stages/reading/windows.h"
#include "pipeline/stages/reading/word_pieces.h"

namespace demarche {
namespace {

// Anchors with less than this are of no use to anybody.
constexpr float kFloor = 0.05F;

// What a Reader is made of; readings share it.
struct Network {
  const Kernels* kernels = nullptr;
  WordPieces word_pieces;
  Encoder encoder;
  Heads heads;
};

class WindowPairs : public PairReader {
 public:
  WindowPairs(std::shared_ptr<const Network> network, std::vector<WindowVectors> windows)
      : network_(std::move(network)), windows_(std::move(windows)) {}

  std::vector<PairChances> Ask(uint32_t begin, uint32_t end, std::span<const TokenPair> pairs) const override {
    // Windows lie in text order: the last one that starts no later than the sentence.
    const auto after = std::upper_bound(windows_.begin(), windows_.end(), begin,
                                        [](uint32_t token, const WindowVectors& w) { return token < w.token_begin; });
    if (after != windows_.begin() && end <= std::prev(after)->token_end)
      return network_->heads.ReadPairs(*network_->kernels, *std::prev(after), begin, end, pairs);
    PairChances none;
    none.type[kEventTypes] = 1;
    none.modality[0] = 1;
    none.trigger = begin;
    return std::vector<PairChances>(pairs.size(), none);
  }

 private:
  std::shared_ptr<const Network> network_;
  std::vector<WindowVectors> windows_;
};

class NetworkReader : public Reader {
 public:
  explicit NetworkReader(std::shared_ptr<const Network> network) : network_(std::move(network)) {}

  absl::StatusOr<Reading> Read(const Text& text, const Segments& segments, const CancelToken& cancel) const override {
    Reading out;
    EncoderScratch scratch;
    std::vector<WindowVectors> windows;
    std::vector<float> tokens;
    for (const Window& window : MakeWindows(text, segments, network_->word_pieces)) {
      if (cancel.cancelled()) return absl::DeadlineExceededError("reading: document time limit");
      network_->encoder.Encode(*network_->kernels, window, &scratch, &tokens);
      WindowVectors& vectors = windows.emplace_back();
      vectors.token_begin = window.token_begin;
      vectors.token_end = window.token_end;
      network_->heads.ReadSpeech(*network_->kernels, tokens, kFloor, &vectors, &out.speech, &out.anchors);
    }
    out.pairs = std::make_shared<const WindowPairs>(network_, std::move(windows));
    return out;
  }

 private:
  std::shared_ptr<const Network> network_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Reader>> Reader::Create(std::string_view weights, std::string_view vocabulary,
                                                             std::string_view fold, const Kernels& kernels) {
  DEMARCHE_ASSIGN_OR_RETURN(WordPieces word_pieces, WordPieces::Create(vocabulary, fold));
  DEMARCHE_ASSIGN_OR_RETURN(const Weights file, Weights::Open(weights));
  if (file.shape().vocabulary != word_pieces.size() || file.shape().positions < kMaxPieces + 2)
    return absl::InvalidArgumentError("reader weights: made for another vocabulary or shorter windows");
  DEMARCHE_ASSIGN_OR_RETURN(Encoder encoder, Encoder::Load(file));
  DEMARCHE_ASSIGN_OR_RETURN(Heads heads, Heads::Load(file));
  auto network = std::make_shared<Network>();
  *network = {&kernels, std::move(word_pieces), std::move(encoder), std::move(heads)};
  return std::make_shared<const NetworkReader>(std::move(network));
}

}  // namespace demarche
