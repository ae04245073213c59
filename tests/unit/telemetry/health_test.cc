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
  health_.On(PartitionLag{.topic = "news", .partition = 1, .committed_lag = 3});
  now_ += absl::Minutes(4);
  EXPECT_TRUE(health_.Report().healthy) << "the clock starts when work appears";
  now_ += absl::Minutes(2);
  EXPECT_FALSE(health_.Report().healthy);
  EXPECT_FALSE(health_.Report().ready);
  EXPECT_THAT(health_.Report().missing, ElementsAre(HasSubstr("stuck")));
  health_.On(TransactionCommitted{});
  EXPECT_TRUE(health_.Report().healthy);
  now_ += absl::Minutes(6);
  EXPECT_FALSE(health_.Report().healthy);
  health_.On(Rebalanced{.kind = "revoked", .partitions = partitions_});
  EXPECT_TRUE(health_.Report().healthy) << "the lag is another process's now";
  health_.On(EngineGauges{.messages_in_flight = 1});
  now_ += absl::Minutes(6);
  EXPECT_FALSE(health_.Report().healthy);
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
