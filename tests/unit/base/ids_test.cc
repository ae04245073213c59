// Ids are stable across machines: the expected value is fixed here for ever, since consumers store ids.
#include "pipeline/base/ids.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

TEST(DeterministicId, KeepsPartsApart) { EXPECT_NE(DeterministicId({"ab", "c"}), DeterministicId({"a", "bc"})); }

TEST(DeterministicId, IsTheSameForEver) {
  EXPECT_EQ(DeterministicId({"feed", "1"}), "ca47d2ebd52f8f6271b770427558c21c");
}

}  // namespace
}  // namespace demarche
