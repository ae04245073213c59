// See flow.h.
#include "pipeline/runtime/flow.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"

namespace demarche {

void Flow::Release(size_t bytes) { bytes_.store(bytes_.load() - bytes, std::memory_order_relaxed); }

void Flow::DropEverything() {
  Release(sequencer_.DropAll());
  queue_.clear();
}

// --- poll thread ---

void Flow::Push(std::vector<ItemPtr>* chunk) {
  MutexLock lock(&mu_);
  if (void_ || stopping_ || publisher_done_) {
    chunk->clear();
    return;
  }
  size_t bytes = 0;
  for (ItemPtr& item : *chunk) {
    item->partition = sequencer_.Find(item->message.origin.topic, item->message.origin.partition);
    item->bytes = item->message.bytes() + kItemOverhead;
    bytes += item->bytes;
    sequencer_.Add(item);
    queue_.push_back(std::move(item));
  }
  bytes_.store(bytes_.load() + bytes, std::memory_order_relaxed);
  const size_t wake = std::min(chunk->size(), idle_workers_);
  for (size_t i = 0; i < wake; ++i) work_cv_.Signal();
  chunk->clear();
}

// Drops what is left of `partitions`; if some of it is in the open transaction, waits until the publisher has aborted
// or committed that.
void Flow::DropAndWait(const std::vector<PartitionFlow*>& partitions) {
  bool published = false;
  for (PartitionFlow* p : partitions) {
    Release(sequencer_.Drop(p));
    published |= p->publishing > 0;
  }
  if (!published) return;
  abort_wanted_ = true;
  publish_cv_.Signal();
  const auto in_transaction = [](const PartitionFlow* p) { return p->publishing > 0; };
  while (!publisher_done_ && std::any_of(partitions.begin(), partitions.end(), in_transaction)) poll_cv_.Wait(&mu_);
}

void Flow::GiveUp(const std::vector<TopicPartition>& partitions, absl::Duration deadline) {
  MutexLock lock(&mu_);
  draining_.clear();
  for (const TopicPartition& p : partitions) {
    draining_.push_back(sequencer_.Find(p.topic, p.partition));
    Release(sequencer_.DropUnstarted(draining_.back()));
  }
  publish_cv_.Signal();
  const auto idle = [](const PartitionFlow* p) { return p->idle(); };
  while (!std::all_of(draining_.begin(), draining_.end(), idle) && !publisher_done_ && !giving_up_ &&
         options_.clock() < deadline) {
    poll_cv_.Wait(&mu_);
  }
  DropAndWait(draining_);
  draining_.clear();
}

void Flow::GiveUpAll() {
  MutexLock lock(&mu_);
  DropEverything();
  if (sequencer_.publishing() == 0) return;
  abort_wanted_ = true;
  publish_cv_.Signal();
  while (!publisher_done_ && sequencer_.publishing() > 0) poll_cv_.Wait(&mu_);
}

uint64_t Flow::rewinds() {
  MutexLock lock(&mu_);
  return rewinds_;
}

void Flow::Rewound(uint64_t rewinds) {
  MutexLock lock(&mu_);
  if (rewinds != rewinds_) return;  // asked for again meanwhile
  rewinding_ = false;
  void_ = false;
  publish_cv_.Signal();
}

void Flow::EndOfInput() {
  MutexLock lock(&mu_);
  if (void_) return;  // it will be read again
  ended_ = true;
  publish_cv_.Signal();
}

void Flow::PollerDone() {
  MutexLock lock(&mu_);
  poller_done_ = true;
}

void Flow::WaitPoll(absl::Duration until) {
  MutexLock lock(&mu_);
  while (!rewinding_ && !publisher_done_ && options_.clock() < until) poll_cv_.Wait(&mu_);
}

void Flow::WaitSinkOpen() {
  MutexLock lock(&mu_);
  while (!sink_open_ && !publisher_done_) poll_cv_.Wait(&mu_);
}

void Flow::WaitPublisherDone() {
  MutexLock lock(&mu_);
  while (!publisher_done_) poll_cv_.Wait(&mu_);
}

// --- workers ---

void Flow::CompleteLocked(const ItemPtr& item) {
  if (sequencer_.Complete(item)) bytes_.store(bytes_.load() + item->result_bytes, std::memory_order_relaxed);
}

bool Flow::Exchange(std::vector<ItemPtr>* done, size_t max, std::vector<ItemPtr>* next) {
  MutexLock lock(&mu_);
  for (const ItemPtr& item : *done) CompleteLocked(item);
  if (!done->empty() && publisher_waits_ && (sequencer_.has_ready() || !draining_.empty())) publish_cv_.Signal();
  done->clear();
  for (;;) {
    if (publisher_done_ || giving_up_) return false;
    // A share of the queue, so that a slow document does not hold back the ones behind it while others are idle.
    const size_t share = std::clamp<size_t>(queue_.size() / (2 * workers_), 1, max);
    while (!queue_.empty() && next->size() < share) {
      ItemPtr item = std::move(queue_.front());
      queue_.pop_front();
      if (item->dropped) continue;
      item->started = true;
      next->push_back(std::move(item));
    }
    if (!next->empty()) return true;
    ++idle_workers_;
    work_cv_.Wait(&mu_);
    --idle_workers_;
  }
}

// --- supervisor ---

void Flow::Tick() {
  MutexLock lock(&mu_);
  if (stopping_ && !giving_up_ && !publisher_done_ && options_.clock() - stop_at_ > options_.drain_deadline) {
    const size_t unsettled = sequencer_.waiting() + sequencer_.publishing();
    if (status_.ok()) {
      status_ = absl::DeadlineExceededError(
          fmt::format("stopped with {} messages unfinished after {}; they are read again at the next start", unsettled,
                      absl::FormatDuration(options_.drain_deadline)));
    }
    BeginGiveUp();
  }
  poll_cv_.Signal();
  publish_cv_.Signal();
}

void Flow::TakeOver(std::vector<ItemPtr> done, const ItemPtr& stuck, const ItemPtr& substitute,
                    std::vector<ItemPtr> rest) {
  MutexLock lock(&mu_);
  for (const ItemPtr& item : done) CompleteLocked(item);
  if (sequencer_.Replace(stuck, substitute)) CompleteLocked(substitute);
  queue_.insert(queue_.begin(), rest.begin(), rest.end());
  work_cv_.Signal();
  publish_cv_.Signal();
}

EngineGauges Flow::Gauges() {
  MutexLock lock(&mu_);
  EngineGauges gauges;
  gauges.bytes_in_flight = bytes_;
  gauges.messages_in_flight = sequencer_.waiting() + sequencer_.publishing();
  gauges.queue_messages = queue_.size();
  return gauges;
}

// --- publisher ---

void Flow::SinkOpened() {
  MutexLock lock(&mu_);
  sink_open_ = true;
  poll_cv_.Signal();
}

bool Flow::DrainingNeedsCommit() const {
  const auto unfinished = [](const PartitionFlow* p) { return !p->slots.empty(); };
  const auto taken = [](const PartitionFlow* p) { return p->publishing > 0; };
  return std::none_of(draining_.begin(), draining_.end(), unfinished) &&
         std::any_of(draining_.begin(), draining_.end(), taken);
}

void Flow::Take(size_t max_bytes, size_t max_messages, std::optional<absl::Duration> commit_at, Intake* out) {
  MutexLock lock(&mu_);
  for (;;) {
    if (giving_up_) {
      out->give_up = true;
      return;
    }
    if (abort_wanted_) {
      out->abort = true;
      return;
    }
    if (commit_at.has_value() && options_.clock() >= *commit_at) {
      out->commit = true;
      return;
    }
    if (sequencer_.has_ready()) {
      sequencer_.TakeReady(max_bytes, max_messages, &out->items);
      return;
    }
    const bool last = (stopping_ || ended_) && sequencer_.waiting() == 0;
    if (commit_at.has_value()) {
      if (last || DrainingNeedsCommit()) {
        out->commit = true;
        return;
      }
    } else if (last && (stopping_ || !void_)) {
      out->finished = true;
      return;
    }
    publisher_waits_ = true;
    publish_cv_.Wait(&mu_);
    publisher_waits_ = false;
  }
}

void Flow::Settled() {
  MutexLock lock(&mu_);
  Release(sequencer_.Settle());
  abort_wanted_ = false;  // whoever wanted it has nothing in a transaction any more
  poll_cv_.Signal();
}

void Flow::Voided() {
  MutexLock lock(&mu_);
  Release(sequencer_.Settle());
  DropEverything();
  abort_wanted_ = false;
  ended_ = false;
  void_ = true;
  poll_cv_.Signal();
}

void Flow::Rewind() {
  MutexLock lock(&mu_);
  // What the poll thread brought if it rewound for a reason of its own meanwhile is void too.
  DropEverything();
  ended_ = false;
  void_ = true;
  rewinding_ = true;
  ++rewinds_;
  poll_cv_.Signal();
}

void Flow::PublisherDone() {
  MutexLock lock(&mu_);
  DropEverything();
  publisher_done_ = true;
  poll_cv_.Signal();
  work_cv_.SignalAll();
}

void Flow::WaitPublish(absl::Duration until, bool heed_stop, bool heed_abort) {
  MutexLock lock(&mu_);
  while (!giving_up_ && !(heed_stop && stopping_) && !(heed_abort && abort_wanted_) && options_.clock() < until) {
    publish_cv_.Wait(&mu_);
  }
}

// --- any thread ---

void Flow::BeginStop() {
  if (stopping_) return;
  stopping_ = true;
  stop_at_ = options_.clock();
  poll_cv_.Signal();
  publish_cv_.Signal();
}

void Flow::BeginGiveUp() {
  giving_up_ = true;
  DropEverything();
  poll_cv_.Signal();
  work_cv_.SignalAll();
  publish_cv_.Signal();
}

void Flow::Stop() {
  MutexLock lock(&mu_);
  BeginStop();
}

void Flow::StopNow() {
  MutexLock lock(&mu_);
  BeginStop();
  if (giving_up_) return;
  if (status_.ok()) status_ = absl::CancelledError("stopped at once; what was not committed is read again");
  BeginGiveUp();
}

void Flow::Fail(const absl::Status& status) {
  MutexLock lock(&mu_);
  if (status_.ok()) status_ = status;
  BeginStop();
}

absl::Status Flow::status() {
  MutexLock lock(&mu_);
  return status_;
}

}  // namespace demarche
