// See poller.h.
#include "pipeline/runtime/poller.h"

#include <algorithm>
#include <utility>

#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/runtime/fault.h"
#include "pipeline/runtime/thread_name.h"

namespace demarche {

namespace {

// A chunk is pushed when it has this much, or when the source has nothing more at hand.
constexpr size_t kChunkMessages = 64;
constexpr size_t kChunkBytes = 256 * 1024;
// While paused, so that resuming comes soon after the pressure is gone.
constexpr absl::Duration kPausedPoll = absl::Milliseconds(5);
// When the input has ended, so that it is seen to be alive.
constexpr absl::Duration kEndedPoll = absl::Seconds(1);

}  // namespace

Poller::Poller(const EngineOptions& options, Source* source, Observer* observer, Flow* flow)
    : options_(options),
      source_(source),
      observer_(observer),
      flow_(flow),
      backoff_(options.retry_min, options.retry_max, options.seed + 1) {}

void Poller::Run() {
  NameThread("dm-poll");
  const absl::Status status = Loop();
  if (!status.ok() && status.code() != absl::StatusCode::kCancelled) flow_->Fail(status);
  came_round_ = 0;
  // What is read and in flight is still published; the sink may need this source's membership for it.
  flow_->WaitPublisherDone();
  source_->Close();
  flow_->PollerDone();
}

void Poller::CameRound() { came_round_.store(absl::ToInt64Nanoseconds(options_.clock()), std::memory_order_relaxed); }

absl::Duration Poller::SincePoll(absl::Duration now) const {
  const int64_t at = came_round_.load(std::memory_order_relaxed);
  return at == 0 ? absl::ZeroDuration() : now - absl::Nanoseconds(at);
}

absl::Status Poller::Loop() {
  flow_->WaitSinkOpen();
  if (flow_->publisher_done()) return absl::OkStatus();
  DEMARCHE_RETURN_IF_ERROR(Retry("open", [this] { return Open(); }));
  while (!flow_->publisher_done()) {
    CameRound();
    if (flow_->rewinding()) {
      DEMARCHE_RETURN_IF_ERROR(RewindSource());
    } else if (ended_) {
      flow_->WaitPoll(options_.clock() + kEndedPoll);
    } else {
      DEMARCHE_RETURN_IF_ERROR(PollOnce());
    }
  }
  return absl::OkStatus();
}

absl::Status Poller::PollOnce() {
  DEMARCHE_RETURN_IF_ERROR(AdjustFlow());
  const absl::Duration timeout = !chunk_.empty() ? absl::ZeroDuration()
                                 : paused_       ? std::min(kPausedPoll, options_.poll_timeout)
                                                 : options_.poll_timeout;
  absl::StatusOr<std::optional<RawMessage>> polled = source_->Poll(timeout);
  if (!polled.ok()) {
    PushChunk();
    if (ActionFor(polled.status()) == FaultAction::kEndOfInput) {
      ended_ = true;
      flow_->EndOfInput();
      return absl::OkStatus();
    }
    const absl::Status failed = polled.status();
    bool first = true;  // report and wait, then poll again in the loop
    return Retry("poll", [&] { return std::exchange(first, false) ? failed : absl::OkStatus(); });
  }
  backoff_.Reset();
  if (!polled->has_value()) {
    PushChunk();
    return absl::OkStatus();
  }
  if (chunk_.empty()) chunk_at_ = options_.clock();
  auto item = std::make_shared<Item>();
  item->message = *std::move(*polled);
  item->read_at = chunk_at_;
  const size_t bytes = item->message.bytes();
  observer_->On(MessageRead{item->message.origin.topic, bytes});
  chunk_bytes_ += bytes;
  chunk_.push_back(std::move(item));
  if (chunk_.size() >= kChunkMessages || chunk_bytes_ >= kChunkBytes) PushChunk();
  return absl::OkStatus();
}

void Poller::PushChunk() {
  if (!chunk_.empty()) flow_->Push(&chunk_);
  chunk_bytes_ = 0;
}

absl::Status Poller::AdjustFlow() {
  const uint64_t bytes = flow_->bytes_in_flight();
  const bool full = flow_->stopping() || bytes > (paused_ ? options_.queue_bytes / 2 : options_.queue_bytes);
  if (full == paused_ && !pause_again_) return absl::OkStatus();
  const std::vector<TopicPartition> partitions = Assigned();
  bool done = false;
  DEMARCHE_RETURN_IF_ERROR(Retry("pause", [&] {
    absl::Status status = full ? source_->Pause(partitions) : source_->Resume(partitions);
    done = status.ok();
    return status;
  }));
  if (!done) return absl::OkStatus();  // the source was rewound or replaced instead: asked again at the next poll
  pause_again_ = false;
  if (full != paused_) observer_->On(FlowChanged{full, bytes});
  paused_ = full;
  return absl::OkStatus();
}

absl::Status Poller::RewindSource() {
  chunk_.clear();
  chunk_bytes_ = 0;
  const uint64_t rewinds = flow_->rewinds();
  DEMARCHE_RETURN_IF_ERROR(Retry("rewind", [this] { return source_->Rewind(); }));
  ended_ = false;
  flow_->Rewound(rewinds);
  return absl::OkStatus();
}

absl::Status Poller::Open() {
  DEMARCHE_RETURN_IF_ERROR(source_->Open(this));
  observer_->On(ClientOpened{"source"});
  return absl::OkStatus();
}

void Poller::CloseDead(const absl::Status& fault) {
  observer_->On(ClientReopened{"source", Message(fault)});
  chunk_.clear();
  chunk_bytes_ = 0;
  flow_->GiveUpAll();
  source_->Close();
  assigned_.clear();
  paused_ = false;
  pause_again_ = false;
}

absl::Status Poller::Retry(std::string_view operation, std::function<absl::Status()> call) {
  absl::Status status = call();
  while (!status.ok()) {
    switch (ActionFor(status)) {
      case FaultAction::kReopen:
        // A new client starts at the committed offsets: whatever `call` wanted of the old one is done with.
        CloseDead(status);
        operation = "open";
        call = [this] { return Open(); };
        break;
      case FaultAction::kRetry:
        break;
      case FaultAction::kAbortAndRewind:
        if (operation == "rewind" || operation == "open") break;
        flow_->GiveUpAll();
        return RewindSource();
      default:
        return status;
    }
    const absl::Duration delay = backoff_.Next();
    observer_->On(Retried{operation, backoff_.attempt(), delay, Message(status)});
    const absl::Duration until = options_.clock() + delay;
    while (options_.clock() < until && !flow_->publisher_done()) flow_->WaitPoll(until);
    if (flow_->publisher_done()) return absl::CancelledError("stopped while the source was not available");
    CameRound();
    status = call();
  }
  return status;
}

// Partitions that are no longer ours: what was read of them and not pushed is dropped.
void Poller::Forget(const std::vector<TopicPartition>& partitions) {
  for (const TopicPartition& p : partitions) assigned_.erase(p);
  std::erase_if(chunk_, [&](const ItemPtr& item) {
    return std::any_of(partitions.begin(), partitions.end(), [&](const TopicPartition& p) {
      return p.partition == item->message.origin.partition && p.topic == item->message.origin.topic;
    });
  });
}

void Poller::OnAssigned(const std::vector<TopicPartition>& partitions) {
  assigned_.insert(partitions.begin(), partitions.end());
  pause_again_ = paused_;
  observer_->On(Rebalanced{"assigned", partitions});
}

void Poller::OnRevoked(const std::vector<TopicPartition>& partitions) {
  Forget(partitions);
  observer_->On(Rebalanced{"revoked", partitions});
  flow_->GiveUp(partitions, options_.clock() + options_.revoke_deadline);
}

void Poller::OnLost(const std::vector<TopicPartition>& partitions) {
  Forget(partitions);
  observer_->On(Rebalanced{"lost", partitions});
  flow_->GiveUp(partitions, -absl::InfiniteDuration());
}

}  // namespace demarche
