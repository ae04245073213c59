// Stands in for pipeline/base/mutex.h in the simulation: the same classes over tests/sim/scheduler.h. Any order of
// waiters is possible, and a condition variable wakes without a signal now and then. Outside of a simulation, where
// there is one thread, they do nothing.
#pragma once
#include "absl/base/thread_annotations.h"
#include "tests/sim/scheduler.h"

namespace demarche {

class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() {
    sim::Scheduler* scheduler = sim::Scheduler::Current();
    if (scheduler == nullptr) return;
    scheduler->Yield();
    while (held_) scheduler->Wait(&waiting_, "a mutex");
    held_ = true;
  }
  void Unlock() ABSL_UNLOCK_FUNCTION() {
    sim::Scheduler* scheduler = sim::Scheduler::Current();
    if (scheduler == nullptr) return;
    held_ = false;
    scheduler->WakeAll(&waiting_);
    scheduler->Yield();
  }

 private:
  friend class CondVar;
  bool held_ = false;
  sim::Scheduler::Queue waiting_;
};

class ABSL_SCOPED_LOCKABLE MutexLock {
 public:
  explicit MutexLock(Mutex* mu) ABSL_EXCLUSIVE_LOCK_FUNCTION(mu) : mu_(mu) { mu_->Lock(); }
  ~MutexLock() ABSL_UNLOCK_FUNCTION() { mu_->Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex* mu_;
};

class CondVar {
 public:
  void Wait(Mutex* mu) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
    sim::Scheduler* scheduler = sim::Scheduler::Current();
    mu->held_ = false;
    scheduler->WakeAll(&mu->waiting_);
    if (scheduler->OneIn(64)) {
      scheduler->Yield();
    } else {
      scheduler->Wait(&waiting_, "a condition variable");
    }
    while (mu->held_) scheduler->Wait(&mu->waiting_, "a mutex after a condition variable");
    mu->held_ = true;
  }
  void Signal() {
    if (sim::Scheduler* scheduler = sim::Scheduler::Current()) scheduler->WakeOne(&waiting_);
  }
  void SignalAll() {
    if (sim::Scheduler* scheduler = sim::Scheduler::Current()) scheduler->WakeAll(&waiting_);
  }

 private:
  sim::Scheduler::Queue waiting_;
};

}  // namespace demarche
