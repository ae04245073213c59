// See source.h.
#include "connectors/memory/source.h"

#include <algorithm>
#include <utility>

#include "pipeline/base/status_macros.h"
#include "pipeline/base/thread.h"

namespace demarche::memory {

namespace {

constexpr int64_t kRun = 32;  // messages of one partition in a row, as a fetch would bring them

}  // namespace

absl::Status MemorySource::Open(RebalanceListener* listener) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kSourceOpen));
  listener_ = listener;
  Join();
  return broker_->faults.After(Op::kSourceOpen);
}

void MemorySource::Join() {
  member_ = broker_->NewMember();
  if (assign_all_) broker_->Request({Broker::Change::kAssign, broker_->partitions()});
}

void MemorySource::Answer(const Broker::Rebalance& rebalance) {
  std::vector<TopicPartition> concerned;
  for (const TopicPartition& p : rebalance.partitions) {
    const bool mine = positions_.count(p) > 0;
    if (mine != (rebalance.change == Broker::Change::kAssign)) concerned.push_back(p);
  }
  if (rebalance.change == Broker::Change::kAssign) {
    for (const TopicPartition& p : concerned) {
      broker_->Own(member_, p, true);
      positions_[p] = {broker_->committed(p), 0, false};
    }
    listener_->OnAssigned(concerned);
    return;
  }
  if (rebalance.change == Broker::Change::kRevoke) {
    listener_->OnRevoked(concerned);
  } else {
    listener_->OnLost(concerned);
  }
  for (const TopicPartition& p : concerned) {
    broker_->Own(member_, p, false);
    positions_.erase(p);
  }
}

void MemorySource::AnswerAll(Broker::Change change) {
  std::vector<TopicPartition> mine;
  for (const auto& [id, position] : positions_) mine.push_back(id);
  Answer({change, mine});
}

std::optional<RawMessage> MemorySource::Next() {
  auto it = turn_ ? positions_.find(*turn_) : positions_.end();
  if (it != positions_.end() && run_ >= kRun) ++it;
  if (it == positions_.end()) it = positions_.begin();
  for (size_t tried = 0; tried <= positions_.size() && !positions_.empty(); ++tried) {
    auto& [id, position] = *it;
    if (position.next >= position.end) position.end = broker_->end(id);
    if (!position.paused && position.next < position.end) {
      run_ = turn_ == id ? run_ + 1 : 0;
      if (run_ == 0) turn_ = id;
      Broker::Input input = broker_->input(id, position.next);
      RawMessage message;
      message.origin = {id.topic, id.partition, position.next++, -1};
      if (input.value != nullptr) message.value = *input.value;
      if (input.key) {
        auto owner = std::make_shared<std::pair<std::shared_ptr<const std::string>, std::string>>(
            std::move(input.value), *std::move(input.key));
        message.key = owner->second;
        message.owner = std::move(owner);
      } else {
        message.owner = std::move(input.value);
      }
      return message;
    }
    if (++it == positions_.end()) it = positions_.begin();
    turn_.reset();
    run_ = 0;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<RawMessage>> MemorySource::Poll(absl::Duration timeout) {
  if (on_poll) on_poll();
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kPoll));
  if (!positions_.empty() && !broker_->IsMember(member_)) AnswerAll(Broker::Change::kLose);
  if (!broker_->HasMember()) Join();  // the one that had taken this one's place is gone
  while (const std::optional<Broker::Rebalance> rebalance = broker_->NextRebalance(member_)) Answer(*rebalance);
  std::optional<RawMessage> message = Next();
  if (message.has_value()) return message;
  const auto unread = [this](const auto& p) { return p.second.next < broker_->end(p.first); };
  if (broker_->IsMember(member_) && broker_->input_closed() &&
      std::none_of(positions_.begin(), positions_.end(), unread)) {
    return absl::OutOfRangeError("end of input");
  }
  SleepMonotonic(timeout);
  return std::optional<RawMessage>();
}

absl::Status MemorySource::Pause(absl::Span<const TopicPartition> partitions) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kPause));
  for (const TopicPartition& p : partitions) positions_.at(p).paused = true;
  return absl::OkStatus();
}

absl::Status MemorySource::Resume(absl::Span<const TopicPartition> partitions) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kPause));
  for (const TopicPartition& p : partitions) positions_.at(p).paused = false;
  return absl::OkStatus();
}

absl::Status MemorySource::Rewind() {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kRewind));
  for (auto& [id, position] : positions_) position.next = broker_->committed(id);
  return absl::OkStatus();
}

absl::Status MemorySource::Commit(absl::Span<const OffsetCommit> offsets) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kSourceCommit));
  DEMARCHE_RETURN_IF_ERROR(broker_->CommitOffsets(member_, offsets));
  return broker_->faults.After(Op::kSourceCommit);
}

void MemorySource::Close() {
  if (listener_ == nullptr) return;
  if (!positions_.empty()) AnswerAll(broker_->IsMember(member_) ? Broker::Change::kRevoke : Broker::Change::kLose);
  broker_->Leave(member_);
  listener_ = nullptr;
}

}  // namespace demarche::memory
