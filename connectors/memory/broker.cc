// See broker.h.
#include "connectors/memory/broker.h"

#include <iterator>
#include <utility>

#include "pipeline/base/status_macros.h"

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

bool Broker::CommitAsOther(int64_t from, const OffsetCommit& offset, std::vector<OutputRecord> records) {
  MutexLock lock(&mu_);
  Partition& partition = partitions_[offset.partition];
  if (partition.owner == Partition::Owner::kMember || partition.committed != from) return false;
  partition.committed = offset.next_offset;
  Show(std::move(records));
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

uint64_t Broker::NewProducer() {
  MutexLock lock(&mu_);
  return ++producer_;
}

bool Broker::IsFenced(uint64_t producer) const {
  MutexLock lock(&mu_);
  return producer != producer_;
}

uint64_t Broker::NewMember() {
  MutexLock lock(&mu_);
  for (auto& [id, partition] : partitions_) partition.owner = Partition::Owner::kNobody;
  member_ = ++members_;
  return member_;
}

bool Broker::IsMember(uint64_t member) const {
  MutexLock lock(&mu_);
  return member == member_;
}

bool Broker::HasMember() const {
  MutexLock lock(&mu_);
  return member_ != 0;
}

void Broker::Leave(uint64_t member) {
  MutexLock lock(&mu_);
  if (member == member_) member_ = 0;
}

std::optional<Broker::Rebalance> Broker::NextRebalance(uint64_t member) {
  MutexLock lock(&mu_);
  if (member != member_ || rebalances_.empty()) return std::nullopt;
  Rebalance next = std::move(rebalances_.front());
  rebalances_.erase(rebalances_.begin());
  return next;
}

void Broker::Own(uint64_t member, const TopicPartition& partition, bool owned) {
  MutexLock lock(&mu_);
  if (member != member_) return;
  partitions_[partition].owner = owned ? Partition::Owner::kMember : Partition::Owner::kNobody;
}

bool Broker::input_closed() const {
  MutexLock lock(&mu_);
  return input_closed_ && rebalances_.empty();
}

absl::Status Broker::MoveOffsets(absl::Span<const OffsetCommit> offsets) {
  for (const OffsetCommit& offset : offsets) {
    const Partition::Owner owner = at(offset.partition).owner;
    if (owner == Partition::Owner::kMember) continue;
    // While it is being lost, the member cannot know yet.
    if (owner == Partition::Owner::kNobody) ++violations_;
    return absl::AbortedError("the generation of the group member is not valid");
  }
  for (const OffsetCommit& offset : offsets) partitions_[offset.partition].committed = offset.next_offset;
  ++commits_;
  return absl::OkStatus();
}

void Broker::Show(std::vector<OutputRecord> records) {
  output_count_ += records.size();
  if (keep_outputs_) std::move(records.begin(), records.end(), std::back_inserter(outputs_));
}

absl::Status Broker::Publish(uint64_t producer, std::vector<OutputRecord> records,
                             absl::Span<const OffsetCommit> offsets) {
  MutexLock lock(&mu_);
  if (producer != producer_) return absl::FailedPreconditionError("another producer has this transactional id");
  DEMARCHE_RETURN_IF_ERROR(MoveOffsets(offsets));
  Show(std::move(records));
  return absl::OkStatus();
}

absl::Status Broker::CommitOffsets(uint64_t member, absl::Span<const OffsetCommit> offsets) {
  MutexLock lock(&mu_);
  if (member != member_) return absl::AbortedError("another member has taken the place of this one");
  return MoveOffsets(offsets);
}

void Broker::Append(std::vector<OutputRecord> records) {
  MutexLock lock(&mu_);
  Show(std::move(records));
}

}  // namespace demarche::memory
