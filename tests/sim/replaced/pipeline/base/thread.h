// Stands in for pipeline/base/thread.h in the simulation. Started, joined and used by simulated threads only.
#pragma once
#include <functional>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "tests/sim/scheduler.h"

namespace demarche {

class Thread {
 public:
  Thread() = default;
  template <typename F, typename... A>
  explicit Thread(F f, A... arguments) {
    task_ = sim::Scheduler::Current()->Spawn([f = std::move(f), ... arguments = std::move(arguments)]() mutable {
      std::invoke(f, std::move(arguments)...);
    });
  }
  Thread(Thread&&) = default;
  Thread& operator=(Thread&&) = default;

  bool joinable() const { return task_ != nullptr; }
  void join() {
    sim::Scheduler::Current()->Join(task_);
    task_ = nullptr;
  }
  void detach() { task_ = nullptr; }

 private:
  std::shared_ptr<sim::Scheduler::Task> task_;
};

inline void SleepMonotonic(absl::Duration duration) { sim::Scheduler::Current()->Sleep(duration); }

}  // namespace demarche
