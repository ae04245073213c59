// EngineOptions: what a configuration may say about the engine, and the functions that the engine is handed. Values.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "pipeline/base/cancel.h"
#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/runtime/clock.h"

namespace demarche {

enum class Delivery : uint8_t { kExactlyOnce, kAtLeastOnce };

struct EngineOptions {
  // 0 means all cores.
  int workers = 0;
  // Bytes in flight from Poll to the commit (messages and their results, and kItemOverhead for each). Over it the
  // source's partitions are paused, and resumed at half of it. A single larger message still passes.
  size_t queue_bytes = size_t{64} << 20;
  // A transaction is committed when it is this old, has this many bytes of output, or holds a quarter of queue_bytes,
  // whichever comes first. It is always committed between two messages, so it may be larger by one message's results.
  absl::Duration commit_interval = absl::Milliseconds(100);
  size_t commit_bytes = size_t{8} << 20;
  // A document that takes longer is cancelled, and `cancel_grace` later given up. Infinite: no limit. Measured by the
  // clock that `worker_clock`, called once in each worker's thread, makes; empty: by `clock`. With ThreadCpuClock a
  // machine that is starved of processor time refuses no honest document; one that stands still without using any is
  // noticed after 20 times as long by `clock`.
  absl::Duration document_time_limit = absl::Seconds(2);
  absl::Duration cancel_grace = absl::Milliseconds(500);
  // How many threads may spin in documents that were given up before the engine stops, so that it is started anew.
  int max_stuck_workers = 16;
  // After Stop: how long work in flight may take to be finished and committed. On a revoked partition likewise.
  absl::Duration drain_deadline = absl::Seconds(20);
  absl::Duration revoke_deadline = absl::Seconds(10);
  absl::Duration retry_min = absl::Milliseconds(100);
  absl::Duration retry_max = absl::Seconds(10);
  Delivery delivery = Delivery::kExactlyOnce;
  // How long one Poll may wait, and how often timed things are looked at. Both bound how late Stop is noticed.
  absl::Duration poll_timeout = absl::Milliseconds(50);
  absl::Duration tick = absl::Milliseconds(10);
  std::function<Clock()> worker_clock;
  uint64_t seed = 0;  // of the jitter; 0 draws one
  Clock clock = MonotonicClock();

  int worker_count() const {
    if (workers > 0) return workers;
    const unsigned cores = std::thread::hardware_concurrency();
    return cores == 0 ? 1 : static_cast<int>(cores);
  }
};

// Does the whole work on one message. Called by one thread, one message at a time. It must look at the token now and
// then; an exception out of it makes the message a dead letter with reason internal. A worker that does not react to
// its token is left alone in its thread, so it must own, or share the ownership of, all that it uses.
using Worker = std::function<WorkResult(const RawMessage&, const CancelToken&)>;
using WorkerFactory = std::function<Worker()>;

// Makes the dead letter of a message that the engine itself gives up. Called from any thread.
using DeadLetterFactory = std::function<OutputRecord(const RawMessage&, const Failure&)>;

}  // namespace demarche
