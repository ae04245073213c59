// Clock: monotonic time since some fixed instant. The engine measures time only by this, never by the wall clock, which
// people and NTP set; only how long a document has been worked on may be processor time. Tests give their own. Called
// from any thread.
#pragma once
#include <pthread.h>

#include <chrono>
#include <ctime>
#include <functional>

#include "absl/time/time.h"

namespace demarche {

using Clock = std::function<absl::Duration()>;

// The processor time of the calling thread. Any thread may read it; it stands still when the thread has ended.
inline Clock ThreadCpuClock() {
  clockid_t id = 0;
  if (pthread_getcpuclockid(pthread_self(), &id) != 0) return [] { return absl::ZeroDuration(); };
  return [id] {
    timespec time = {};
    return clock_gettime(id, &time) == 0 ? absl::DurationFromTimespec(time) : absl::ZeroDuration();
  };
}

inline Clock MonotonicClock() {
  return [] { return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch()); };
}

}  // namespace demarche
