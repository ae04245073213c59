// Thread and SleepMonotonic: std::thread, and a sleep of monotonic time. The engine and the memory ports use these and
// base/mutex.h for all that lets another thread run, so that tests/sim can put both files by simulated ones and decide
// by a seed which thread goes on.
#pragma once
#include <thread>

#include "absl/time/time.h"

namespace demarche {

using Thread = std::thread;

inline void SleepMonotonic(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(duration));
}

}  // namespace demarche
