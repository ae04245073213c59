// PartitionLag from librdkafka's statistics JSON (STATISTICS.md of librdkafka). With transactions the client does not
// see its own commits, so what is settled comes from the source's book, and what is committed from the broker (see
// group_offsets.h). One thread.
#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "pipeline/model/offsets.h"
#include "pipeline/telemetry/observer.h"

namespace demarche::kafka {

class LagReader {
 public:
  LagReader();
  ~LagReader();
  // The next offset to read of a partition, -1 unknown.
  using NextOffset = std::function<int64_t(const TopicPartition&)>;

  // Tells `observer` of each partition that this client fetches. `processed`: as this process has settled it;
  // `committed`: as the broker has it. A partition whose last offsets are no records (markers of the producer's
  // transactions, compacted ones) has no lag once all that can be read is settled. JSON that is not as expected tells
  // nothing.
  void Read(std::string_view statistics, const NextOffset& processed, const NextOffset& committed, Observer* observer);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace demarche::kafka
