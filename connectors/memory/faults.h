// Faults: what a test makes go wrong in a memory source or sink: the next calls of an operation fail (before or after
// they took effect), wait at a cork until it is drawn, or take longer. Any thread.
#pragma once
#include <atomic>
#include <deque>
#include <functional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "pipeline/base/mutex.h"

namespace demarche::memory {

enum class Op {
  kSourceOpen,
  kPoll,
  kPause,
  kRewind,
  kSourceCommit,
  kSinkOpen,
  kBegin,
  kWrite,
  kCommit,
  kAbort,
};
inline constexpr int kOps = 10;

class Faults {
 public:
  // The next `times` calls return `status` and do nothing.
  void FailNext(Op op, const absl::Status& status, int times = 1);
  // The next call does its work and returns `status` all the same, as when the answer of a broker is lost.
  void FailNextAfter(Op op, absl::Status status);
  // Calls of `op` wait from now on, until Uncork.
  void Cork(Op op);
  void Uncork(Op op);
  // Returns when a call waits at the cork.
  void AwaitCorked(Op op);
  void Delay(Op op, absl::Duration delay);

  // To be called at the start of each operation; the status with which it is to fail.
  absl::Status Before(Op op) { return active_.load(std::memory_order_acquire) ? SlowBefore(op) : absl::OkStatus(); }
  // At its end, once it has succeeded.
  absl::Status After(Op op) { return active_.load(std::memory_order_acquire) ? SlowAfter(op) : absl::OkStatus(); }

 private:
  struct Plan {
    std::deque<absl::Status> before;
    std::deque<absl::Status> after;
    bool corked = false;
    int waiting = 0;
    absl::Duration delay;
  };
  absl::Status SlowBefore(Op op);
  absl::Status SlowAfter(Op op);
  Plan& plan(Op op) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) { return plans_[static_cast<int>(op)]; }

  std::atomic<bool> active_{false};  // anything was ever planned: the fast path of benches
  Mutex mu_;
  CondVar changed_;
  Plan plans_[kOps] ABSL_GUARDED_BY(mu_);
};

}  // namespace demarche::memory
