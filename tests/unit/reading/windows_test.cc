#include "pipeline/stages/reading/windows.h"

#include <random>

#include "tests/unit/reading/network.h"

namespace demarche {
namespace {

// Every token is in one window, in order, and no window is longer than the encoder allows.
void ExpectWhole(const Cut& cut) {
  uint32_t next = 0;
  for (const Window& window : MakeWindows(cut.text, cut.segments, TestPieces())) {
    EXPECT_EQ(window.token_begin, next);
    next = window.token_end;
    ASSERT_EQ(window.first.size(), window.token_end - window.token_begin);
    ASSERT_EQ(window.features.size(), window.first.size());
    EXPECT_LE(window.pieces.size(), kMaxPieces);
    EXPECT_EQ(window.first[0], 0);
    for (size_t t = 1; t < window.first.size(); ++t) EXPECT_LT(window.first[t - 1], window.first[t]);
    EXPECT_LT(window.first.back(), window.pieces.size());
  }
  EXPECT_EQ(next, cut.segments.tokens.size());
}

TEST(Windows, ShortSentencesShareOne) {
  const Cut cut = CutText("Holm left. Ader stayed. Nobody spoke.");
  EXPECT_EQ(MakeWindows(cut.text, cut.segments, TestPieces()).size(), 1U);
  ExpectWhole(cut);
}

TEST(Windows, SentencesAreNotTornApart) {
  std::string text;
  for (int i = 0; i < 12; ++i)
    text += "The trade minister of the northern islands said on Monday that the talks would go on. ";
  const Cut cut = CutText(text);
  const std::vector<Window> windows = MakeWindows(cut.text, cut.segments, TestPieces());
  EXPECT_GT(windows.size(), 1U);
  for (const Window& window : windows) {
    EXPECT_LE(window.pieces.size(), kWindowPieces);
    EXPECT_TRUE(std::any_of(cut.segments.sentences.begin(), cut.segments.sentences.end(),
                            [&](const Sentence& s) { return s.token_begin == window.token_begin; }));
  }
  ExpectWhole(cut);
}

TEST(Windows, AnEndlessSentenceIsCut) {
  std::string text = "Holm said";
  for (int i = 0; i < 2000; ++i) text += " and internationalization";
  ExpectWhole(CutText(text));
}

TEST(Windows, AnyTextIsWhole) {
  std::mt19937 random(7);
  const std::string_view parts[] = {"\"",     "“",
                                    "”",      "Holm",
                                    " said ", ". ",
                                    "\n",     "é",
                                    "中",     "\xF0\x9F\x98\x80",
                                    "1,000",  "-",
                                    "'s",     "qqqqqqqqqqqqqqqqqqqqqq"};
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += parts[random() % std::size(parts)];
    ExpectWhole(CutText(text));
  }
}

TEST(Windows, FeaturesSayWhatFoldingHides) {
  const Cut cut = CutText("“We go,” NATO said to Holm 12 times.");
  const Window window = MakeWindows(cut.text, cut.segments, TestPieces()).at(0);
  EXPECT_EQ(window.features[0].shape, 4);  // “
  EXPECT_EQ(window.features[1].shape, 1);  // We
  EXPECT_EQ(window.features[1].in_quote, 1);
  EXPECT_EQ(window.features[0].paragraph_start, 1);
  EXPECT_EQ(window.features[1].paragraph_start, 0);
  EXPECT_EQ(window.features[5].shape, 2);  // NATO
  EXPECT_EQ(window.features[6].shape, 0);  // said
  EXPECT_EQ(window.features[6].in_quote, 0);
}

}  // namespace
}  // namespace demarche
