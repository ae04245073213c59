// Counted: a source and a sink that count what the engine asks of them, in front of the memory ones. One simulation at
// a time, so the counts need no lock.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "fmt/format.h"
#include "pipeline/runtime/io.h"

namespace demarche::sim {

enum class Count {
  kRead,
  kWork,
  kWrite,
  kBegin,
  kCommit,
  kAbort,
  kRewind,
  kPause,
  kAssign,
  kRevoke,
  kLose,
  kOpen,
  kClose,
  kStart
};
inline constexpr int kCounts = 14;
inline constexpr const char* kCountNames[kCounts] = {"read",  "work",   "write",  "begin", "commit", "abort", "rewind",
                                                     "pause", "assign", "revoke", "lose",  "open",   "close", "start"};

// What the engine did: each call of a port that did or tried something (an empty poll is none), each document, each
// rebalance, each start of the program.
class Counts {
 public:
  void Add(Count count) { ++counts_[static_cast<size_t>(count)]; }
  uint64_t total() const {
    uint64_t sum = 0;
    for (const uint64_t n : counts_) sum += n;
    return sum;
  }
  std::string ToString() const {
    std::string out;
    for (size_t i = 0; i < kCounts; ++i) out += fmt::format("{}{} {}", i == 0 ? "" : ", ", kCountNames[i], counts_[i]);
    return out;
  }

 private:
  std::array<uint64_t, kCounts> counts_ = {};
};

class CountedSource final : public Source, public RebalanceListener {
 public:
  CountedSource(Source* inner, Counts* counts) : inner_(inner), counts_(counts) {}

  absl::Status Open(RebalanceListener* listener) override {
    counts_->Add(Count::kOpen);
    listener_ = listener;
    return inner_->Open(this);
  }
  absl::StatusOr<std::optional<RawMessage>> Poll(absl::Duration timeout) override {
    absl::StatusOr<std::optional<RawMessage>> polled = inner_->Poll(timeout);
    if (!polled.ok() || polled->has_value()) counts_->Add(Count::kRead);
    return polled;
  }
  absl::Status Pause(absl::Span<const TopicPartition> partitions) override {
    counts_->Add(Count::kPause);
    return inner_->Pause(partitions);
  }
  absl::Status Resume(absl::Span<const TopicPartition> partitions) override {
    counts_->Add(Count::kPause);
    return inner_->Resume(partitions);
  }
  absl::Status Rewind() override {
    counts_->Add(Count::kRewind);
    return inner_->Rewind();
  }
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override {
    counts_->Add(Count::kCommit);
    return inner_->Commit(offsets);
  }
  void Close() override {
    counts_->Add(Count::kClose);
    inner_->Close();
  }

  void OnAssigned(const std::vector<TopicPartition>& partitions) override {
    counts_->Add(Count::kAssign);
    listener_->OnAssigned(partitions);
  }
  void OnRevoked(const std::vector<TopicPartition>& partitions) override {
    counts_->Add(Count::kRevoke);
    listener_->OnRevoked(partitions);
  }
  void OnLost(const std::vector<TopicPartition>& partitions) override {
    counts_->Add(Count::kLose);
    listener_->OnLost(partitions);
  }

 private:
  Source* const inner_;
  Counts* const counts_;
  RebalanceListener* listener_ = nullptr;
};

class CountedSink final : public Sink {
 public:
  CountedSink(Sink* inner, Counts* counts) : inner_(inner), counts_(counts) {}

  absl::Status Open() override { return Counted(Count::kOpen)->Open(); }
  absl::Status Begin() override { return Counted(Count::kBegin)->Begin(); }
  absl::Status Write(OutputRecord& record) override { return Counted(Count::kWrite)->Write(record); }
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override {
    return Counted(Count::kCommit)->Commit(offsets);
  }
  absl::Status Abort() override { return Counted(Count::kAbort)->Abort(); }
  void Close() override { Counted(Count::kClose)->Close(); }

 private:
  Sink* Counted(Count count) {
    counts_->Add(count);
    return inner_;
  }
  Sink* const inner_;
  Counts* const counts_;
};

}  // namespace demarche::sim
