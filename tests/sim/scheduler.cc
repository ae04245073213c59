// See scheduler.h.
#include "tests/sim/scheduler.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "fmt/format.h"

namespace demarche::sim {

struct Scheduler::Task {
  uint64_t id = 0;
  std::function<void()> body;
  std::unique_ptr<Fiber> fiber;
  bool ended = false;
  Queue joiners;
  absl::Duration wake;        // while asleep
  uint64_t frozen_until = 0;  // point
  const char* waits_for = "its turn";
};

namespace {

Scheduler* running = nullptr;  // one simulation at a time, on one thread

// A run of a few thousand engine operations takes some hundred thousand.
constexpr uint64_t kMaxPoints = 50'000'000;

}  // namespace

Scheduler::Scheduler(uint64_t seed) : seed_(seed), random_(seed) {
  constexpr uint64_t kStays[] = {0, 16, 48, 60};
  constexpr uint64_t kFreezes[] = {0, 0, 2000, 200};
  constexpr absl::Duration kSteps[] = {absl::Nanoseconds(100), absl::Microseconds(1), absl::Microseconds(5),
                                       absl::Microseconds(50)};
  stay_ = kStays[Draw(4)];
  freeze_ = kFreezes[Draw(4)];
  step_ = kSteps[Draw(4)];
}

Scheduler::~Scheduler() = default;

Scheduler* Scheduler::Current() { return running; }

uint64_t Scheduler::Draw(uint64_t n) { return random_() % n; }

void Scheduler::Run(std::function<void()> main) {
  running = this;
  Spawn(std::move(main));
  current_ = ready_.front();
  host_.SwitchTo(current_->fiber.get());
  running = nullptr;
  ended_ = nullptr;
}

std::shared_ptr<Scheduler::Task> Scheduler::Spawn(std::function<void()> body) {
  auto task = std::make_shared<Task>();
  task->id = points_;
  task->body = std::move(body);
  task->fiber = std::make_unique<Fiber>([this, self = task.get()] {
    self->body();
    self->body = nullptr;
    End(self);
  });
  tasks_.push_back(task);
  ready_.push_back(task.get());
  if (current_ != nullptr) Yield();
  return task;
}

void Scheduler::End(Task* task) {
  task->ended = true;
  WakeAll(&task->joiners);
  std::erase(ready_, task);
  const auto at = std::find_if(tasks_.begin(), tasks_.end(), [&](const auto& t) { return t.get() == task; });
  ended_ = std::move(*at);
  tasks_.erase(at);
  Fiber* next = &host_;
  if (!tasks_.empty()) {
    current_ = Choose();
    next = current_->fiber.get();
  }
  task->fiber->LeaveTo(next);
}

void Scheduler::Join(const std::shared_ptr<Task>& task) {
  while (!task->ended) Wait(&task->joiners, "the end of a thread");
}

void Scheduler::WakeSleepers() {
  for (size_t i = 0; i < sleeping_.size();) {
    if (sleeping_[i]->wake > now_) {
      ++i;
      continue;
    }
    ready_.push_back(sleeping_[i]);
    sleeping_.erase(sleeping_.begin() + static_cast<ptrdiff_t>(i));
  }
}

Scheduler::Task* Scheduler::Choose() {
  if (++points_ > kMaxPoints) GiveUp("the run does not end");
  now_ += step_;
  WakeSleepers();
  if (ready_.empty()) {
    if (sleeping_.empty()) GiveUp("no thread can go on");
    now_ = (*std::min_element(sleeping_.begin(), sleeping_.end(), [](auto* a, auto* b) {
             return a->wake < b->wake;
           }))->wake;
    WakeSleepers();
  }
  if (freeze_ > 0 && OneIn(freeze_)) ready_[Draw(ready_.size())]->frozen_until = points_ + Draw(5000);
  Task* next = ready_[Draw(ready_.size())];
  for (size_t tried = 0; next->frozen_until > points_ && tried < ready_.size(); ++tried) {
    next = ready_[(tried + points_) % ready_.size()];
  }
  trace_ = trace_ * 1099511628211 + next->id;
  return next;
}

void Scheduler::Dispatch(Task* self) {
  Task* next = Choose();
  if (next == self) return;
  current_ = next;
  self->fiber->SwitchTo(next->fiber.get());
}

void Scheduler::Yield() {
  if (Draw(64) < stay_) {
    ++points_;
    now_ += step_;
    return;
  }
  Dispatch(current_);
}

void Scheduler::Wait(Queue* queue, const char* what) {
  Task* self = current_;
  self->waits_for = what;
  std::erase(ready_, self);
  queue->push_back(self);
  Dispatch(self);
  self->waits_for = "its turn";
}

void Scheduler::WakeOne(Queue* queue) {
  if (queue->empty()) return;
  const auto at = queue->begin() + static_cast<ptrdiff_t>(Draw(queue->size()));
  ready_.push_back(*at);
  queue->erase(at);
}

void Scheduler::WakeAll(Queue* queue) {
  ready_.insert(ready_.end(), queue->begin(), queue->end());
  queue->clear();
}

void Scheduler::Sleep(absl::Duration duration) {
  Task* self = current_;
  self->waits_for = "time to pass";
  self->wake = now_ + duration;
  std::erase(ready_, self);
  sleeping_.push_back(self);
  Dispatch(self);
  self->waits_for = "its turn";
}

void Scheduler::GiveUp(const char* why) {
  fmt::print(stderr, "seed {}: {} after {} points, {} of virtual time\n", seed_, why, points_,
             absl::FormatDuration(now_));
  for (const auto& task : tasks_) fmt::print(stderr, "  thread {} waits for {}\n", task->id, task->waits_for);
  std::fflush(stderr);
  std::abort();
}

}  // namespace demarche::sim
