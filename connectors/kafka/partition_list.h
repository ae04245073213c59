// Our partitions and offsets <-> librdkafka's lists. Pure.
#pragma once
#include <vector>

#include "absl/types/span.h"
#include "connectors/kafka/handles.h"
#include "pipeline/model/offsets.h"

namespace demarche::kafka {

inline PartitionListPtr ToList(absl::Span<const TopicPartition> partitions) {
  PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const TopicPartition& p : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), p.topic.c_str(), p.partition);
  }
  return list;
}

inline PartitionListPtr ToList(absl::Span<const OffsetCommit> offsets) {
  PartitionListPtr list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
  for (const OffsetCommit& o : offsets) {
    rd_kafka_topic_partition_list_add(list.get(), o.partition.topic.c_str(), o.partition.partition)->offset =
        o.next_offset;
  }
  return list;
}

inline std::vector<TopicPartition> FromList(const rd_kafka_topic_partition_list_t* list) {
  std::vector<TopicPartition> partitions;
  if (list == nullptr) return partitions;
  partitions.reserve(static_cast<size_t>(list->cnt));
  for (int i = 0; i < list->cnt; ++i) partitions.push_back({list->elems[i].topic, list->elems[i].partition});
  return partitions;
}

inline absl::Span<rd_kafka_topic_partition_t> Elements(rd_kafka_topic_partition_list_t* list) {
  return {list->elems, static_cast<size_t>(list->cnt)};
}

inline absl::Span<const rd_kafka_topic_partition_t> Elements(const rd_kafka_topic_partition_list_t* list) {
  return {list->elems, static_cast<size_t>(list->cnt)};
}

// The first error of any element.
inline rd_kafka_resp_err_t FirstError(const rd_kafka_topic_partition_list_t* list) {
  for (int i = 0; i < list->cnt; ++i) {
    if (list->elems[i].err != RD_KAFKA_RESP_ERR_NO_ERROR) return list->elems[i].err;
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace demarche::kafka
