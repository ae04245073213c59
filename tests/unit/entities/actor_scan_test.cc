// Noun phrases that can act: their extent, kind and country.
#include "gmock/gmock.h"
#include "tests/unit/entities/reading.h"

namespace demarche {
namespace {

const Mention* FindMention(const Sample& r, std::string_view text) {
  for (const Mention& m : r.entities.mentions) {
    if (r.text.slice(m.span) == text) return &m;
  }
  return nullptr;
}

TEST(ActorScanTest, OfficeCountryAndNameAreOneMention) {
  const Sample r = ReadText("Danish Deputy Trade Minister Karla Holm arrived.");
  const Mention* m = FindMention(r, "Danish Deputy Trade Minister Karla Holm");
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(m->kind, MentionKind::kPerson);
  EXPECT_EQ(m->country, CountryCode("DNK"));
  EXPECT_EQ(r.text.slice(m->head), "Holm");
  EXPECT_NE(FindMention(r, "Danish"), nullptr) << "the country inside stays a mention";
}

TEST(ActorScanTest, OfficeWithoutNameReachesOverItsPreposition) {
  const Sample r = ReadText("A spokesman for the Finnish foreign ministry spoke.");
  const Mention* m = FindMention(r, "A spokesman for the Finnish foreign ministry");
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(m->kind, MentionKind::kOffice);
  EXPECT_EQ(m->country, CountryCode("FIN"));
}

TEST(ActorScanTest, GroupsArePlural) {
  const Sample r = ReadText("Two Kenyan officials left.");
  const Mention* m = FindMention(r, "Two Kenyan officials");
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(m->kind, MentionKind::kGroup);
  EXPECT_TRUE(m->plural);
}

TEST(ActorScanTest, TitleCaseTellsNothingOfNames) {
  const Sample r = ReadText("Denmark Seeks Bigger Fishing Quota\n\nThe quota is small.");
  EXPECT_EQ(FindMention(r, "Bigger Fishing Quota"), nullptr);
}

TEST(ActorScanTest, ArticleInsideACountryFormIsNoName) {
  const Sample r = ReadText("On Friday the Pentagon denied it.");
  const Mention* m = FindMention(r, "the Pentagon");
  ASSERT_NE(m, nullptr);
  EXPECT_EQ(m->country, CountryCode("USA"));
}

}  // namespace
}  // namespace demarche
