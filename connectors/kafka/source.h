// KafkaSource: the records of a consumer group's partitions, in offset order within each (pipeline/runtime/io.h says
// what each call promises).
//
// Zero copy: key and value of a RawMessage are views into librdkafka's buffer, which the message's owner frees. The
// owner also keeps the client alive, so records may outlive Close().
//
// Positions: on assignment the committed offsets are read and the partitions start there; a partition without one
// starts at `start`, and with kLatest that position is committed at once, so that a restart goes on from it instead of
// skipping what came meanwhile. Rewind() goes back to the same places.
//
// Pausing everything is lazy: for `soft_pause` the source just stops asking, because a real pause makes librdkafka 2.0
// throw away what it has prefetched. No rebalance can be answered meanwhile, which costs nothing: the work in flight
// would have to be finished first anyway.
//
// Threads: as io.h says; what is marked "any thread" is for the sink of the same process.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "connectors/kafka/client.h"
#include "connectors/kafka/group_offsets.h"
#include "connectors/kafka/lag.h"
#include "pipeline/runtime/io.h"

namespace demarche::kafka {

struct KafkaSourceOptions {
  enum class Start { kEarliest, kLatest };

  Properties properties;  // the configuration's kafka.* map, as the user wrote it
  std::string group_id;
  std::string instance_id;          // group.instance.id: a static member of the group; "" = a dynamic one
  std::vector<std::string> topics;  // names, or regular expressions that start with "^"
  Start start = Start::kEarliest;   // where a partition without a committed offset begins
  Delivery delivery = Delivery::kExactlyOnce;
  Observer* observer = nullptr;                            // outlives the source and its records; may be null
  absl::Duration missing_topic_grace = absl::Seconds(10);  // a topic may be made while we start
  absl::Duration request_timeout = absl::Seconds(10);
  absl::Duration soft_pause = absl::Seconds(1);
};

class KafkaSource final : public Source {
 public:
  explicit KafkaSource(KafkaSourceOptions options);
  ~KafkaSource() override;

  absl::Status Open(RebalanceListener* listener) override;
  absl::StatusOr<std::optional<RawMessage>> Poll(absl::Duration timeout) override;
  absl::Status Pause(absl::Span<const TopicPartition> partitions) override;
  absl::Status Resume(absl::Span<const TopicPartition> partitions) override;
  absl::Status Rewind() override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  void Close() override;

  // Any thread. What a transaction needs to commit this group's offsets; null while closed.
  GroupMetadataPtr GroupMetadata() const;
  // Any thread. A transaction has committed these.
  void NoteCommitted(absl::Span<const OffsetCommit> offsets);
  // Any thread. Whether the group has given partitions to this member.
  bool assigned() const { return assigned_.load(std::memory_order_relaxed); }

 private:
  std::shared_ptr<Client> client() const ABSL_LOCKS_EXCLUDED(mutex_);
  void TellLag(std::string_view statistics) ABSL_LOCKS_EXCLUDED(mutex_);
  void OnRebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions);
  void Assign(rd_kafka_topic_partition_list_t* partitions);
  void Unassign(rd_kafka_topic_partition_list_t* partitions);
  bool FindStart(rd_kafka_topic_partition_list_t* partitions);
  absl::StatusOr<PartitionListPtr> CommittedPositions();
  absl::Status Subscribe();
  absl::Status Judge(const rd_kafka_message_t& event);
  RawMessage Wrap(MessagePtr message);
  absl::Status PauseForReal(absl::Span<const TopicPartition> partitions);
  bool AllPaused() const { return !assignment_.empty() && paused_.size() == assignment_.size(); }

  const KafkaSourceOptions options_;
  mutable Mutex mutex_;
  std::shared_ptr<Client> shared_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::pair<std::string, int32_t>, int64_t> committed_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> assigned_{false};

  // The poll thread's.
  std::shared_ptr<Client> client_;
  RebalanceListener* listener_ = nullptr;
  LagReader lag_;
  std::optional<GroupOffsets> group_offsets_;
  std::set<TopicPartition> assignment_;
  std::set<TopicPartition> paused_;         // as the engine asked
  std::set<TopicPartition> really_paused_;  // as librdkafka knows
  absl::Duration paused_since_;
  absl::flat_hash_map<std::pair<std::string, int32_t>, int64_t> base_;  // where partitions without a commit started
  absl::Duration missing_since_ = absl::InfiniteDuration();
  bool ever_assigned_ = false;
  bool closing_ = false;
  rd_kafka_topic_t* topic_of_name_ = nullptr;  // of topic_name_; compared, never used
  std::string topic_name_;
};

}  // namespace demarche::kafka
