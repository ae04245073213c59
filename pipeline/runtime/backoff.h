// Backoff: delays that double from `min` to `max`, each drawn between half and the whole of its step ("equal jitter",
// AWS Architecture Blog, "Exponential Backoff And Jitter", 2015), so that many instances do not return to a broker at
// the same instant. One thread.
#pragma once
#include <algorithm>
#include <cstdint>
#include <random>

#include "absl/time/time.h"

namespace demarche {

class Backoff {
 public:
  // REQUIRES: 0 < min <= max.
  Backoff(absl::Duration min, absl::Duration max, uint64_t seed) : min_(min), max_(max), step_(min), random_(seed) {}

  // The delay before attempt(), which it counts.
  absl::Duration Next() {
    ++attempt_;
    const absl::Duration whole = step_;
    step_ = std::min(max_, step_ * 2);
    return whole * std::uniform_real_distribution<double>(0.5, 1.0)(random_);
  }
  void Reset() {
    attempt_ = 0;
    step_ = min_;
  }
  int attempt() const { return attempt_; }

 private:
  absl::Duration min_;
  absl::Duration max_;
  absl::Duration step_;
  int attempt_ = 0;
  std::minstd_rand random_;
};

}  // namespace demarche
