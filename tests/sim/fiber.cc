// See fiber.h. The calls are those of sanitizer/common_interface_defs.h and sanitizer/tsan_interface.h.
#include "tests/sim/fiber.h"

#include <cstdint>
#include <cstdlib>
#include <utility>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DEMARCHE_ASAN_FIBERS 1
#endif
#if __has_feature(thread_sanitizer)
#define DEMARCHE_TSAN_FIBERS 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define DEMARCHE_ASAN_FIBERS 1
#endif
#if defined(__SANITIZE_THREAD__)
#define DEMARCHE_TSAN_FIBERS 1
#endif
#ifdef DEMARCHE_ASAN_FIBERS
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef DEMARCHE_TSAN_FIBERS
#include <sanitizer/tsan_interface.h>
#endif

namespace demarche::sim {

Fiber::Fiber() {
#ifdef DEMARCHE_TSAN_FIBERS
  tsan_fiber_ = __tsan_get_current_fiber();
#endif
}

Fiber::Fiber(std::function<void()> body) : body_(std::move(body)), stack_(new char[kStackBytes]) {
  bottom_ = stack_.get();
  size_ = kStackBytes;
  getcontext(&context_);
  context_.uc_stack.ss_sp = stack_.get();
  context_.uc_stack.ss_size = kStackBytes;
  // makecontext hands ints over.
  const auto self = reinterpret_cast<uintptr_t>(this);
  makecontext(&context_, reinterpret_cast<void (*)()>(&Fiber::Enter), 2, static_cast<unsigned>(self),
              static_cast<unsigned>(self >> 32));
#ifdef DEMARCHE_TSAN_FIBERS
  tsan_fiber_ = __tsan_create_fiber(0);
#endif
}

Fiber::~Fiber() {
#ifdef DEMARCHE_TSAN_FIBERS
  if (stack_ != nullptr) __tsan_destroy_fiber(tsan_fiber_);
#endif
}

void Fiber::Enter(unsigned low, unsigned high) {
  auto* self = reinterpret_cast<Fiber*>(static_cast<uintptr_t>(low) | (static_cast<uintptr_t>(high) << 32));
  self->Arrived();
  self->body_();
  std::abort();  // it has not left
}

// The first thing that runs after a switch, on the stack of this fiber.
void Fiber::Arrived() {
#ifdef DEMARCHE_ASAN_FIBERS
  __sanitizer_finish_switch_fiber(fake_stack_, &came_from_->bottom_, &came_from_->size_);
#endif
}

void Fiber::SwitchTo(Fiber* next) {
  next->came_from_ = this;
#ifdef DEMARCHE_ASAN_FIBERS
  __sanitizer_start_switch_fiber(&fake_stack_, next->bottom_, next->size_);
#endif
#ifdef DEMARCHE_TSAN_FIBERS
  __tsan_switch_to_fiber(next->tsan_fiber_, 0);
#endif
  swapcontext(&context_, &next->context_);
  Arrived();
}

void Fiber::LeaveTo(Fiber* next) {
  next->came_from_ = this;
#ifdef DEMARCHE_ASAN_FIBERS
  __sanitizer_start_switch_fiber(nullptr, next->bottom_, next->size_);  // null: its fake stack goes too
#endif
#ifdef DEMARCHE_TSAN_FIBERS
  __tsan_switch_to_fiber(next->tsan_fiber_, 0);
#endif
  setcontext(&next->context_);
  std::abort();
}

}  // namespace demarche::sim
