// Quotations in marks: where they start and end, who said them, and which marks are none.
#include "gmock/gmock.h"
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(QuotationTest, SpeakerAfterAndBefore) {
  EXPECT_THAT(Said("“The road is open,” Karla Holm said."), ElementsAre("direct|Karla Holm|said|The road is open"));
  EXPECT_THAT(Said("“The road is open,” said Karla Holm."), ElementsAre("direct|Karla Holm|said|The road is open"));
  EXPECT_THAT(Said("Karla Holm said: “The road is open.”"), ElementsAre("direct|Karla Holm|said|The road is open"));
}

TEST(QuotationTest, SplitQuotationIsOneStatement) {
  EXPECT_THAT(Said("“The road is open,” Holm said on Friday. “It will stay open all night.”"),
              ElementsAre("direct|Holm|said|The road is open + It will stay open all night"));
  EXPECT_THAT(Said("“If it snows,” Holm warned, “we will close the road.”"),
              ElementsAre("direct|Holm|warned|If it snows + we will close the road"));
}

TEST(QuotationTest, ParagraphsOfOneQuotation) {
  EXPECT_THAT(Said("Holm said in parliament: “The road is open.\n“It will stay open.”"),
              ElementsAre("direct|Holm|said|The road is open + It will stay open"));
}

TEST(QuotationTest, FloatingParagraphKeepsTheSpeaker) {
  const Sample r = ReadText("“The road is open,” Karla Holm said.\n“We will close the port next week. It is old.”");
  const std::vector<Statement> said = StatementsOf(r);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_TRUE(said[1].source.empty());
  ASSERT_TRUE(said[1].speaker.has_value());
  EXPECT_EQ(said[1].speaker->name, "Karla Holm");
}

TEST(QuotationTest, MixedContent) {
  EXPECT_THAT(Said("Holm said the plan was “a bad joke”."), ElementsAre("mixed|Holm|said|the plan was “a bad joke"));
}

TEST(QuotationTest, ScareQuotesTitlesAndNicknamesAreNoStatements) {
  EXPECT_THAT(Said("The firm's “green” cars and its book “A Long Way Home” sold well."), IsEmpty());
  EXPECT_THAT(Said("Jon “Red” Holm won the race."), IsEmpty());
}

TEST(QuotationTest, BritishMarksAndApostrophes) {
  EXPECT_THAT(Said("‘It isn’t over,’ said Holm."), ElementsAre("direct|Holm|said|It isn’t over"));
}

TEST(QuotationTest, Headlines) {
  EXPECT_THAT(Said("Road to close next week: Danish minister\n\nThe road is old."),
              ElementsAre("indirect|Danish minister||Road to close next week"));
  EXPECT_THAT(Said("‘No second chance’: Denmark urges ferry firms to act\n\nThe ferries are old."),
              ElementsAre("direct|Denmark||No second chance", "indirect|Denmark|urges|to act"));
}

TEST(QuotationTest, NameAfterADash) {
  EXPECT_THAT(Said("“The road is open again.” – Minister Karla Holm"),
              ElementsAre("direct|Minister Karla Holm||The road is open again"));
}

}  // namespace
}  // namespace demarche
