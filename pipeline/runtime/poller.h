// Poller: reads the source and pushes what it reads; pauses it under pressure; answers rebalances; rewinds and reopens
// it when told to.
//
// Threads: Run is the poll thread, the only caller of the source but for Source::Commit; the listener's calls come from
// inside its own calls of Poll and Close.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "pipeline/runtime/backoff.h"
#include "pipeline/runtime/flow.h"
#include "pipeline/runtime/io.h"
#include "pipeline/runtime/options.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class Poller : public RebalanceListener {
 public:
  // All references outlive the poller.
  Poller(const EngineOptions& options, Source* source, Observer* observer, Flow* flow);

  // Opens the source once the sink is open, and polls until the publisher is done; then closes it.
  void Run();

  void OnAssigned(const std::vector<TopicPartition>& partitions) override;
  void OnRevoked(const std::vector<TopicPartition>& partitions) override;
  void OnLost(const std::vector<TopicPartition>& partitions) override;

  // Any thread. How long the poll thread has not come round: it hangs, or waits for a call that should be bounded. Zero
  // before it polls and when it has ended.
  absl::Duration SincePoll(absl::Duration now) const;

 private:
  void CameRound();
  absl::Status Loop();
  absl::Status Open();
  absl::Status PollOnce();
  void PushChunk();
  absl::Status AdjustFlow();
  absl::Status RewindSource();
  // Everything in flight is dropped first, since its partitions may be another's by now.
  void CloseDead(const absl::Status& fault);
  // Repeats `call` while it is transient; replaces the client if it is dead. kCancelled: the engine is ending.
  absl::Status Retry(std::string_view operation, std::function<absl::Status()> call);
  void Forget(const std::vector<TopicPartition>& partitions);
  std::vector<TopicPartition> Assigned() const { return {assigned_.begin(), assigned_.end()}; }

  const EngineOptions options_;
  Source* const source_;
  Observer* const observer_;
  Flow* const flow_;
  std::vector<ItemPtr> chunk_;
  size_t chunk_bytes_ = 0;
  absl::Duration chunk_at_;
  std::set<TopicPartition> assigned_;
  bool paused_ = false;
  bool pause_again_ = false;  // partitions came while paused
  bool ended_ = false;        // the input has ended
  Backoff backoff_;
  std::atomic<int64_t> came_round_{0};  // of the clock, in nanoseconds; 0: not polling
};

}  // namespace demarche
