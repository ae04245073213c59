// Every frame's example in schemas/lexicon/frames.tsv gives what the row says. A control is seen in what it makes of
// the act that it governs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fmt/format.h"
#include "tests/unit/relations/harness.h"

namespace demarche {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;

TEST(FrameExamples, EachRowFindsItsPair) {
  for (const Frame& frame : TestLexicon()->frames.frames()) {
    const std::string source(frame.example_source.view());
    const std::string target(frame.example_target.view());
    const std::vector<std::string> dyads = FrameDyads(frame.example);
    if (frame.kind == FrameKind::kControl) {
      EXPECT_THAT(dyads, Contains(EndsWith(fmt::format(" {}>{}", source, target))))
          << frame.id << ": " << frame.example;
    } else {
      EXPECT_THAT(dyads, Contains(fmt::format("{} {}{}{}", frame.id, source, frame.reciprocal ? "=" : ">", target)))
          << frame.example;
    }
  }
}

}  // namespace
}  // namespace demarche
