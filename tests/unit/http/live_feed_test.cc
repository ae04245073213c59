// LiveFeed: newest results within its bounds, in order, and an allowance a second.
#include "connectors/http/live_feed.h"

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace demarche {
namespace {

WorkResult Results(int count, size_t bytes = 10) {
  WorkResult result;
  for (int i = 0; i < count; ++i) {
    OutputRecord record;
    record.kind = i % 2 == 0 ? OutputKind::kStatement : OutputKind::kRelation;
    record.value = nlohmann::json{{"n", i}, {"pad", std::string(bytes, 'x')}}.dump();
    result.records.push_back(std::move(record));
    result.records.push_back({.kind = OutputKind::kReceipt, .value = "{}"});
  }
  return result;
}

nlohmann::json Latest(const LiveFeed& feed, uint64_t after = 0, size_t limit = 1000) {
  return nlohmann::json::parse(feed.LatestJson(after, limit));
}

TEST(LiveFeed, GivesStatementsAndRelationsInOrderAndOnlyWhatIsNew) {
  LiveFeed feed;
  EXPECT_EQ(Latest(feed), (nlohmann::json{{"last", 0}, {"not_shown", 0}, {"results", nlohmann::json::array()}}));
  const WorkResult result = Results(3);
  feed.On(DocumentDone{.result = &result});
  auto latest = Latest(feed);
  ASSERT_EQ(latest["results"].size(), 3u);
  EXPECT_EQ(latest["last"], 3);
  EXPECT_EQ(latest["results"][0]["seq"], 1);
  EXPECT_EQ(latest["results"][0]["kind"], "statement");
  EXPECT_EQ(latest["results"][1]["kind"], "relation");
  EXPECT_EQ(latest["results"][2]["record"]["n"], 2);
  EXPECT_EQ(Latest(feed, 2)["results"].size(), 1u);
  EXPECT_TRUE(Latest(feed, 3)["results"].empty());
  latest = Latest(feed, 0, 2);
  ASSERT_EQ(latest["results"].size(), 2u);
  EXPECT_EQ(latest["results"][0]["seq"], 2) << "of too many only the newest";
}

TEST(LiveFeed, KeepsWithinResultsAndBytes) {
  LiveFeed by_count({.max_results = 5, .per_second = 1000});
  LiveFeed by_bytes({.max_bytes = 1000, .per_second = 1000});
  const WorkResult result = Results(20, 100);
  by_count.On(DocumentDone{.result = &result});
  by_bytes.On(DocumentDone{.result = &result});
  EXPECT_EQ(Latest(by_count)["results"].size(), 5u);
  EXPECT_EQ(Latest(by_count)["results"][4]["seq"], 20);
  EXPECT_LT(by_bytes.LatestJson(0, 1000).size(), 2000u);
  EXPECT_GT(Latest(by_bytes)["results"].size(), 3u);
  const WorkResult huge = Results(1, 5000);
  by_bytes.On(DocumentDone{.result = &huge});
  EXPECT_GT(Latest(by_bytes)["results"].size(), 3u) << "one that can never fit pushes nothing out";
}

TEST(LiveFeed, LetsGoByWhatIsOverTheAllowanceOfASecond) {
  absl::Time now = absl::FromUnixSeconds(100);
  LiveFeed feed({.per_second = 10, .now = [&now] { return now; }});
  const WorkResult result = Results(25);
  feed.On(DocumentDone{.result = &result});
  EXPECT_EQ(Latest(feed)["results"].size(), 10u);
  EXPECT_EQ(Latest(feed)["not_shown"], 15);
  now += absl::Seconds(1);
  feed.On(DocumentDone{.result = &result});
  EXPECT_EQ(Latest(feed)["results"].size(), 20u);
}

}  // namespace
}  // namespace demarche
