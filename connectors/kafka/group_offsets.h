// GroupOffsets: what the broker has as the group's committed offsets, asked without waiting: each look takes the answer
// to the question before, if it has come, and asks anew. For metrics only; never for where to read. One thread, the one
// that polls the client.
#pragma once
#include <cstdint>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "connectors/kafka/handles.h"
#include "pipeline/model/offsets.h"

namespace demarche::kafka {

class GroupOffsets {
 public:
  // `client` outlives it.
  GroupOffsets(rd_kafka_t* client, std::string group);

  void Look(absl::Span<const TopicPartition> partitions);
  // As of the last answer; -1 where there is none, or no commit.
  int64_t Committed(const TopicPartition& partition) const;

 private:
  void Take(const rd_kafka_event_t* event);

  rd_kafka_t* const client_;
  const std::string group_;
  const QueuePtr queue_;
  bool asked_ = false;
  absl::flat_hash_map<std::pair<std::string, int32_t>, int64_t> committed_;
};

}  // namespace demarche::kafka
