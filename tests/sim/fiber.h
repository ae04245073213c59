// Fiber: a function with a stack of its own, switched by ucontext(3): no kernel scheduling, so a switch costs the same
// on a busy machine. Tells the address and thread sanitizers of each switch. All fibers of a program belong to one
// thread.
#pragma once
#include <ucontext.h>

#include <cstddef>
#include <functional>
#include <memory>

namespace demarche::sim {

class Fiber {
 public:
  Fiber();                                     // the thread's own stack, to switch back to
  explicit Fiber(std::function<void()> body);  // `body` must end by Leave
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // From this one, which is running, to `next`. Returns when somebody switches back.
  void SwitchTo(Fiber* next);
  // The same for the last time: this one is not run again, and may be destroyed by whoever runs next.
  [[noreturn]] void LeaveTo(Fiber* next);

 private:
  static void Enter(unsigned low, unsigned high);
  void Arrived();

  static constexpr size_t kStackBytes = size_t{256} << 10;
  ucontext_t context_ = {};
  std::function<void()> body_;
  std::unique_ptr<char[]> stack_;
  const void* bottom_ = nullptr;  // of its stack, for the address sanitizer
  size_t size_ = 0;
  [[maybe_unused]] void* fake_stack_ = nullptr;  // the sanitizer's
  [[maybe_unused]] void* tsan_fiber_ = nullptr;
  Fiber* came_from_ = nullptr;
};

}  // namespace demarche::sim
