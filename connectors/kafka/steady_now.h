// SteadyNow: monotonic time since some fixed instant. Deadlines and ages in this folder are counted by it: a wall clock
// that is set back by an hour must not make a wait an hour longer, nor one that is set forward make a transaction old.
// Any thread.
#pragma once
#include <chrono>

#include "absl/time/time.h"

namespace demarche::kafka {

inline absl::Duration SteadyNow() { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); }

}  // namespace demarche::kafka
