#include "pipeline/stages/relations/relation_finder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/unit/relations/harness.h"

namespace demarche {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(RelationFinder, DirectionFollowsTheVerb) {
  EXPECT_THAT(Relations("Germany criticized Russia over the attack."), ElementsAre("DEU>RUS ACCUSE actual"));
  EXPECT_THAT(Relations("Russia criticized Germany over the attack."), ElementsAre("RUS>DEU ACCUSE actual"));
}

TEST(RelationFinder, PassiveTurnsTheSides) {
  EXPECT_THAT(Relations("Russia was criticized by Germany on Monday."), ElementsAre("DEU>RUS ACCUSE actual"));
}

TEST(RelationFinder, HeadlineVerbs) {
  EXPECT_THAT(Relations("Germany slams Russia over gas cuts"), Contains("DEU>RUS ACCUSE actual"));
}

TEST(RelationFinder, EventNouns) {
  EXPECT_THAT(Relations("The Russian invasion of Ukraine began at dawn."), ElementsAre("RUS>UKR ASSAULT actual"));
  EXPECT_THAT(Relations("US sanctions on Iran took effect on Monday."), ElementsAre("USA>IRN SANCTION actual"));
}

TEST(RelationFinder, NegationAndModality) {
  EXPECT_THAT(Relations("India did not condemn Russia."), ElementsAre("IND>RUS ACCUSE negated"));
  EXPECT_THAT(Relations("Germany sent tanks to Ukraine."), ElementsAre("DEU>UKR AID actual"));
  EXPECT_THAT(Relations("Germany will send tanks to Ukraine."), ElementsAre("DEU>UKR AID future"));
}

TEST(RelationFinder, ARequestIsNotTheActThatItAsksFor) {
  const std::vector<std::string> found = Relations("Ukraine urged Germany to send tanks.");
  EXPECT_THAT(found, Contains("UKR>DEU REQUEST actual"));
  EXPECT_THAT(found, Not(Contains("DEU>UKR AID actual")));
}

TEST(RelationFinder, MetonymsAndLeadersAct) {
  EXPECT_THAT(Relations("Moscow accused Washington of fuelling the war."), Contains("RUS>USA ACCUSE actual"));
  EXPECT_THAT(Relations("President Macron met Chancellor Scholz in Berlin."), Contains("FRA=DEU CONSULT actual"));
}

TEST(RelationFinder, MutualActsAreOneRecord) {
  EXPECT_THAT(Relations("Talks between Armenia and Azerbaijan went on for hours."),
              ElementsAre("ARM=AZE CONSULT actual"));
}

TEST(RelationFinder, CoordinatedActorsGiveOnePairEach) {
  const std::vector<std::string> found = Relations("Britain and Canada imposed sanctions on Belarus.");
  EXPECT_THAT(found, Contains("GBR>BLR SANCTION actual"));
  EXPECT_THAT(found, Contains("CAN>BLR SANCTION actual"));
}

TEST(RelationFinder, SportPlacesAndWeatherAreNoRelations) {
  EXPECT_THAT(Relations("India beat Pakistan by six wickets in Dubai on Sunday."), IsEmpty());
  EXPECT_THAT(Relations("Flights from London to Paris were cancelled because of snow."), IsEmpty());
  EXPECT_THAT(Relations("France won the football match against Croatia in Moscow."), IsEmpty());
}

TEST(RelationFinder, OneCountryAloneIsNoRelation) {
  EXPECT_THAT(Relations("Germany criticized itself. The German government attacked German critics."), IsEmpty());
}

TEST(RelationFinder, FillsTheContract) {
  const Sample reading = Read("Russian Foreign Minister Sergei Lavrov accused Ukraine of shelling a border town.");
  ASSERT_FALSE(reading.relations.empty());
  const Relation& r = reading.relations[0];
  EXPECT_EQ(reading.text.slice(r.trigger), "accused");
  EXPECT_EQ(reading.text.slice(r.target.actor), "Ukraine");
  EXPECT_EQ(r.cameo, "112");
  EXPECT_FLOAT_EQ(r.intensity, -2.0F);
  EXPECT_LT(r.tone, 0.0F);
  EXPECT_EQ(r.rule, "accuse.v");
  EXPECT_EQ(r.source.role, "ministry");
  EXPECT_GT(r.confidence, 0.5F);
  EXPECT_LE(r.confidence, 1.0F);
}

TEST(RelationFinder, WeInsideAQuotationIsTheSpeakersCountry) {
  const Sample reading = Read("\"We support Venezuela in this hour,\" Russian Foreign Minister Sergei Lavrov said.");
  ASSERT_FALSE(reading.relations.empty());
  const Relation& r = reading.relations[0];
  EXPECT_EQ(r.source.country, CountryCode("RUS"));
  EXPECT_EQ(r.target.country, CountryCode("VEN"));
  EXPECT_EQ(r.event_type, EventType::kSupport);
  EXPECT_NE(r.statement, kNoStatement);
  EXPECT_EQ(r.reported_by_country, CountryCode("RUS"));
}

TEST(RelationFinder, StopsWhenCancelled) {
  const Sample reading = Read("Germany criticized Russia.");
  CancelToken cancel;
  cancel.Cancel();
  EXPECT_EQ(RelationFinder(TestLexicon())
                .Find(reading.text, reading.segments, reading.entities, reading.statements, Reading(), cancel)
                .status()
                .code(),
            absl::StatusCode::kDeadlineExceeded);
}

// One sentence of very many countries and triggers: actors are capped, so the pairs are few and the time is linear. A
// quadratic way over this input would not end within the test's time limit.
TEST(RelationFinder, EndlessSentencesEnd) {
  std::string body;
  for (int i = 0; i < 40000; ++i) body += "Russia attacks Ukraine and China warns to ";
  EXPECT_LE(Read(body).relations.size(), 400U);
  std::string names;
  for (int i = 0; i < 60000; ++i) names += "France, Germany and ";
  Read(names);
  Read(std::string(1 << 20, '"'));
}

}  // namespace
}  // namespace demarche
