// Clock: monotonic time since some fixed instant. The engine measures time only by this, never by the wall clock, which
// people and NTP set. Tests give their own. Called from any thread.
#pragma once
#include <chrono>
#include <functional>

#include "absl/time/time.h"

namespace demarche {

using Clock = std::function<absl::Duration()>;

inline Clock MonotonicClock() {
  return [] { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); };
}

}  // namespace demarche
