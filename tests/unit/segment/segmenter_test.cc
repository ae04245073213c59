// Tokens, sentences and quotation regions on sentences of ours.
#include "pipeline/stages/segment/segmenter.h"

#include <string>
#include <string_view>
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/segment/sample_text.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;

Segments Segmented(const Text& text) {
  const CancelToken cancel;
  absl::StatusOr<Segments> segments = Segment(text, cancel);
  return segments.ok() ? *std::move(segments) : Segments();
}

std::string Words(std::string_view utf8, std::string_view language = "en") {
  const Text text = SampleText(utf8, language);
  std::string joined;
  const Segments segments = Segmented(text);
  for (const Token& token : segments.tokens) {
    if (!joined.empty()) joined += '|';
    joined += text.slice(token.span);
  }
  return joined;
}

std::vector<std::string> Sentences(std::string_view utf8, std::string_view language = "en") {
  const Text text = SampleText(utf8, language);
  std::vector<std::string> all;
  const Segments segments = Segmented(text);
  for (const Sentence& sentence : segments.sentences) all.emplace_back(text.slice(sentence.span));
  return all;
}

std::vector<std::string> Quotes(std::string_view utf8, std::string_view language = "en") {
  const Text text = SampleText(utf8, language);
  std::vector<std::string> all;
  const Segments segments = Segmented(text);
  for (const QuoteRegion& region : segments.quotes) all.emplace_back(text.slice(region.inner));
  return all;
}

TEST(Tokens, CliticsAndContractions) {
  EXPECT_EQ(Words("They don't, can't and won't; she cannot."), "They|do|n't|,|ca|n't|and|wo|n't|;|she|can|not|.");
  EXPECT_EQ(Words("Ryabkov's we\u2019ll I'm wouldn't've"), "Ryabkov|'s|we|\u2019ll|I|'m|would|n't|'ve");
  EXPECT_EQ(Words("O'Brien and the workers' rights"), "O'Brien|and|the|workers|'|rights");
}

TEST(Tokens, HyphensSplitButForPrefixes) {
  EXPECT_EQ(Words("a long-term 11-year-old e-mail, a non-aligned co-chair"),
            "a|long|-|term|11|-|year|-|old|e-mail|,|a|non-aligned|co-chair");
}

TEST(Tokens, AbbreviationsKeepTheirDot) {
  EXPECT_EQ(Words("Mr. Lee of the U.S. met Gen. J. Okafor at 9 a.m. in Sept. 2020."),
            "Mr.|Lee|of|the|U.S.|met|Gen.|J.|Okafor|at|9|a.m.|in|Sept.|2020|.");
}

TEST(Tokens, NumbersAndAddresses) {
  EXPECT_EQ(Words("$3.5 billion, 1,200 men, 15%, 10:30, 9/11"), "$|3.5|billion|,|1,200|men|,|15|%|,|10:30|,|9/11");
  EXPECT_EQ(Words("See https://example.org/a_b?c=1, write to jo.do@example.org. @desk #Budget2024"),
            "See|https://example.org/a_b?c=1|,|write|to|jo.do@example.org|.|@desk|#Budget2024");
}

TEST(Tokens, FrenchElisions) {
  EXPECT_EQ(Words("l'accord qu'il dit aujourd'hui", "fr"), "l'|accord|qu'|il|dit|aujourd'hui");
}

TEST(Sentences, AbbreviationsAndInitials) {
  EXPECT_THAT(Sentences("Mr. A. B. Lee left the U.S. on Sept. 5. He came back at 9 a.m. The rest stayed."),
              ElementsAre("Mr. A. B. Lee left the U.S. on Sept. 5.", "He came back at 9 a.m.", "The rest stayed."));
}

TEST(Sentences, ClosingMarkStays) {
  EXPECT_THAT(Sentences("\"We will stay.\" She left. \u201CNo deal.\u201D He agreed."),
              ElementsAre("\"We will stay.\"", "She left.", "\u201CNo deal.\u201D", "He agreed."));
}

TEST(Sentences, QuestionInsideMarksGoesOn) {
  EXPECT_THAT(Sentences("\"Why?\" he asked. \"Who knows!\" Moreau said."),
              ElementsAre("\"Why?\" he asked.", "\"Who knows!\" Moreau said."));
}

TEST(Quotes, Marks) {
  EXPECT_THAT(Quotes("\"One,\" he said. \u201CTwo\u201D and ``three''."), ElementsAre("One,", "Two", "three"));
  EXPECT_THAT(Quotes("\u00AB Un accord \u00BB, dit-il", "fr"), ElementsAre("Un accord"));
  EXPECT_THAT(Quotes("\u201EJa\u201C, sagte er. \u00BBNein\u00AB.", "de"), ElementsAre("Ja", "Nein"));
}

TEST(Quotes, SingleMarksAreNotApostrophes) {
  EXPECT_THAT(Quotes("He said 'we won't go' in the '90s, the workers' leaders say."), ElementsAre("we won't go"));
  EXPECT_THAT(Quotes("The \u2018ministers\u2019 plan\u2019 failed, dogs\u2019 owners say."),
              ElementsAre("ministers\u2019 plan"));
  EXPECT_THAT(Quotes("A 6'2\" man bought a 5\" pipe of rock 'n' roll."), ElementsAre());
}

TEST(Quotes, ContinueOverParagraphs) {
  const Text text = SampleText("\u201COne.\n\u201CTwo.\n\u201CThree,\u201D he said.\nEnd.");
  const Segments segments = Segmented(text);
  ASSERT_EQ(segments.quotes.size(), 3u);
  EXPECT_FALSE(segments.quotes[0].continues);
  EXPECT_FALSE(segments.quotes[0].closed);
  EXPECT_TRUE(segments.quotes[1].continues);
  EXPECT_TRUE(segments.quotes[2].continues);
  EXPECT_TRUE(segments.quotes[2].closed);
}

TEST(Segment, Cancelled) {
  CancelToken cancel;
  cancel.Cancel();
  EXPECT_EQ(Segment(SampleText("A b."), cancel).status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace demarche
