// ReplayMarks: against a plain set, and through the committed form, for any order of choices.
#include "connectors/kafka/replay_marks.h"

#include <random>
#include <set>

#include "gtest/gtest.h"

namespace demarche::kafka {
namespace {

TEST(ReplayMarks, RecordsThatFollowEachOtherAreOneSpanWhateverLiesBetween) {
  ReplayMarks marks;
  marks.Mark(3, -1);  // the first record there is
  EXPECT_EQ(marks.next(), 4);
  marks.Mark(6, 3);
  EXPECT_EQ(marks.next(), 7);
  EXPECT_EQ(marks.Metadata(), "r1");
  marks.Mark(20, 12);
  marks.Mark(25, 20);
  EXPECT_EQ(marks.Metadata(), "r1:d.6");
  EXPECT_FALSE(marks.marked(12));
  marks.Mark(12, 6);
  EXPECT_EQ(marks.next(), 13);
  EXPECT_TRUE(marks.marked(25));
  EXPECT_FALSE(marks.marked(26));
}

TEST(ReplayMarks, WhatIsNotOurMetadataCountsAsNone) {
  for (const char* text : {"", "x", "r1:", "r1:1", "r1:1.", "r1:-1.1", "r1:0.1", "r1:1.1!", "r1:zzzzzzzzzzzzz.1"}) {
    const ReplayMarks marks(5, text);
    EXPECT_EQ(marks.next(), 5);
    EXPECT_FALSE(marks.marked(5) || marks.marked(6) || marks.marked(7)) << text;
  }
  EXPECT_EQ(ReplayMarks(-1, "").next(), 0);
}

TEST(ReplayMarks, HoldWhatWasMarkedAndNothingElse) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    std::vector<int64_t> records;
    for (int64_t at = 0; at < 300; ++at) {
      if (random() % 4 != 0) records.push_back(at);
    }
    std::set<int64_t> wanted;
    ReplayMarks marks;
    for (int run = 0; run < 4; ++run) {  // each with a filter of its own, from what was committed before
      marks = ReplayMarks(marks.next(), marks.Metadata());
      int64_t before = -1;
      for (const int64_t record : records) {
        ASSERT_EQ(marks.marked(record), wanted.count(record) > 0) << "seed " << seed << " record " << record;
        if (random() % 3 == 0 && !marks.marked(record)) {
          marks.Mark(record, before);
          wanted.insert(record);
        }
        before = record;
      }
    }
    for (const int64_t record : records) EXPECT_EQ(marks.marked(record), wanted.count(record) > 0);
  }
}

}  // namespace
}  // namespace demarche::kafka
