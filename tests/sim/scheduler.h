// Scheduler: runs simulated threads one at a time, and decides by a seed which one goes on. The same seed gives the
// same run, whatever the machine does. Threads give way where they lock, unlock, wait, signal, sleep or start
// (replaced/pipeline/base has the mutex and thread that call it), so every order of these is possible, and nothing else
// lets another thread run.
//
// Time is virtual: each such point takes a step of it, and where all threads sleep it jumps to the first that wakes.
// How often a thread is left running, which is kept still for how long, and how long a step is, are drawn for each
// seed: some runs are fair, in others one thread crawls.
//
// Simulated threads are fibers of the one thread that calls Run. A run in which none can go on, or that does not end,
// prints what each waits for and aborts the process.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "absl/time/time.h"
#include "tests/sim/fiber.h"

namespace demarche::sim {

class Scheduler {
 public:
  struct Task;
  using Queue = std::vector<Task*>;  // who waits for one thing

  explicit Scheduler(uint64_t seed);
  ~Scheduler();

  // Runs `main` as the first simulated thread. Returns when all have ended.
  void Run(std::function<void()> main);

  // Of the calling simulated thread; null in any other.
  static Scheduler* Current();

  // --- for simulated threads ---
  void Yield();
  void Wait(Queue* queue, const char* what);
  void WakeOne(Queue* queue);
  void WakeAll(Queue* queue);
  void Sleep(absl::Duration duration);
  std::shared_ptr<Task> Spawn(std::function<void()> body);
  void Join(const std::shared_ptr<Task>& task);
  uint64_t Draw(uint64_t n);  // 0 to n - 1
  bool OneIn(uint64_t n) { return Draw(n) == 0; }

  absl::Duration now() const { return now_; }
  uint64_t points() const { return points_; }
  // A hash of all choices: equal for equal runs.
  uint64_t trace() const { return trace_; }

 private:
  [[noreturn]] void End(Task* task);
  void WakeSleepers();
  Task* Choose();
  void Dispatch(Task* self);
  [[noreturn]] void GiveUp(const char* why);

  const uint64_t seed_;
  std::mt19937_64 random_;
  std::vector<std::shared_ptr<Task>> tasks_;  // not ended
  std::vector<Task*> ready_;
  std::vector<Task*> sleeping_;
  Task* current_ = nullptr;
  absl::Duration now_;
  uint64_t points_ = 0;
  uint64_t trace_ = 0;
  // Drawn from the seed.
  absl::Duration step_;
  uint64_t stay_ = 0;            // of 64: how often the running thread goes on
  uint64_t freeze_ = 0;          // one point in so many keeps a thread still for a while; 0 never
  std::shared_ptr<Task> ended_;  // the last: its fiber may not go before another one runs
  Fiber host_;                   // of the thread that called Run
};

}  // namespace demarche::sim
