#include "pipeline/lexicon/frames.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "pipeline/lexicon/clause_words.h"
#include "pipeline/lexicon/pair_weights.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kRow =
    "slam.v\tv\tslam|lash out at|withdraw(withdrew)=087\tsubj\tobj,of\tACCUSE\t111\tweak,state\t0.5\tOman slammed "
    "Iran.\t"
    "OMN>IRN\n";

TEST(FrameTable, FindsEveryFormOfAWord) {
  Diagnostics diagnostics;
  const FrameTable table = FrameTable::Parse(kRow, "frames.tsv", &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  for (const std::string_view form : {"slam", "slams", "slammed", "slamming", "withdrew", "withdraws", "lashes"}) {
    EXPECT_THAT(table.Find(form), SizeIs(1)) << form;
  }
  EXPECT_THAT(table.Find("slammer"), IsEmpty());
  EXPECT_EQ(table.Find("slammed")[0].form, kPast);
  EXPECT_EQ(table.Find("withdrew")[0].cameo, "087");
  EXPECT_EQ(table.Find("lashed")[0].rest, (std::vector<std::string>{"out", "at"}));
}

TEST(FrameTable, ReadsPlacesAndFlags) {
  Diagnostics diagnostics;
  const FrameTable table = FrameTable::Parse(kRow, "frames.tsv", &diagnostics);
  ASSERT_THAT(table.frames(), SizeIs(1));
  const Frame& frame = table.frames()[0];
  EXPECT_TRUE(frame.sources.Has(Slot::kSubject));
  EXPECT_TRUE(frame.targets.Has(Slot::kOf));
  EXPECT_FALSE(frame.targets.Has(Slot::kOn));
  EXPECT_TRUE(frame.weak);
  EXPECT_TRUE(frame.state);
  EXPECT_EQ(frame.example_target, CountryCode("IRN"));
}

TEST(FrameTable, ReportsAndSkipsBadRows) {
  const auto wrong = [](std::string_view row) {
    Diagnostics diagnostics;
    const FrameTable table = FrameTable::Parse(row, "frames.tsv", &diagnostics);
    EXPECT_THAT(table.frames(), IsEmpty());
    return diagnostics.empty() ? std::string() : diagnostics[0].ToString();
  };
  EXPECT_THAT(wrong("a\tx\tslam\tsubj\tobj\tACCUSE\t111\t\t0.5\te\tA>B\n"),
              HasSubstr("frames.tsv:1: error: unknown kind 'x'"));
  EXPECT_THAT(wrong("a\tv\tslam\tsubject\tobj\tACCUSE\t111\t\t0.5\te\tA>B\n"), HasSubstr("unknown place 'subject'"));
  EXPECT_THAT(wrong("a\tv\tslam\tsubj\tobj\tSHOUT\t111\t\t0.5\te\tA>B\n"), HasSubstr("unknown event type 'SHOUT'"));
  EXPECT_THAT(wrong("a\tv\tslam\tsubj\tobj\tACCUSE\t111\tstrong\t0.5\te\tA>B\n"), HasSubstr("unknown flag 'strong'"));
  EXPECT_THAT(wrong("a\tv\tslam\tsubj\tobj\tACCUSE\t111\t\tx\te\tA>B\n"), HasSubstr("no confidence"));
  EXPECT_THAT(wrong("a\tv\tslam\tsubj\tobj\tACCUSE\t111\t\t0.5\te\tAB\n"), HasSubstr("SRC>TGT"));
  EXPECT_THAT(wrong("a\tv\tslam\n"), HasSubstr("3 columns"));
}

TEST(FrameTable, EveryCodeOfTheCarriedTableIsKnownAndFitsItsType) {
  Diagnostics diagnostics;
  const FrameTable frames = FrameTable::Parse(BuiltinBytes("lexicon/frames.tsv"), "frames.tsv", &diagnostics);
  const CameoTable cameo = CameoTable::Parse(BuiltinBytes("lexicon/cameo.tsv"), "cameo.tsv", &diagnostics);
  ClauseWords::Parse(BuiltinBytes("lexicon/clause_words.tsv"), "clause_words.tsv", &diagnostics);
  PolarityTable::Parse(BuiltinBytes("lexicon/polarity.tsv"), "polarity.tsv", &diagnostics);
  PairWeights::Parse(BuiltinBytes("lexicon/relation_weights.tsv"), "relation_weights.tsv", &diagnostics);
  for (const Diagnostic& d : diagnostics) ADD_FAILURE() << d.ToString();
  EXPECT_GT(frames.frames().size(), 50U);
  for (const Frame& frame : frames.frames()) {
    if (!frame.type) continue;
    EXPECT_NE(cameo.Find(frame.cameo), nullptr) << frame.id << " " << frame.cameo;
  }
}

TEST(PairWeights, ReadsRowsAndReportsBadOnes) {
  Diagnostics diagnostics;
  const PairWeights table =
      PairWeights::Parse("b>slam\tACCUSE 1.5 none -0.5\nx\tSHOUT 1\nthreshold\t2\n", "w.tsv", &diagnostics);
  const PairWeights::Row* row = table.Find(FeatureHash().Add("b>").Add("slam").value());
  ASSERT_NE(row, nullptr);
  EXPECT_FLOAT_EQ((*row)[static_cast<size_t>(EventType::kAccuse)], 1.5F);
  EXPECT_FLOAT_EQ((*row)[kNoRelation], -0.5F);
  EXPECT_THAT(diagnostics, SizeIs(2));
}

}  // namespace
}  // namespace demarche
