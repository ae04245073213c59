// MemorySource: the ports' Source over a memory::Broker. Reads its partitions in turn, in offset order, from the
// committed offsets. On Open it is assigned all partitions, unless `assign_all` is false: then as Broker::Request says.
// A source that another has taken the place of waits, and takes its place back when that
// one closes. Threads and errors as in io.h.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "connectors/memory/broker.h"
#include "pipeline/runtime/io.h"

namespace demarche::memory {

class MemorySource : public Source {
 public:
  // `broker` outlives the source.
  explicit MemorySource(Broker* broker, bool assign_all = true) : broker_(broker), assign_all_(assign_all) {}

  // Called at the start of every Poll, in the poll thread: where a test's script goes on. Set it before the engine
  // runs.
  std::function<void()> on_poll;

  absl::Status Open(RebalanceListener* listener) override;
  absl::StatusOr<std::optional<RawMessage>> Poll(absl::Duration timeout) override;
  absl::Status Pause(absl::Span<const TopicPartition> partitions) override;
  absl::Status Resume(absl::Span<const TopicPartition> partitions) override;
  absl::Status Rewind() override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  void Close() override;

 private:
  struct Position {
    int64_t next = 0;
    int64_t end = 0;  // as last seen
    bool paused = false;
  };
  void Answer(const Broker::Rebalance& rebalance);
  void Join();
  void AnswerAll(Broker::Change change);
  std::optional<RawMessage> Next();

  Broker* const broker_;
  const bool assign_all_;
  uint64_t member_ = 0;
  RebalanceListener* listener_ = nullptr;
  std::map<TopicPartition, Position> positions_;
  std::optional<TopicPartition> turn_;  // whose message was delivered last
  int64_t run_ = 0;                     // how many of it in a row
};

}  // namespace demarche::memory
