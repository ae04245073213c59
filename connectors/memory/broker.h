// Broker: the shared middle of MemorySource and MemorySink: input partitions, the committed offsets of one consumer
// group, which partitions the group's member owns, and the outputs. It shows what a read_committed reader of a real
// broker would see: records become visible with their transaction, together with its offsets; aborted ones never.
//
// It is also an oracle: a commit of a partition after the member has given it up is refused as a real broker's
// generation check would, and counted in violations(). A producer or member that another has taken the place of (a
// process that was started anew while the old one still runs) is refused without being counted: it cannot know.
//
// Any thread; one mutex.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "connectors/memory/faults.h"
#include "pipeline/base/mutex.h"
#include "pipeline/model/offsets.h"
#include "pipeline/model/output_record.h"

namespace demarche::memory {

class Broker {
 public:
  struct Input {
    std::shared_ptr<const std::string> value;  // null: tombstone
    std::optional<std::string> key;
  };
  enum class Change { kAssign, kRevoke, kLose };
  struct Rebalance {
    Change change = Change::kAssign;
    std::vector<TopicPartition> partitions;
  };

  // Outputs are counted and not kept: for benches.
  explicit Broker(bool keep_outputs = true) : keep_outputs_(keep_outputs) {}

  Faults faults;

  // --- the test's side ---
  // Makes the partition if need be; the member gets it with the next rebalance that it is in.
  void AddPartition(const TopicPartition& partition);
  void Append(const TopicPartition& partition, std::shared_ptr<const std::string> value,
              std::optional<std::string> key = std::nullopt);
  void Append(const TopicPartition& partition, std::string_view value);
  // No more input comes: Poll ends with kOutOfRange when the member has read all of its partitions.
  void CloseInput();
  // Told to the member from inside its next Poll, in this order. A lost partition is no longer its own from this call.
  void Request(Rebalance rebalance);
  // Another member's commit: `records` become visible and the offset moves on from `from`. Returns false, changing
  // nothing, if the member of this broker owns the partition, or the committed offset is another by now.
  bool CommitAsOther(int64_t from, const OffsetCommit& offset, std::vector<OutputRecord> records);

  std::vector<TopicPartition> partitions() const;
  std::vector<TopicPartition> owned() const;
  int64_t committed(const TopicPartition& partition) const;
  int64_t end(const TopicPartition& partition) const;
  Input input(const TopicPartition& partition, int64_t offset) const;
  std::vector<OutputRecord> outputs() const;
  uint64_t output_count() const;
  uint64_t commits() const;
  int violations() const;

  // --- the connectors' side ---
  // A new producer with the one transactional id: from now on all older ones are fenced.
  uint64_t NewProducer();
  bool IsFenced(uint64_t producer) const;
  // A new member, in the place of the one before, which is out of the group and owns nothing any more.
  uint64_t NewMember();
  bool IsMember(uint64_t member) const;
  bool HasMember() const;
  void Leave(uint64_t member);
  std::optional<Rebalance> NextRebalance(uint64_t member);
  void Own(uint64_t member, const TopicPartition& partition, bool owned);
  bool input_closed() const;
  // A transaction of that producer: makes `records` visible and moves the offsets. kAborted: some partition is not the
  // member's. kFailedPrecondition: the producer is fenced.
  absl::Status Publish(uint64_t producer, std::vector<OutputRecord> records, absl::Span<const OffsetCommit> offsets);
  // The same without a transaction: that member moves offsets, or anybody makes records visible.
  absl::Status CommitOffsets(uint64_t member, absl::Span<const OffsetCommit> offsets);
  void Append(std::vector<OutputRecord> records);

 private:
  struct Partition {
    std::vector<Input> messages;
    int64_t committed = 0;
    enum class Owner { kNobody, kMember, kLosing } owner = Owner::kNobody;
  };
  absl::Status MoveOffsets(absl::Span<const OffsetCommit> offsets) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Show(std::vector<OutputRecord> records) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  const Partition& at(const TopicPartition& partition) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    return partitions_.at(partition);
  }

  const bool keep_outputs_;
  mutable Mutex mu_;
  std::map<TopicPartition, Partition> partitions_ ABSL_GUARDED_BY(mu_);
  std::vector<Rebalance> rebalances_ ABSL_GUARDED_BY(mu_);
  std::vector<OutputRecord> outputs_ ABSL_GUARDED_BY(mu_);
  uint64_t output_count_ ABSL_GUARDED_BY(mu_) = 0;
  uint64_t producer_ ABSL_GUARDED_BY(mu_) = 0;  // the youngest
  uint64_t members_ ABSL_GUARDED_BY(mu_) = 0;   // that ever were
  uint64_t member_ ABSL_GUARDED_BY(mu_) = 0;    // 0: nobody
  uint64_t commits_ ABSL_GUARDED_BY(mu_) = 0;
  int violations_ ABSL_GUARDED_BY(mu_) = 0;
  bool input_closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace demarche::memory
