#include "pipeline/stages/reading/reader.h"

#include <cmath>

#include "gtest/gtest.h"
#include "pipeline/stages/reading/weights.h"
#include "tests/reference/reading_twin.h"
#include "tests/unit/reading/network.h"

namespace demarche {
namespace {

constexpr std::string_view kNews =
    "Danish Trade Minister Karla Holm said on Monday that the port would stay open. “We will not close it,” she told "
    "reporters in Aarhus. Norway accused Iceland of blocking the talks, according to the Tidende newspaper. The bridge "
    "is "
    "forty years old.";

std::shared_ptr<const Reader> NewReader(const Kernels& kernels) {
  auto reader = Reader::Create(BuiltinBytes("reading/careful.weights"), BuiltinBytes("reading/vocabulary.txt"),
                               BuiltinBytes("reading/fold.tsv"), kernels);
  EXPECT_TRUE(reader.ok()) << reader.status();
  return *std::move(reader);
}

const Reader& BestReader() {
  static const auto* const reader = new std::shared_ptr<const Reader>(NewReader(*AvailableKernels().front()));
  return **reader;
}

uint32_t TokenOf(const Cut& cut, std::string_view word) {
  for (uint32_t i = 0; i < cut.segments.tokens.size(); ++i) {
    if (cut.text.slice(cut.segments.tokens[i].span) == word) return i;
  }
  ADD_FAILURE() << "no token " << word;
  return 0;
}

TEST(Reader, SeesCuesContentAndSource) {
  const Cut cut = CutText(std::string(kNews));
  const Reading reading = *BestReader().Read(cut.text, cut.segments, CancelToken());
  ASSERT_EQ(reading.speech.size(), cut.segments.tokens.size());
  EXPECT_GT(reading.speech[TokenOf(cut, "said")], 0.9F);
  EXPECT_LT(reading.speech[TokenOf(cut, "bridge")], 0.1F);
  const SpeechAnchor* said = nullptr;
  for (const SpeechAnchor& anchor : reading.anchors) said = anchor.token == TokenOf(cut, "said") ? &anchor : said;
  ASSERT_NE(said, nullptr);
  const auto role = [&](std::string_view word, SpanRole want) {
    return said->roles[TokenOf(cut, word) - said->first][static_cast<size_t>(want)];
  };
  EXPECT_GT(role("port", SpanRole::kContent), 0.5F);
  EXPECT_GT(role("Holm", SpanRole::kSource), 0.5F);
  EXPECT_LT(role("bridge", SpanRole::kContent), 0.5F);
}

TEST(Reader, SeesWhatOneDoesToAnother) {
  const Cut cut = CutText(std::string(kNews));
  const Reading reading = *BestReader().Read(cut.text, cut.segments, CancelToken());
  const uint32_t norway = TokenOf(cut, "Norway"), iceland = TokenOf(cut, "Iceland");
  const Sentence* sentence = nullptr;
  for (const Sentence& s : cut.segments.sentences) {
    if (s.token_begin <= norway && norway < s.token_end) sentence = &s;
  }
  ASSERT_NE(sentence, nullptr);
  const TokenPair pairs[] = {{norway, iceland}, {iceland, norway}};
  const std::vector<PairChances> chances = reading.pairs->Ask(sentence->token_begin, sentence->token_end, pairs);
  ASSERT_EQ(chances.size(), 2U);
  EXPECT_GT(chances[0].type[static_cast<size_t>(EventType::kAccuse)], 0.5F);
  EXPECT_GT(chances[0].modality[static_cast<size_t>(Modality::kActual)], 0.5F);
  EXPECT_GT(chances[0].type[static_cast<size_t>(EventType::kAccuse)],
            chances[1].type[static_cast<size_t>(EventType::kAccuse)]);
}

TEST(Reader, APairThatWasNotSeenTogetherIsNone) {
  std::string text = "Norway said";
  for (int i = 0; i < 400; ++i) text += " and internationalization";
  const Cut cut = CutText(text + " to Iceland.");
  const Reading reading = *BestReader().Read(cut.text, cut.segments, CancelToken());
  const TokenPair pair{0, static_cast<uint32_t>(cut.segments.tokens.size() - 2)};
  EXPECT_EQ(reading.pairs->Ask(0, static_cast<uint32_t>(cut.segments.tokens.size()), {&pair, 1})[0].type[kEventTypes],
            1);
}

// Eight bits against floats: the bound is over what train/check.py measured on real news (.03 at most).
TEST(Reader, AgreesWithItsTwin) {
  const auto weights = Weights::Open(BuiltinBytes("reading/careful.weights"));
  ASSERT_TRUE(weights.ok());
  const Cut cut = CutText(std::string(kNews.substr(0, 160)));
  const std::vector<Window> windows = MakeWindows(cut.text, cut.segments, TestPieces());
  ASSERT_EQ(windows.size(), 1U);
  const auto want = reference::SpeechChances(*weights, windows[0]);
  ASSERT_TRUE(want.ok()) << want.status();
  for (const Kernels* kernels : AvailableKernels()) {
    const Reading reading = *NewReader(*kernels)->Read(cut.text, cut.segments, CancelToken());
    ASSERT_EQ(reading.speech.size(), want->size());
    for (size_t i = 0; i < want->size(); ++i)
      EXPECT_NEAR(reading.speech[i], (*want)[i], 0.1)
          << kernels->name << " " << cut.text.slice(cut.segments.tokens[i].span);
  }
}

TEST(Reader, StopsWhenCancelled) {
  const Cut cut = CutText(std::string(kNews));
  CancelToken cancel;
  cancel.Cancel();
  EXPECT_EQ(BestReader().Read(cut.text, cut.segments, cancel).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Reader, ReadsNothingInNothing) {
  const Cut cut = CutText("");
  const Reading reading = *BestReader().Read(cut.text, cut.segments, CancelToken());
  EXPECT_TRUE(reading.speech.empty());
  EXPECT_TRUE(reading.anchors.empty());
}

TEST(Reader, RefusesFilesThatDoNotFit) {
  EXPECT_FALSE(Reader::Create("", BuiltinBytes("reading/vocabulary.txt"), "", *AvailableKernels().front()).ok());
  EXPECT_FALSE(
      Reader::Create(BuiltinBytes("reading/careful.weights"), "[PAD]\n[UNK]\n", "", *AvailableKernels().front()).ok());
}

}  // namespace
}  // namespace demarche
