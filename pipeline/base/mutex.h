// Mutex, MutexLock, CondVar: absl::Mutex as the thread sanitizer can see it. Debian's Abseil is compiled without the
// sanitizer, so every use of a plain absl::Mutex is reported as a race; here each lock and unlock is told to it. In
// other builds they are absl::Mutex and nothing more. Annotated for clang's -Wthread-safety; use ABSL_GUARDED_BY.
//
// There are no timed waits on purpose: absl's follow the wall clock, and stand still when it is set back. A thread that
// must also wake by time is woken by another's tick (see runtime/README.md).
#pragma once
#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#if defined(__SANITIZE_THREAD__)
#define DEMARCHE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define DEMARCHE_TSAN 1
#endif
#endif
#ifdef DEMARCHE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace demarche {

class ABSL_LOCKABLE Mutex {
 public:
  Mutex() = default;
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

  void Lock() ABSL_EXCLUSIVE_LOCK_FUNCTION() {
    mu_.Lock();
    Acquired();
  }
  void Unlock() ABSL_UNLOCK_FUNCTION() {
    Releasing();
    mu_.Unlock();
  }

 private:
  friend class CondVar;
#ifdef DEMARCHE_TSAN
  void Acquired() { __tsan_acquire(this); }
  void Releasing() { __tsan_release(this); }
#else
  void Acquired() {}
  void Releasing() {}
#endif
  absl::Mutex mu_;
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
  // May return without a signal: call it in a loop over the condition.
  void Wait(Mutex* mu) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu) {
    mu->Releasing();
    cv_.Wait(&mu->mu_);
    mu->Acquired();
  }
  void Signal() { cv_.Signal(); }
  void SignalAll() { cv_.SignalAll(); }

 private:
  absl::CondVar cv_;
};

}  // namespace demarche
