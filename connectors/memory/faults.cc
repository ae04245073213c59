// See faults.h.
#include "connectors/memory/faults.h"

#include <utility>

#include "pipeline/base/thread.h"

namespace demarche::memory {

void Faults::FailNext(Op op, const absl::Status& status, int times) {
  MutexLock lock(&mu_);
  plan(op).before.insert(plan(op).before.end(), static_cast<size_t>(times), status);
  active_ = true;
}

void Faults::FailNextAfter(Op op, absl::Status status) {
  MutexLock lock(&mu_);
  plan(op).after.push_back(std::move(status));
  active_ = true;
}

void Faults::Cork(Op op) {
  MutexLock lock(&mu_);
  plan(op).corked = true;
  active_ = true;
}

void Faults::Uncork(Op op) {
  MutexLock lock(&mu_);
  plan(op).corked = false;
  changed_.SignalAll();
}

void Faults::AwaitCorked(Op op) {
  MutexLock lock(&mu_);
  while (plan(op).waiting == 0) changed_.Wait(&mu_);
}

void Faults::Delay(Op op, absl::Duration delay) {
  MutexLock lock(&mu_);
  plan(op).delay = delay;
  active_ = true;
}

absl::Status Faults::SlowBefore(Op op) {
  absl::Duration delay;
  absl::Status status;
  {
    MutexLock lock(&mu_);
    Plan& p = plan(op);
    ++p.waiting;
    changed_.SignalAll();
    while (p.corked) changed_.Wait(&mu_);
    --p.waiting;
    delay = p.delay;
    if (!p.before.empty()) {
      status = std::move(p.before.front());
      p.before.pop_front();
    }
  }
  if (delay > absl::ZeroDuration()) SleepMonotonic(delay);
  return status;
}

absl::Status Faults::SlowAfter(Op op) {
  MutexLock lock(&mu_);
  Plan& p = plan(op);
  if (p.after.empty()) return absl::OkStatus();
  absl::Status status = std::move(p.after.front());
  p.after.pop_front();
  return status;
}

}  // namespace demarche::memory
