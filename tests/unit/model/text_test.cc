// Text::ToDelivered on hand-made alignments.
#include "pipeline/model/text.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

using Kind = AlignmentPiece::Kind;

// "a&eacute;c  d" read as "aéc d".
Text Sample() {
  Text text;
  text.utf8 = "a\u00E9c d";
  text.alignment = {{0, 0, 1, Kind::kCopy},
                    {1, 1, 9, Kind::kReplace},
                    {3, 9, 10, Kind::kCopy},
                    {4, 10, 12, Kind::kReplace},
                    {5, 12, 13, Kind::kCopy}};
  return text;
}

TEST(TextToDelivered, EachPiece) {
  const Text text = Sample();
  EXPECT_EQ(text.ToDelivered({0, 1}), (Span{0, 1}));
  EXPECT_EQ(text.ToDelivered({1, 3}), (Span{1, 9}));
  EXPECT_EQ(text.ToDelivered({4, 5}), (Span{10, 12}));
  EXPECT_EQ(text.ToDelivered({0, 6}), (Span{0, 13}));
}

TEST(TextToDelivered, EmptySpansStayEmpty) {
  const Text text = Sample();
  EXPECT_EQ(text.ToDelivered({3, 3}), (Span{9, 9}));
  EXPECT_EQ(text.ToDelivered({6, 6}), (Span{13, 13}));
  EXPECT_EQ(Text().ToDelivered({0, 0}), (Span{0, 0}));
}

TEST(TextToDelivered, SpansBeyondTheTextAreCut) {
  EXPECT_EQ(Sample().ToDelivered({5, 99}), (Span{12, 13}));
  EXPECT_EQ(Sample().ToDelivered({98, 99}), (Span{13, 13}));
}

TEST(TextToDelivered, CountsCodePointsNotBytes) {
  Text text;
  text.utf8 = "\u00E4\u20AC\U0001F600x";
  text.alignment = {{0, 7, 11, Kind::kCopy}};
  EXPECT_EQ(text.ToDelivered({2, 5}), (Span{8, 9}));
  EXPECT_EQ(text.ToDelivered({5, 10}), (Span{9, 11}));
}

}  // namespace
}  // namespace demarche
