// HealthState: what makes the program ready, what takes that away, and when it is stuck.
#include "pipeline/telemetry/health.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class HealthTest : public ::testing::Test {
 protected:
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  HealthState health_{{.stall_limit = absl::Minutes(5), .now = [this] { return now_; }}};
  const std::vector<TopicPartition> partitions_ = {{"news", 0}, {"news", 1}};

  void MakeReady() {
    health_.SetLexiconLoaded();
    health_.On(ClientOpened{.side = "sink"});
    health_.On(Rebalanced{.kind = "assigned", .partitions = partitions_});
  }
};

TEST_F(HealthTest, SaysWhatIsMissingUntilAllPartsAreThere) {
  EXPECT_FALSE(health_.Report().ready);
  EXPECT_TRUE(health_.Report().healthy);
  EXPECT_THAT(health_.Report().missing,
              ElementsAre(HasSubstr("lexicon"), HasSubstr("partitions"), HasSubstr("producer")));
  health_.SetLexiconLoaded();
  health_.On(ClientOpened{.side = "source"});
  EXPECT_THAT(health_.Report().missing, ElementsAre(HasSubstr("partitions"), HasSubstr("producer")));
  MakeReady();
  EXPECT_TRUE(health_.Report().ready);
  EXPECT_TRUE(health_.Report().missing.empty());
}

TEST_F(HealthTest, RevokedPartitionsTakeReadinessAwayAStandbyKeepsIt) {
  MakeReady();
  health_.On(Rebalanced{.kind = "revoked", .partitions = partitions_});
  EXPECT_FALSE(health_.Report().ready);
  health_.On(Rebalanced{.kind = "assigned", .partitions = {}});
  EXPECT_TRUE(health_.Report().ready);
}

TEST_F(HealthTest, AFailingCommitTakesTheProducerDownUntilOneSucceeds) {
  MakeReady();
  health_.On(Retried{.operation = "write"});  // a full buffer is no outage
  EXPECT_TRUE(health_.Report().ready);
  health_.On(Retried{.operation = "commit"});
  EXPECT_FALSE(health_.Report().ready);
  health_.On(TransactionCommitted{});
  EXPECT_TRUE(health_.Report().ready);
}

TEST_F(HealthTest, StuckIsWorkWithoutCommitForTooLong) {
  MakeReady();
  now_ += absl::Hours(10);
  EXPECT_TRUE(health_.Report().healthy) << "no work: nothing to commit";
  health_.On(PartitionLag{.topic = "news", .partition = 1, .end_offset = 10, .processed_lag = 3});
  now_ += absl::Minutes(4);
  EXPECT_TRUE(health_.Report().healthy) << "the clock starts when work appears";
  now_ += absl::Minutes(2);
  EXPECT_FALSE(health_.Report().healthy);
  EXPECT_FALSE(health_.Report().ready);
  EXPECT_THAT(health_.Report().missing, ElementsAre(HasSubstr("stuck")));
  const std::vector<OffsetCommit> offsets = {{{"news", 1}, 8}};
  health_.On(TransactionCommitted{.offsets = offsets});
  EXPECT_TRUE(health_.Report().healthy);
  now_ += absl::Minutes(6);
  EXPECT_FALSE(health_.Report().healthy);
  health_.On(Rebalanced{.kind = "revoked", .partitions = partitions_});
  EXPECT_TRUE(health_.Report().healthy) << "the lag is another process's now";
  health_.On(EngineGauges{.messages_in_flight = 1});
  now_ += absl::Minutes(6);
  EXPECT_FALSE(health_.Report().healthy);
}

TEST_F(HealthTest, StuckIsOnePartitionThatStandsWhileOthersMove) {
  MakeReady();
  health_.On(PartitionLag{.topic = "news", .partition = 1, .end_offset = 10, .processed_lag = 3});
  int64_t next = 0;
  const auto pass = [&](absl::Duration time) {
    now_ += time;
    const std::vector<OffsetCommit> offsets = {{{"news", 0}, ++next}};
    health_.On(TransactionCommitted{.offsets = offsets});
    health_.On(PartitionLag{.topic = "news", .partition = 0, .end_offset = 1000, .processed_lag = 1000 - next});
  };
  for (int minute = 0; minute < 5; ++minute) pass(absl::Minutes(1));
  EXPECT_TRUE(health_.Report().healthy);
  pass(absl::Minutes(1));
  EXPECT_THAT(health_.Report().missing, ElementsAre(HasSubstr("partition 1 of news")));
  health_.On(PartitionLag{.topic = "news", .partition = 1, .end_offset = 10, .processed_lag = 2});
  EXPECT_TRUE(health_.Report().healthy);
  pass(absl::Minutes(6));
  EXPECT_FALSE(health_.Report().healthy);
  health_.On(PartitionLag{.topic = "news", .partition = 1, .end_offset = 10, .processed_lag = 0});
  EXPECT_TRUE(health_.Report().healthy);
}

TEST_F(HealthTest, StuckIsAPollThreadThatDoesNotComeRound) {
  MakeReady();
  health_.On(EngineGauges{.since_poll = absl::Minutes(4)});
  EXPECT_TRUE(health_.Report().healthy);
  health_.On(EngineGauges{.since_poll = absl::Minutes(6)});
  EXPECT_THAT(health_.Report().missing, ElementsAre(HasSubstr("not polled")));
  health_.On(EngineGauges{.since_poll = absl::Milliseconds(1)});
  EXPECT_TRUE(health_.Report().healthy);
}

TEST_F(HealthTest, JsonIsWholeAndTyped) {
  MakeReady();
  const auto json = nlohmann::json::parse(health_.Report().ToJson());
  EXPECT_EQ(json["status"], "ok");
  EXPECT_EQ(json["ready"], true);
  EXPECT_EQ(json["checks"], (nlohmann::json{{"lexicon_loaded", true}, {"assigned", true}, {"producer_up", true}}));
  EXPECT_EQ(json["partitions"], 2);
  EXPECT_EQ(json["started"], "2023-11-14T22:13:20Z");
  EXPECT_TRUE(json["missing"].empty());
}

}  // namespace
}  // namespace demarche
