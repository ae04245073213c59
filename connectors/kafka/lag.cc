// See lag.h.
#include "connectors/kafka/lag.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace demarche::kafka {

struct LagReader::Parser {
  simdjson::dom::parser dom;
};

LagReader::LagReader() : parser_(std::make_unique<Parser>()) {}
LagReader::~LagReader() = default;

namespace {

int64_t Field(const simdjson::dom::element& partition, std::string_view name, int64_t otherwise) {
  int64_t value = 0;
  return partition[name].get(value) == simdjson::SUCCESS ? value : otherwise;
}

// All that is before `end` was fetched and given to the application, and of that the last record is settled.
bool AllIsSettled(const simdjson::dom::element& partition, int64_t end, int64_t next) {
  return Field(partition, "next_offset", -1) >= end && Field(partition, "fetchq_cnt", 1) == 0 &&
         Field(partition, "app_offset", INT64_MAX) <= next;
}

}  // namespace

void LagReader::Read(std::string_view statistics, const NextOffset& processed, const NextOffset& committed,
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
      const TopicPartition named{std::string(topic), static_cast<int32_t>(id)};
      const auto lag = [end, of = partition](int64_t next) {
        if (next < 0) return int64_t{-1};
        return AllIsSettled(of, end, next) ? int64_t{0} : std::max<int64_t>(0, end - next);
      };
      observer->On(PartitionLag{topic, named.partition, lag(committed(named)), end, lag(processed(named))});
    }
  }
}

}  // namespace demarche::kafka
