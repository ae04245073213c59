// GroupOffsets: what the broker has as the group's committed offsets, as of the last look that it answered in time. For
// metrics only; never for where to read. One thread, the one that polls the client.
//
// The consumer's own question is asked, which waits for the answer, and not the admin client's, which would not:
// librdkafka up to 2.3 aborts the process where the coordinator of an admin question goes away
// (rd_kafka_enq_once_del_source_return, https://github.com/confluentinc/librdkafka/issues/4605; seen at every restart
// of a broker).
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
  // `consumer` outlives it.
  explicit GroupOffsets(rd_kafka_t* consumer) : consumer_(consumer) {}

  // Asks; waits a tenth of a second at most, which a broker that is up never needs.
  void Look(absl::Span<const TopicPartition> partitions);
  // As of the last answer; -1 where there is none, or no commit.
  int64_t Committed(const TopicPartition& partition) const;

 private:
  rd_kafka_t* const consumer_;
  absl::flat_hash_map<std::pair<std::string, int32_t>, int64_t> committed_;
};

}  // namespace demarche::kafka
