// Input made to break or to stall.
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

TEST(HostileTest, NothingAndOnlyMarks) {
  EXPECT_TRUE(Said("").empty());
  EXPECT_TRUE(Said("\"\"\"\" ''' “”„”»«").empty());
}

TEST(HostileTest, LongRunsOfOneThingAreRead) {
  for (const std::string piece :
       {"\"", "said ", "said that ", "X said \"a ", ", he said, ", "according to ", "“", "who said, ", "and urged "}) {
    std::string text;
    while (text.size() < 60000) text += piece;
    Said(text);
  }
}

TEST(HostileTest, BrokenBytesAreRead) { Said("Holm said \xff\xfe\x80 the road was \xc3 open."); }

TEST(HostileTest, CancelledWorkEnds) {
  const Sample r = ReadText("Holm said the road was open.");
  CancelToken cancel;
  cancel.Cancel();
  const auto result = StatementFinder(TestLexicon()).Find(r.text, r.segments, r.entities, Reading(), cancel);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace demarche
