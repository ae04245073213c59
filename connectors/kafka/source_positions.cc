// KafkaSource, second part: which partitions, and from which offset. Assignment, revocation, rewinding.
#include <algorithm>

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/partition_list.h"
#include "connectors/kafka/source.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

constexpr absl::Duration kRetryPause = absl::Milliseconds(100);

bool Cooperative(rd_kafka_t* client) { return std::string_view(rd_kafka_rebalance_protocol(client)) == "COOPERATIVE"; }

}  // namespace

void KafkaSource::OnRebalance(rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions) {
  if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    Assign(partitions);
    return;
  }
  if (code != RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS) {
    client_->Report(Note::Level::kWarning, rd_kafka_err2name(code),
                    fmt::format("rebalance failed: {}. The group is joined again", rd_kafka_err2str(code)));
  }
  Unassign(partitions);
}

void KafkaSource::Assign(rd_kafka_topic_partition_list_t* partitions) {
  if (closing_) {  // an assignment that came too late
    rd_kafka_assign(client_->get(), nullptr);
    return;
  }
  const bool fresh_starts = FindStart(partitions);
  if (Cooperative(client_->get())) {
    ErrorPtr(rd_kafka_incremental_assign(client_->get(), partitions));
  } else {
    rd_kafka_assign(client_->get(), partitions);
  }
  if (fresh_starts) {
    const PartitionListPtr starts(rd_kafka_topic_partition_list_new(partitions->cnt));
    for (const rd_kafka_topic_partition_t& p : Elements(partitions)) {
      const auto base = base_.find({p.topic, p.partition});
      if (base == base_.end() || base->second < 0) continue;
      rd_kafka_topic_partition_list_add(starts.get(), p.topic, p.partition)->offset = base->second;
    }
    rd_kafka_commit(client_->get(), starts.get(), /*async=*/1);
  }
  const std::vector<TopicPartition> added = FromList(partitions);
  assignment_.insert(added.begin(), added.end());
  ever_assigned_ = ever_assigned_ || !added.empty();
  if (!added.empty()) missing_since_ = absl::InfiniteDuration();
  assigned_ = !assignment_.empty();
  listener_->OnAssigned(added);
}

void KafkaSource::Unassign(rd_kafka_topic_partition_list_t* partitions) {
  const std::vector<TopicPartition> gone = FromList(partitions);
  if (rd_kafka_assignment_lost(client_->get()) != 0) {
    listener_->OnLost(gone);
  } else {
    listener_->OnRevoked(gone);
  }
  for (const TopicPartition& p : gone) {
    assignment_.erase(p);
    paused_.erase(p);
    really_paused_.erase(p);
    base_.erase({p.topic, p.partition});
  }
  {
    MutexLock lock(&mutex_);
    for (const TopicPartition& p : gone) committed_.erase({p.topic, p.partition});
  }
  assigned_ = !assignment_.empty();
  if (Cooperative(client_->get())) {
    ErrorPtr(rd_kafka_incremental_unassign(client_->get(), partitions));
  } else {
    rd_kafka_assign(client_->get(), nullptr);
  }
}

// Fills in where each partition starts: its committed offset, or else where options_.start says. Where the broker gives
// no answer in time the offset is left to librdkafka, which goes on asking. Whether a position was chosen that nobody
// has committed yet.
bool KafkaSource::FindStart(rd_kafka_topic_partition_list_t* partitions) {
  if (partitions->cnt == 0) return false;
  const absl::Duration deadline = SteadyNow() + options_.request_timeout;
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  do {
    code = rd_kafka_committed(client_->get(), partitions,
                              static_cast<int>(absl::ToInt64Milliseconds(options_.request_timeout)));
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) code = FirstError(partitions);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) absl::SleepFor(kRetryPause);
  } while (code != RD_KAFKA_RESP_ERR_NO_ERROR && SteadyNow() < deadline);
  bool fresh = false;
  for (rd_kafka_topic_partition_t& p : Elements(partitions)) {
    if (p.err != RD_KAFKA_RESP_ERR_NO_ERROR || code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      p.err = RD_KAFKA_RESP_ERR_NO_ERROR;
      p.offset = RD_KAFKA_OFFSET_STORED;
    } else if (p.offset >= 0) {
      MutexLock lock(&mutex_);
      committed_[{p.topic, p.partition}] = p.offset;
    } else if (options_.start == KafkaSourceOptions::Start::kEarliest) {
      p.offset = RD_KAFKA_OFFSET_BEGINNING;
      base_[{p.topic, p.partition}] = p.offset;
    } else {
      int64_t low = 0;
      int64_t high = 0;
      const rd_kafka_resp_err_t asked =
          rd_kafka_query_watermark_offsets(client_->get(), p.topic, p.partition, &low, &high,
                                           static_cast<int>(absl::ToInt64Milliseconds(options_.request_timeout)));
      p.offset = asked == RD_KAFKA_RESP_ERR_NO_ERROR ? high : RD_KAFKA_OFFSET_END;
      base_[{p.topic, p.partition}] = p.offset;
      fresh = true;
    }
  }
  return fresh;
}

absl::StatusOr<PartitionListPtr> KafkaSource::CommittedPositions() {
  PartitionListPtr list = ToList(std::vector<TopicPartition>(assignment_.begin(), assignment_.end()));
  DEMARCHE_RETURN_IF_ERROR(
      StatusFrom(rd_kafka_committed(client_->get(), list.get(),
                                    static_cast<int>(absl::ToInt64Milliseconds(options_.request_timeout))),
                 "read committed offsets"));
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(FirstError(list.get()), "read committed offsets"));
  for (rd_kafka_topic_partition_t& p : Elements(list.get())) {
    if (p.offset >= 0) continue;
    const auto base = base_.find({p.topic, p.partition});
    p.offset = base != base_.end()                                      ? base->second
               : options_.start == KafkaSourceOptions::Start::kEarliest ? RD_KAFKA_OFFSET_BEGINNING
                                                                        : RD_KAFKA_OFFSET_END;
  }
  return list;
}

absl::Status KafkaSource::Rewind() {
  if (client_ == nullptr || assignment_.empty()) return absl::OkStatus();
  DEMARCHE_ASSIGN_OR_RETURN(const PartitionListPtr list, CommittedPositions());
  if (const ErrorPtr error(rd_kafka_seek_partitions(
          client_->get(), list.get(), static_cast<int>(absl::ToInt64Milliseconds(options_.request_timeout))));
      error != nullptr) {
    return StatusFrom(rd_kafka_error_code(error.get()), "seek to committed offsets");
  }
  return StatusFrom(FirstError(list.get()), "seek to committed offsets");
}

}  // namespace demarche::kafka
