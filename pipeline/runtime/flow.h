// Flow: all that is in flight, and the only thing that the engine's threads share. One mutex; every hand-over is a
// batch, so that a small message costs a fraction of a lock.
//
//   poll thread --Push--> queue --Exchange--> workers --Exchange--> sequencer --Take--> publisher --Settled/Voided
//
// Nothing here waits by a clock: who waits for time to pass is woken by Tick, which the supervisor calls every few
// milliseconds of monotonic time (the virtual time of a test works the same way).
//
// Three things take work back:
//   rewind   the publisher aborted its transaction: everything in flight is dropped, and what is pushed until the poll
//            thread has rewound its source is dropped too;
//   revoke   one partition is given up: what no worker has begun is dropped, the rest is drained and committed, or at
//            the deadline dropped and its transaction aborted;
//   lost     as revoke with a deadline that is over.
// A dropped message's result is never published, whenever it arrives.
#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "pipeline/base/mutex.h"
#include "pipeline/runtime/options.h"
#include "pipeline/runtime/sequencer.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

// What the publisher is to do next.
struct Intake {
  std::vector<ItemPtr> items;  // write these,
  bool commit = false;         // then commit what is open
  bool abort = false;          // instead: abort what is open, its partitions are gone
  bool give_up = false;        // instead: end at once
  bool finished = false;       // all is settled: end
};

class Flow {
 public:
  explicit Flow(const EngineOptions& options) : options_(options), workers_(options.worker_count()) {}

  // --- poll thread ---
  // Takes the messages of `chunk` (message and read_at filled) and empties it.
  void Push(std::vector<ItemPtr>* chunk);
  // Returns when nothing of `partitions` is in flight any more: drained until `deadline` (of the clock), then dropped.
  void GiveUp(const std::vector<TopicPartition>& partitions, absl::Duration deadline);
  // The same at once for everything in flight.
  void GiveUpAll();
  // The source has rewound since rewinds() gave this number.
  void Rewound(uint64_t rewinds);
  uint64_t rewinds();
  void EndOfInput();
  void PollerDone();
  // Waits until the clock reads `until` or there is something for the poll thread to do.
  void WaitPoll(absl::Duration until);
  // Returns when the sink is open, or never will be.
  void WaitSinkOpen();
  void WaitPublisherDone();
  bool rewinding() const { return rewinding_.load(std::memory_order_acquire); }
  bool publisher_done() const { return publisher_done_.load(std::memory_order_acquire); }
  bool stopping() const { return stopping_.load(std::memory_order_acquire); }
  uint64_t bytes_in_flight() const { return bytes_.load(std::memory_order_relaxed); }

  // --- workers ---
  // Hands `done` in, then waits for work: between 1 and `max` items in `next`. False: there will be none; `done` is
  // handed in all the same.
  bool Exchange(std::vector<ItemPtr>* done, size_t max, std::vector<ItemPtr>* next);

  // --- supervisor ---
  void Tick();
  // A worker that was given up: `done` are its finished items, `substitute` (complete) takes the place of `stuck`, and
  // `rest` waits for another worker.
  void TakeOver(std::vector<ItemPtr> done, const ItemPtr& stuck, const ItemPtr& substitute, std::vector<ItemPtr> rest);
  EngineGauges Gauges();
  bool threads_done() const { return poller_done_.load(std::memory_order_acquire) && publisher_done(); }

  // --- publisher ---
  void SinkOpened();
  // Waits for something to do. `commit_at`: when the open transaction is due; absent if none is open.
  void Take(size_t max_bytes, size_t max_messages, std::optional<absl::Duration> commit_at, Intake* out);
  // All that was taken is committed.
  void Settled();
  // All that was taken is void, and so is everything behind it and what is pushed until the source has rewound,
  void Voided();
  // which it may do from now on: what a dead client had left open is settled.
  void Rewind();
  void PublisherDone();
  // Waits until the clock reads `until`, or the engine gives up, stops, or wants the transaction aborted.
  void WaitPublish(absl::Duration until, bool heed_stop, bool heed_abort);
  bool giving_up() const { return giving_up_.load(std::memory_order_acquire); }
  bool abort_wanted() const { return abort_wanted_.load(std::memory_order_acquire); }

  // --- any thread ---
  void Stop();
  void StopNow();
  // Records why the engine ends (the first reason counts) and stops it.
  void Fail(const absl::Status& status);
  absl::Status status();

 private:
  void Release(size_t bytes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void DropEverything() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void DropAndWait(const std::vector<PartitionFlow*>& partitions) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void CompleteLocked(const ItemPtr& item) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  bool DrainingNeedsCommit() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void BeginStop() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void BeginGiveUp() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const EngineOptions options_;
  const size_t workers_;
  Mutex mu_;
  CondVar poll_cv_;
  CondVar work_cv_;
  CondVar publish_cv_;

  std::deque<ItemPtr> queue_ ABSL_GUARDED_BY(mu_);
  Sequencer sequencer_ ABSL_GUARDED_BY(mu_);
  std::vector<PartitionFlow*> draining_ ABSL_GUARDED_BY(mu_);
  size_t idle_workers_ ABSL_GUARDED_BY(mu_) = 0;
  bool sink_open_ ABSL_GUARDED_BY(mu_) = false;
  bool publisher_waits_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;    // the input has ended
  bool void_ ABSL_GUARDED_BY(mu_) = false;     // between Voided and Rewound
  uint64_t rewinds_ ABSL_GUARDED_BY(mu_) = 0;  // how often Rewind was called
  absl::Duration stop_at_ ABSL_GUARDED_BY(mu_);
  absl::Status status_ ABSL_GUARDED_BY(mu_);

  // Written under mu_, read anywhere.
  std::atomic<uint64_t> bytes_{0};
  std::atomic<bool> rewinding_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<bool> giving_up_{false};  // StopNow, or the drain deadline is over
  std::atomic<bool> abort_wanted_{false};
  std::atomic<bool> publisher_done_{false};
  std::atomic<bool> poller_done_{false};
};

}  // namespace demarche
