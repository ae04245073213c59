// The engine under the seeded scheduler: tens of thousands of histories, each with its own order of threads, faults,
// rebalances and restarts, and the ledger as judge. DEMARCHE_SEED: the first seed; DEMARCHE_SEEDS: how many, or
// DEMARCHE_OPERATIONS: until so many engine operations are done. tests/sim/run is the long form.
#include <gtest/gtest.h>

#include <chrono>

#include "tests/sim/scenario.h"
#include "tests/unit/runtime/chaos.h"

namespace demarche::sim {
namespace {

TEST(Simulation, TheSameSeedGivesTheSameRun) {
  for (const uint64_t seed : {1, 2, 15}) {
    Counts first, second;
    const Outcome one = PlayScenario(seed, &first);
    const Outcome other = PlayScenario(seed, &second);
    EXPECT_EQ(one.trace, other.trace);
    EXPECT_EQ(one.points, other.points);
    EXPECT_EQ(first.ToString(), second.ToString());
    EXPECT_NE(one.trace, PlayScenario(seed + 100, &second).trace);
  }
}

TEST(Simulation, NothingIsLostDoubledOrMisorderedInAnyOrderOfThreads) {
  const uint64_t first = FromEnvironment("DEMARCHE_SEED", 1);
  const uint64_t operations = FromEnvironment("DEMARCHE_OPERATIONS", 0);
  const uint64_t seeds = FromEnvironment("DEMARCHE_SEEDS", operations > 0 ? UINT64_MAX - first : 150);
  Counts counts;
  const auto began = std::chrono::steady_clock::now();
  uint64_t seed = first;
  uint64_t points = 0;
  for (; seed < first + seeds && (operations == 0 || counts.total() < operations); ++seed) {
    const Outcome outcome = PlayScenario(seed, &counts);
    points += outcome.points;
    ASSERT_EQ(outcome.wrong, "") << "DEMARCHE_SEED=" << seed << " DEMARCHE_SEEDS=1";
  }
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  fmt::print(
      "{} engine operations ({}) in {} histories, {} scheduling points, {:.1f} s, {:.0f} operations/s: 0 lost, 0 "
      "doubled, 0 misordered\n",
      counts.total(), counts.ToString(), seed - first, points, took, static_cast<double>(counts.total()) / took);
}

}  // namespace
}  // namespace demarche::sim
