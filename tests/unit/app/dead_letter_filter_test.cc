// What a person selects among dead letters, and what is never sent back.
#include "pipeline/app/dead_letter_filter.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;

struct Letter {
  RawMessage record;
  Letter() {
    record.origin = {"dead", 1, 77, 1'700'000'000'000};
    record.key = "key";
    record.value = "{}";
    record.headers = {{"trace", "t"},
                      {"demarche-stage", "decode"},
                      {"demarche-reason", "too_large"},
                      {"demarche-message", "m"},
                      {"demarche-topic", "news"},
                      {"demarche-partition", "3"},
                      {"demarche-offset", "42"},
                      {"demarche-timestamp", "1600000000000"},
                      {"demarche-attempts", "2"},
                      {"demarche-items", "1,4"}};
  }
  DeadLetterView view() const { return DeadLetterView::Of(record); }
};

TEST(DeadLetterView, ReadsTheHeaders) {
  const DeadLetterView view = Letter().view();
  EXPECT_EQ(view.stage + " " + view.reason + " " + view.message + " " + view.items, "decode too_large m 1,4");
  EXPECT_EQ(view.origin.topic, "news");
  EXPECT_EQ(view.origin.partition, 3);
  EXPECT_EQ(view.origin.offset, 42);
  EXPECT_EQ(view.attempts, 2);
  EXPECT_FALSE(view.cut);
}

TEST(DeadLetterView, TheOriginalKeepsItsHeadersAndWhatAReplayGoesBy) {
  const Letter letter;
  const RawMessage original = Original(letter.record, letter.view());
  EXPECT_EQ(original.origin.timestamp_ms, 1'600'000'000'000);
  EXPECT_EQ(*original.key, "key");
  std::string names;
  for (const Header& header : original.headers) names += header.name + "=" + *header.value + " ";
  EXPECT_EQ(names, "trace=t demarche-attempts=2 demarche-items=1,4 ");
}

TEST(DeadLetterFilter, EachConditionCounts) {
  const Letter letter;
  const absl::Time at = absl::FromUnixMillis(letter.record.origin.timestamp_ms);
  const auto matches = [&](DeadLetterFilter filter) { return filter.Matches(letter.record, letter.view()); };
  EXPECT_TRUE(matches({}));
  EXPECT_TRUE(matches({.stages = {"decode"}, .reasons = {"internal", "too_large"}, .topics = {"news"}}));
  EXPECT_FALSE(matches({.stages = {"sink"}}));
  EXPECT_FALSE(matches({.reasons = {"internal"}}));
  EXPECT_FALSE(matches({.topics = {"other"}}));
  EXPECT_TRUE(matches({.ids = {"key"}}));
  EXPECT_TRUE(matches({.ids = {"news/3/42"}}));
  EXPECT_FALSE(matches({.ids = {"news/3/43"}}));
  EXPECT_TRUE(matches({.since = at, .until = at + absl::Seconds(1)}));
  EXPECT_FALSE(matches({.since = at + absl::Seconds(1)}));
  EXPECT_FALSE(matches({.until = at}));
}

TEST(DeadLetterFilter, SaysWhatStandsInTheWay) {
  const auto obstacle = [](auto change, bool known = true) {
    Letter letter;
    change(&letter.record);
    return std::string(DeadLetterFilter().Obstacle(letter.record, letter.view(), known));
  };
  EXPECT_EQ(obstacle([](RawMessage*) {}), "");
  EXPECT_THAT(obstacle([](RawMessage*) {}, false), HasSubstr("source.topics"));
  EXPECT_THAT(obstacle([](RawMessage* r) { r->value.reset(); }), HasSubstr("tombstone"));
  EXPECT_THAT(obstacle([](RawMessage* r) { r->headers.push_back({"demarche-cut", "9"}); }), HasSubstr("cut"));
  EXPECT_THAT(obstacle([](RawMessage* r) { r->headers[8].value = "3"; }), HasSubstr("too often"));
  EXPECT_THAT(obstacle([](RawMessage* r) { r->headers.clear(); }), HasSubstr("not a dead letter"));
}

TEST(ParseWhen, TakesAgesAndTimes) {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  EXPECT_EQ(ParseWhen("2h", now), now - absl::Hours(2));
  EXPECT_EQ(ParseWhen("2023-11-14T22:13:20Z", now), now);
  EXPECT_EQ(ParseWhen("yesterday", now), std::nullopt);
  EXPECT_EQ(ParseWhen("-2h", now), std::nullopt);
}

}  // namespace
}  // namespace demarche
