// WorkerPool: N threads that run the work function, and the watch over documents that take too long.
//
// A document over the time limit is cancelled by its token; the work function then ends it with a result of its own
// (reason time_limit). One that does not react within the grace period is given up: its thread is abandoned, the
// message becomes a dead letter at once, the rest of the thread's batch goes back to the queue, and a new thread takes
// its place. The abandoned thread keeps what it works on alive, touches nothing of the engine any more, and what it may
// still return is discarded.
//
// Threads: owned by the pool, named dm-worker-N. Start, CheckTimeLimits and Finish belong to the supervisor.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "pipeline/base/mutex.h"
#include "pipeline/runtime/flow.h"
#include "pipeline/runtime/options.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class WorkerPool {
 public:
  // All references outlive the pool.
  WorkerPool(const EngineOptions& options, WorkerFactory factory, DeadLetterFactory dead_letter, Observer* observer,
             Flow* flow);
  ~WorkerPool();

  void Start();
  // Cancels and gives up what is over its limit at `now`. kInternal: too many threads are stuck.
  absl::Status CheckTimeLimits(absl::Duration now);
  // Whether all threads have ended that were not abandoned; they end when Flow has no work for them.
  bool finished();
  // Ends the pool: those that are still in the work function are abandoned. REQUIRES: Flow hands out no more work.
  void Finish();
  int busy();

 private:
  struct Desk;  // one thread's place
  void Hire();
  void GiveUp(const std::shared_ptr<Desk>& desk, absl::Duration now);
  static void Main(std::shared_ptr<Desk> desk);

  const EngineOptions options_;
  const WorkerFactory factory_;
  const DeadLetterFactory dead_letter_;
  Observer* const observer_;
  Flow* const flow_;
  std::vector<std::shared_ptr<Desk>> desks_;      // supervisor
  std::vector<std::shared_ptr<Desk>> abandoned_;  // supervisor
  int hired_ = 0;
};

}  // namespace demarche
