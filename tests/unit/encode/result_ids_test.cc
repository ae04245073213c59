#include "pipeline/stages/encode/result_ids.h"

#include <set>

#include "gtest/gtest.h"
#include "tests/unit/encode/sample.h"

namespace demarche {
namespace {

TEST(ResultIds, AreTheSameOnEveryMachineAndReplay) {
  // A change of this literal breaks every consumer that deduplicates by id: it needs a new event type.
  const Sample sample;
  const std::string key = ArticleKey(sample.article);
  EXPECT_EQ(key, "788b36d8f51008836baf35e4");
  EXPECT_EQ(StatementIds(sample.article, key, sample.text, sample.statements).at(0), key + "-fc7313a30f959cc6");
  EXPECT_EQ(RelationIds(sample.article, key, sample.text, sample.relations).at(0), key + "-099ff41b5913769d");
}

TEST(ResultIds, TheOriginDoesNotMatterForResultsButDoesForReceipts) {
  EXPECT_EQ(ReceiptId({"news", 1, 2, 3}, 0), ReceiptId({"news", 1, 2, 99}, 0));
  EXPECT_NE(ReceiptId({"news", 1, 2, 3}, 0), ReceiptId({"news", 1, 3, 3}, 0));
  EXPECT_NE(ReceiptId({"news", 1, 2, 3}, 0), ReceiptId({"news", 1, 2, 3}, 1));
}

TEST(ResultIds, VersionsShareTheKeyAndNothingElse) {
  Sample one;
  Sample two;
  two.article.version = "3";
  const std::string key = ArticleKey(one.article);
  EXPECT_EQ(key, ArticleKey(two.article));
  EXPECT_NE(StatementIds(one.article, key, one.text, one.statements),
            StatementIds(two.article, key, two.text, two.statements));
  two.article.feed = "plain";
  EXPECT_NE(key, ArticleKey(two.article));
}

TEST(ResultIds, NoTwoResultsOfAnArticleCollide) {
  Sample sample;
  // Alike in everything; alike but for the type; alike but for the target.
  sample.relations.resize(5, sample.relations[0]);
  sample.relations[3].event_type = EventType::kAccuse;
  sample.relations[4].target.country = CountryCode("BOL");
  sample.statements.resize(4, sample.statements[0]);
  const std::string key = ArticleKey(sample.article);
  const auto relations = RelationIds(sample.article, key, sample.text, sample.relations);
  const auto statements = StatementIds(sample.article, key, sample.text, sample.statements);
  std::set<std::string> all(relations.begin(), relations.end());
  all.insert(statements.begin(), statements.end());
  EXPECT_EQ(all.size(), 9U);
}

TEST(Revision, ReadsNumbersAndTimesAndNothingElse) {
  EXPECT_EQ(Revision("7"), 7);
  EXPECT_EQ(Revision("1970-01-01T00:00:01Z"), 1000);
  EXPECT_EQ(Revision("1970-01-01T01:00:01.5+01:00"), 1500);
  for (const char* none : {"", "v2", "-1", "2b", "99999999999999999999", "infinite-future", "2024-01-01"}) {
    EXPECT_EQ(Revision(none), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace demarche
