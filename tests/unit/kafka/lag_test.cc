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
    int64_t processed;
    bool operator==(const Lag&) const = default;
  };
  std::vector<Lag> lags;
  using Observer::On;
  void On(const PartitionLag& l) override {
    lags.push_back({std::string(l.topic), l.partition, l.committed_lag, l.end_offset, l.processed_lag});
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
  const auto processed = [](const TopicPartition& p) { return p.partition == 0 ? 100 : -1; };
  const auto committed = [](const TopicPartition& p) { return p.partition == 0 ? 90 : 50; };
  LagReader().Read(kStatistics, processed, committed, &recorder);
  EXPECT_THAT(recorder.lags, ::testing::UnorderedElementsAre(Recorder::Lag{"news", 0, 30, 120, 20},
                                                             Recorder::Lag{"news", 1, 0, 50, -1}));
}

// The last offset is the marker of a transaction, which no commit ever reaches; records that wait are lag all the same.
TEST(LagReader, OffsetsWithoutARecordAreNoLag) {
  constexpr std::string_view kStatistics = R"({"name":"x","topics":{"news":{"topic":"news","partitions":{
      "0":{"partition":0,"fetch_state":"active","ls_offset":11,"next_offset":11,"fetchq_cnt":0,"app_offset":10},
      "1":{"partition":1,"fetch_state":"active","ls_offset":11,"next_offset":11,"fetchq_cnt":0,"app_offset":-1001},
      "2":{"partition":2,"fetch_state":"active","ls_offset":11,"next_offset":11,"fetchq_cnt":1,"app_offset":10},
      "3":{"partition":3,"fetch_state":"active","ls_offset":11,"next_offset":10,"fetchq_cnt":0,"app_offset":10},
      "4":{"partition":4,"fetch_state":"active","ls_offset":12,"next_offset":12,"fetchq_cnt":0,"app_offset":11}}}}})";
  Recorder recorder;
  const auto ten = [](const TopicPartition&) { return 10; };
  LagReader().Read(kStatistics, ten, ten, &recorder);
  EXPECT_THAT(recorder.lags,
              ::testing::UnorderedElementsAre(Recorder::Lag{"news", 0, 0, 11, 0}, Recorder::Lag{"news", 1, 0, 11, 0},
                                              Recorder::Lag{"news", 2, 1, 11, 1}, Recorder::Lag{"news", 3, 1, 11, 1},
                                              Recorder::Lag{"news", 4, 2, 12, 2}));
}

TEST(LagReader, IsSilentOnAnythingElse) {
  Recorder recorder;
  LagReader reader;
  for (std::string_view text : {"", "{", "[]", "{\"topics\":3}", "{\"topics\":{\"a\":{\"partitions\":[]}}}"}) {
    const auto zero = [](const TopicPartition&) { return 0; };
    reader.Read(text, zero, zero, &recorder);
  }
  EXPECT_THAT(recorder.lags, ::testing::IsEmpty());
}

}  // namespace
}  // namespace demarche::kafka
