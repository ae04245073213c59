// CancelToken: how the engine tells a worker that its document is over the time limit. The engine's watchdog sets it;
// stages ask it in loops whose length depends on the document (about once a sentence) and return
// absl::DeadlineExceededError. Stages read no clock.
#pragma once
#include <atomic>

namespace demarche {

class CancelToken {
 public:
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  void Cancel() { cancelled_.store(true, std::memory_order_relaxed); }
  void Reset() { cancelled_.store(false, std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace demarche
