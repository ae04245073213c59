// Reported speech without marks: what each kind of cue takes, and words that look like cues and are none.
#include "gmock/gmock.h"
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(IndirectTest, Clauses) {
  EXPECT_THAT(Said("The ministry said that the road was open."),
              ElementsAre("indirect|The ministry|said|the road was open"));
  EXPECT_THAT(Said("Norway says the road is open."), ElementsAre("indirect|Norway|says|the road is open"));
  EXPECT_THAT(Said("The road was open, the army said."), ElementsAre("indirect|the army|said|The road was open"));
}

TEST(IndirectTest, AdverbialsStayOutside) {
  EXPECT_THAT(Said("Norway and Sweden said in a joint statement they would open the road."),
              ElementsAre("indirect|Norway and Sweden|said|they would open the road"));
}

TEST(IndirectTest, AccordingTo) {
  EXPECT_THAT(Said("According to two officials, the road is open."),
              ElementsAre("indirect|two officials|According to|the road is open"));
  EXPECT_THAT(Said("The road is open, according to the mayor's office."),
              ElementsAre("indirect|the mayor's office|according to|The road is open"));
}

TEST(IndirectTest, AddresseesComeBeforeTheRest) {
  EXPECT_THAT(Said("Norway on Monday accused Denmark of closing the road."),
              ElementsAre("indirect|Norway|accused|closing the road"));
  EXPECT_THAT(Said("Norway urged Denmark to open the road."), ElementsAre("indirect|Norway|urged|to open the road"));
  const Sample r = ReadText("Norway warned Denmark that it would close the road.");
  const std::vector<Statement> said = StatementsOf(r);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].addressee_country, CountryCode("DNK"));
  EXPECT_EQ(said[0].cue_lemma, "warn");
}

TEST(IndirectTest, TwoSpeakersAndOneSpeakerTwice) {
  EXPECT_THAT(Said("Holm said the road was open, adding that it would stay open."),
              ElementsAre("indirect|Holm|said|the road was open", "indirect|Holm|adding|it would stay open"));
}

TEST(IndirectTest, RelativeClauses) {
  EXPECT_THAT(Said("The road, which he said was too narrow, will be closed."),
              ElementsAre("indirect|he|said|which + was too narrow"));
}

TEST(IndirectTest, NounsInfinitivesAndSilenceAreNoSpeech) {
  EXPECT_THAT(Said("The report about the road was long."), IsEmpty());
  EXPECT_THAT(Said("The spokesman declined to comment."), IsEmpty());
  EXPECT_THAT(Said("Norway did not say whether the road was open."), IsEmpty());
  EXPECT_THAT(Said("The United States is rich in roads."), IsEmpty());
}

}  // namespace
}  // namespace demarche
