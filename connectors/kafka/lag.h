// PartitionLag from librdkafka's statistics JSON (STATISTICS.md of librdkafka). With transactions the client does not
// see its own commits, so the committed offsets come from the source's book. One thread.
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
  // Tells `observer` of each partition that this client fetches. `committed` gives the next offset to read as it was
  // committed last, -1 unknown. JSON that is not as expected tells nothing.
  void Read(std::string_view statistics, const std::function<int64_t(const TopicPartition&)>& committed,
            Observer* observer);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace demarche::kafka
