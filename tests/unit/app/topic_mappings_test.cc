// TopicMappings: names before patterns, patterns in order, "auto" otherwise.
#include "pipeline/app/topic_mappings.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

TEST(TopicMappings, NamesComeBeforePatternsInOrder) {
  Diagnostics d;
  TopicMappings m =
      TopicMappings::Make({{"^news\\..*", "webz", 1}, {"news.api", "newsapi", 2}, {"^news.*", "plain", 3}}, "c", &d);
  EXPECT_TRUE(d.empty());
  EXPECT_EQ(m.For("news.api"), "newsapi");
  EXPECT_EQ(m.For("news.other"), "webz");
  EXPECT_EQ(m.For("newswire"), "plain");
  EXPECT_EQ(m.For("else"), "auto");
  EXPECT_EQ(m.For("news.other"), "webz");
}

TEST(TopicMappings, ReportsPatternsThatAreNone) {
  Diagnostics d;
  TopicMappings::Make({{"^news[", "auto", 7}}, "c.yaml", &d);
  ASSERT_EQ(d.size(), 1u);
  EXPECT_EQ(d[0].line, 7);
  EXPECT_NE(d[0].message.find("^news["), std::string::npos);
}

}  // namespace
}  // namespace demarche
