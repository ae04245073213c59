// Who the speaker is: name, role, country, resolved through the article.
#include "gmock/gmock.h"
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

TEST(SpeakerTest, PronounsAndOfficesAreResolved) {
  const Sample r = ReadText(
      "Danish Trade Minister Karla Holm opened the road.\nShe said it was wide.\n“It is long,” the trade minister "
      "added.");
  const std::vector<Statement> said = StatementsOf(r);
  ASSERT_EQ(said.size(), 2U);
  for (const Statement& s : said) {
    ASSERT_TRUE(s.speaker.has_value());
    EXPECT_EQ(s.speaker->name, "Karla Holm");
    EXPECT_EQ(s.speaker->role, "Trade Minister");
    EXPECT_EQ(s.speaker->country, CountryCode("DNK"));
    EXPECT_EQ(s.speaker->kind, ActorKind::kPerson);
  }
}

TEST(SpeakerTest, CountriesKeepTheNameThatTheTextUses) {
  const std::vector<Statement> said = StatementsOf(ReadText("The Kremlin said the road was closed."));
  ASSERT_EQ(said.size(), 1U);
  ASSERT_TRUE(said[0].speaker.has_value());
  EXPECT_EQ(said[0].speaker->name, "Kremlin");
  EXPECT_EQ(said[0].speaker->country, CountryCode("RUS"));
}

TEST(SpeakerTest, UnknownPronounsGiveNobody) {
  const std::vector<Statement> said = StatementsOf(ReadText("He said the road was closed."));
  ASSERT_EQ(said.size(), 1U);
  EXPECT_FALSE(said[0].speaker.has_value());
}

TEST(SpeakerTest, ContentNamesItsCountriesOnce) {
  const std::vector<Statement> said = StatementsOf(ReadText("Holm said Norway and Sweden would ask Norway again."));
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].countries, ::testing::ElementsAre(CountryCode("NOR"), CountryCode("SWE")));
}

TEST(SpeakerTest, ConfidenceAndRuleAreThere) {
  const std::vector<Statement> said = StatementsOf(ReadText("Holm said that the road was closed."));
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].rule, "said_that");
  EXPECT_GT(said[0].confidence, 0.5F);
  EXPECT_LE(said[0].confidence, 1.0F);
}

}  // namespace
}  // namespace demarche
