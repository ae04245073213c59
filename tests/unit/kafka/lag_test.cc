// Lag from librdkafka's statistics, in the shape that STATISTICS.md documents.
#include "connectors/kafka/lag.h"

#include <gmock/gmock.h>

#include <vector>

namespace demarche::kafka {
namespace {

struct Recorder : Observer {
  struct Lag {
    std::string topic;
    int32_t partition;
    int64_t lag;
    int64_t end;
    bool operator==(const Lag&) const = default;
  };
  std::vector<Lag> lags;
  using Observer::On;
  void On(const PartitionLag& l) override {
    lags.push_back({std::string(l.topic), l.partition, l.committed_lag, l.end_offset});
  }
};

TEST(LagReader, TakesTheEndFromTheBrokerAndTheCommitFromTheBook) {
  constexpr std::string_view kStatistics = R"({"name":"x","topics":{"news":{"topic":"news","partitions":{
      "0":{"partition":0,"fetch_state":"active","ls_offset":120,"hi_offset":130,"committed_offset":-1001},
      "1":{"partition":1,"fetch_state":"active","ls_offset":50,"hi_offset":50},
      "2":{"partition":2,"fetch_state":"none","ls_offset":70},
      "3":{"partition":3,"fetch_state":"active","ls_offset":-1001},
      "-1":{"partition":-1,"fetch_state":"none"}}}}})";
  Recorder recorder;
  LagReader().Read(
      kStatistics, [](const TopicPartition& p) { return p.partition == 0 ? 100 : -1; }, &recorder);
  EXPECT_THAT(recorder.lags,
              ::testing::UnorderedElementsAre(Recorder::Lag{"news", 0, 20, 120}, Recorder::Lag{"news", 1, -1, 50}));
}

TEST(LagReader, IsSilentOnAnythingElse) {
  Recorder recorder;
  LagReader reader;
  for (std::string_view text : {"", "{", "[]", "{\"topics\":3}", "{\"topics\":{\"a\":{\"partitions\":[]}}}"}) {
    reader.Read(
        text, [](const TopicPartition&) { return 0; }, &recorder);
  }
  EXPECT_THAT(recorder.lags, ::testing::IsEmpty());
}

}  // namespace
}  // namespace demarche::kafka
