// See lag.h.
#include "connectors/kafka/lag.h"

#include <simdjson.h>

#include <algorithm>
#include <string>

namespace demarche::kafka {

struct LagReader::Parser {
  simdjson::dom::parser dom;
};

LagReader::LagReader() : parser_(std::make_unique<Parser>()) {}
LagReader::~LagReader() = default;

void LagReader::Read(std::string_view statistics, const std::function<int64_t(const TopicPartition&)>& committed,
                     Observer* observer) {
  simdjson::dom::object topics;
  if (parser_->dom.parse(statistics.data(), statistics.size())["topics"].get(topics) != simdjson::SUCCESS) return;
  for (const auto& [topic, description] : topics) {
    simdjson::dom::object partitions;
    if (description["partitions"].get(partitions) != simdjson::SUCCESS) continue;
    for (const auto& [name, partition] : partitions) {
      int64_t id = -1;
      int64_t end = -1;
      std::string_view fetching;
      if (partition["partition"].get(id) != simdjson::SUCCESS || id < 0) continue;  // -1: records without a partition
      if (partition["fetch_state"].get(fetching) != simdjson::SUCCESS || fetching != "active") continue;
      // The last stable offset is the end of what read_committed readers see.
      if (partition["ls_offset"].get(end) != simdjson::SUCCESS || end < 0) continue;
      const int64_t next = committed({std::string(topic), static_cast<int32_t>(id)});
      observer->On(
          PartitionLag{topic, static_cast<int32_t>(id), next < 0 ? -1 : std::max<int64_t>(0, end - next), end});
    }
  }
}

}  // namespace demarche::kafka
