// LogLimiter: one line a cause per interval, nothing lost from the count, bounded memory.
#include "pipeline/telemetry/log_limiter.h"

#include "fmt/format.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1000);

TEST(LogLimiter, HoldsBackWithinTheIntervalAndTellsTheCount) {
  LogLimiter limiter(absl::Seconds(10), 16);
  EXPECT_EQ(limiter.Admit("a", kStart), 0u);
  EXPECT_EQ(limiter.Admit("a", kStart + absl::Seconds(1)), std::nullopt);
  EXPECT_EQ(limiter.Admit("a", kStart + absl::Seconds(9)), std::nullopt);
  EXPECT_EQ(limiter.Admit("b", kStart + absl::Seconds(9)), 0u);
  EXPECT_EQ(limiter.Admit("a", kStart + absl::Seconds(10)), 2u);
  EXPECT_EQ(limiter.Admit("a", kStart + absl::Seconds(20)), 0u);
}

TEST(LogLimiter, CausesThatFallSilentAreToldOnce) {
  LogLimiter limiter(absl::Seconds(10), 16);
  limiter.Admit("a", kStart);
  limiter.Admit("a", kStart);
  limiter.Admit("quiet", kStart);
  EXPECT_TRUE(limiter.TakeExpired(kStart + absl::Seconds(9)).empty());
  const auto expired = limiter.TakeExpired(kStart + absl::Seconds(10));
  ASSERT_EQ(expired.size(), 1u);
  EXPECT_EQ(expired[0].cause, "a");
  EXPECT_EQ(expired[0].suppressed, 1u);
  EXPECT_TRUE(limiter.TakeExpired(absl::InfiniteFuture()).empty());
}

TEST(LogLimiter, CausesBeyondTheCapacityShareOnePlace) {
  LogLimiter limiter(absl::Seconds(10), 4);
  int admitted = 0;
  for (int i = 0; i < 1000; ++i) admitted += limiter.Admit(fmt::format("cause {}", i), kStart).has_value() ? 1 : 0;
  EXPECT_EQ(admitted, 5);
  const auto expired = limiter.TakeExpired(absl::InfiniteFuture());
  ASSERT_EQ(expired.size(), 1u);
  EXPECT_EQ(expired[0].suppressed, 995u);
}

}  // namespace
}  // namespace demarche
