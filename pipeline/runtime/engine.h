// Engine: reads a source, has the work done on all cores, and publishes the results in order with the offsets that they
// settle. See README.md of this folder for the flow, the threads and what is promised.
//
// Threads: Run blocks its caller, which becomes the supervisor: it owns all other threads. Stop and StopNow may be
// called from any thread at any time, also before Run, but not from a signal handler.
#pragma once
#include "absl/status/status.h"
#include "pipeline/runtime/flow.h"
#include "pipeline/runtime/io.h"
#include "pipeline/runtime/options.h"
#include "pipeline/runtime/poller.h"
#include "pipeline/runtime/publisher.h"
#include "pipeline/runtime/worker_pool.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class Engine {
 public:
  // `source`, `sink` and `observer` outlive the engine. The factories are called by any thread.
  Engine(EngineOptions options, Source& source, Sink& sink, WorkerFactory worker, DeadLetterFactory dead_letter,
         Observer& observer);

  // Runs until the input ends, Stop, or a fault that cannot be mended; then source and sink are closed and no thread is
  // left but those that spin in a document that was given up. To be called once.
  // OK: all that was read is committed. kDeadlineExceeded: Stop, but the drain deadline came first. kCancelled:
  // StopNow. Others: the status of the port that ended it. Whatever it is, nothing is lost or half published: what is
  // not committed is read again at the next start.
  absl::Status Run();

  // Stop reading, finish and commit what is in flight (for drain_deadline at the most).
  void Stop() { flow_.Stop(); }
  // End at once; nothing more is committed.
  void StopNow() { flow_.StopNow(); }

 private:
  void Supervise();

  const EngineOptions options_;
  Observer& observer_;
  Flow flow_;
  WorkerPool pool_;
  Poller poller_;
  Publisher publisher_;
};

}  // namespace demarche
