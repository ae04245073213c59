// See broker.h.
#include "connectors/memory/broker.h"

#include <iterator>
#include <utility>

namespace demarche::memory {

void Broker::AddPartition(const TopicPartition& partition) {
  MutexLock lock(&mu_);
  partitions_[partition];
}

void Broker::Append(const TopicPartition& partition, std::shared_ptr<const std::string> value,
                    std::optional<std::string> key) {
  MutexLock lock(&mu_);
  partitions_[partition].messages.push_back({std::move(value), std::move(key)});
}

void Broker::Append(const TopicPartition& partition, std::string_view value) {
  Append(partition, std::make_shared<const std::string>(value));
}

void Broker::CloseInput() {
  MutexLock lock(&mu_);
  input_closed_ = true;
}

void Broker::Request(Rebalance rebalance) {
  MutexLock lock(&mu_);
  if (rebalance.change == Change::kLose) {
    for (const TopicPartition& p : rebalance.partitions) {
      Partition& partition = partitions_[p];
      if (partition.owner == Partition::Owner::kMember) partition.owner = Partition::Owner::kLosing;
    }
  }
  rebalances_.push_back(std::move(rebalance));
}

bool Broker::CommitAsOther(const OffsetCommit& offset, std::vector<OutputRecord> records) {
  MutexLock lock(&mu_);
  Partition& partition = partitions_[offset.partition];
  if (partition.owner == Partition::Owner::kMember) return false;
  partition.committed = offset.next_offset;
  output_count_ += records.size();
  if (keep_outputs_) std::move(records.begin(), records.end(), std::back_inserter(outputs_));
  return true;
}

std::vector<TopicPartition> Broker::partitions() const {
  MutexLock lock(&mu_);
  std::vector<TopicPartition> all;
  for (const auto& [id, partition] : partitions_) all.push_back(id);
  return all;
}

std::vector<TopicPartition> Broker::owned() const {
  MutexLock lock(&mu_);
  std::vector<TopicPartition> mine;
  for (const auto& [id, partition] : partitions_) {
    if (partition.owner == Partition::Owner::kMember) mine.push_back(id);
  }
  return mine;
}

int64_t Broker::committed(const TopicPartition& partition) const {
  MutexLock lock(&mu_);
  return at(partition).committed;
}

int64_t Broker::end(const TopicPartition& partition) const {
  MutexLock lock(&mu_);
  return static_cast<int64_t>(at(partition).messages.size());
}

Broker::Input Broker::input(const TopicPartition& partition, int64_t offset) const {
  MutexLock lock(&mu_);
  return at(partition).messages[static_cast<size_t>(offset)];
}

std::vector<OutputRecord> Broker::outputs() const {
  MutexLock lock(&mu_);
  return outputs_;
}

uint64_t Broker::output_count() const {
  MutexLock lock(&mu_);
  return output_count_;
}

uint64_t Broker::commits() const {
  MutexLock lock(&mu_);
  return commits_;
}

int Broker::violations() const {
  MutexLock lock(&mu_);
  return violations_;
}

std::optional<Broker::Rebalance> Broker::NextRebalance() {
  MutexLock lock(&mu_);
  if (rebalances_.empty()) return std::nullopt;
  Rebalance next = std::move(rebalances_.front());
  rebalances_.erase(rebalances_.begin());
  return next;
}

void Broker::Own(const TopicPartition& partition, bool owned) {
  MutexLock lock(&mu_);
  partitions_[partition].owner = owned ? Partition::Owner::kMember : Partition::Owner::kNobody;
}

bool Broker::input_closed() const {
  MutexLock lock(&mu_);
  return input_closed_ && rebalances_.empty();
}

absl::Status Broker::Publish(std::vector<OutputRecord> records, absl::Span<const OffsetCommit> offsets) {
  MutexLock lock(&mu_);
  for (const OffsetCommit& offset : offsets) {
    const Partition::Owner owner = at(offset.partition).owner;
    if (owner == Partition::Owner::kMember) continue;
    // While it is being lost, the member cannot know yet.
    if (owner == Partition::Owner::kNobody) ++violations_;
    return absl::AbortedError("the generation of the group member is not valid");
  }
  for (const OffsetCommit& offset : offsets) partitions_[offset.partition].committed = offset.next_offset;
  ++commits_;
  output_count_ += records.size();
  if (keep_outputs_) std::move(records.begin(), records.end(), std::back_inserter(outputs_));
  return absl::OkStatus();
}

}  // namespace demarche::memory
