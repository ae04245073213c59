// See group_offsets.h.
#include "connectors/kafka/group_offsets.h"

#include "connectors/kafka/partition_list.h"

namespace demarche::kafka {
namespace {

constexpr int kWaitMs = 100;

}  // namespace

void GroupOffsets::Look(absl::Span<const TopicPartition> partitions) {
  if (partitions.empty()) return;
  const auto list = ToList(partitions);
  // While a transaction holds new offsets the broker does not answer for them, and the wait ends without: the last
  // answer stays.
  if (rd_kafka_committed(consumer_, list.get(), kWaitMs) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  committed_.clear();
  for (const rd_kafka_topic_partition_t& p : Elements(list.get())) {
    if (p.err == RD_KAFKA_RESP_ERR_NO_ERROR && p.offset >= 0) committed_[{p.topic, p.partition}] = p.offset;
  }
}

int64_t GroupOffsets::Committed(const TopicPartition& partition) const {
  const auto at = committed_.find({partition.topic, partition.partition});
  return at == committed_.end() ? -1 : at->second;
}

}  // namespace demarche::kafka
