// The join of a network's reading with the rules, on readings made by hand.
#include "gmock/gmock.h"
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A reading in which only what a test says was seen.
class HandReading {
 public:
  explicit HandReading(const Sample& sample) : sample_(sample) {
    reading_.speech.assign(sample.segments.tokens.size(), 0.0F);
  }

  // A report of speech at `cue` ("" = none: at the token before the content).
  HandReading& Report(std::string_view cue, std::string_view content, std::string_view source, float chance = 0.9F) {
    SpeechAnchor anchor;
    const auto [begin, end] = Find(content);
    anchor.token = cue.empty() ? (begin == 0 ? 0 : begin - 1) : Find(cue).first;
    anchor.chance = chance;
    anchor.cue_chance = cue.empty() ? 0 : chance;
    anchor.roles.assign(sample_.segments.tokens.size(), {1, 0, 0, 0});
    for (uint32_t i = begin; i < end; ++i) anchor.roles[i] = {0, 1, 0, 0};
    if (!source.empty()) {
      const auto [from, to] = Find(source);
      for (uint32_t i = from; i < to; ++i) anchor.roles[i] = {0, 0, 1, 0};
    }
    reading_.speech[anchor.token] = chance;
    reading_.anchors.push_back(std::move(anchor));
    return *this;
  }

  std::vector<std::string> Said() const {
    auto found =
        StatementFinder(TestLexicon()).Find(sample_.text, sample_.segments, sample_.entities, reading_, CancelToken());
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? Lines(sample_, *found) : std::vector<std::string>();
  }

 private:
  // Tokens of the first place where `words` stand.
  std::pair<uint32_t, uint32_t> Find(std::string_view words) const {
    const size_t at = sample_.text.utf8.find(words);
    EXPECT_NE(at, std::string::npos) << words;
    uint32_t begin = UINT32_MAX, end = 0;
    for (uint32_t i = 0; i < sample_.segments.tokens.size(); ++i) {
      const Span span = sample_.segments.tokens[i].span;
      if (span.begin < at || span.end > at + words.size()) continue;
      begin = std::min(begin, i);
      end = i + 1;
    }
    return {begin, end};
  }

  const Sample& sample_;
  Reading reading_;
};

TEST(ReadingJoin, AReportThatTheRulesMissIsAdded) {
  const Sample s = ReadText("Karla Holm juggled figures of forty open harbours.");
  EXPECT_THAT(HandReading(s).Said(), IsEmpty());
  EXPECT_THAT(HandReading(s).Report("juggled", "forty open harbours", "Karla Holm").Said(),
              ElementsAre("indirect|Karla Holm|juggled|forty open harbours"));
}

TEST(ReadingJoin, AnUnsureReportIsNot) {
  const Sample s = ReadText("Karla Holm juggled figures of forty open harbours.");
  EXPECT_THAT(HandReading(s).Report("juggled", "forty open harbours", "Karla Holm", 0.4F).Said(), IsEmpty());
}

TEST(ReadingJoin, WhatTheNetworkDoesNotBelieveIsTakenOut) {
  const Sample s = ReadText("Karla Holm said that the port would close.");
  EXPECT_THAT(HandReading(s).Said(), IsEmpty());
}

TEST(ReadingJoin, TheRulesBordersStayWhereBothAgree) {
  const Sample s = ReadText("Karla Holm said that the port would close.");
  EXPECT_THAT(HandReading(s).Report("said", "the port would close", "Holm").Said(),
              ElementsAre("indirect|Karla Holm|said|the port would close"));
}

TEST(ReadingJoin, TheNetworksContentIsTakenWhereTheyDiffer) {
  const Sample s =
      ReadText("Karla Holm said on Monday that the port would close, and the harbour stayed calm all night long.");
  EXPECT_THAT(HandReading(s).Report("said", "would close", "Karla Holm").Said(),
              ElementsAre("indirect|Karla Holm|said|would close"));
}

TEST(ReadingJoin, DirectQuotationsStayWithTheRules) {
  const Sample s = ReadText("“We will not close the port,” Karla Holm said.");
  EXPECT_THAT(HandReading(s).Report("said", "close", "We").Said(),
              ElementsAre("direct|Karla Holm|said|We will not close the port"));
  EXPECT_THAT(HandReading(s).Said(), ElementsAre("direct|Karla Holm|said|We will not close the port"));
}

TEST(ReadingJoin, AQuotationIsContentAsAWhole) {
  const Sample s = ReadText("In the words of Karla Holm the port is “open to all our guests” this year.");
  EXPECT_THAT(HandReading(s).Report("words", "open to all our", "Karla Holm").Said(),
              ElementsAre("direct|Karla Holm|words|open to all our guests"));
}

TEST(ReadingJoin, SpeechInsideAQuotationIsTheQuotationsOwn) {
  const Sample s = ReadText("“He told me that the port was open,” Karla Holm said.");
  EXPECT_THAT(HandReading(s).Report("told", "the port was open", "He").Said(),
              ElementsAre("direct|Karla Holm|said|He told me that the port was open"));
}

}  // namespace
}  // namespace demarche
