// Seeded runs through random faults: failures of every call before and after it took effect, revoked and lost
// partitions that others work on meanwhile, refused results, exceptions, work of random length. The ledger is the
// oracle. A seed fixes the plan, not the interleaving of threads (tests/sim fixes both; this one is for the
// thread sanitizer, which sees no race between threads that take turns). DEMARCHE_SEEDS sets how many, DEMARCHE_SEED
// the first.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "tests/unit/runtime/chaos.h"

namespace demarche {
namespace {

void RunSeed(uint64_t seed) {
  std::mt19937_64 random(seed);
  const int partitions = 1 + static_cast<int>(random() % 4);
  Rig rig(partitions, 10 + static_cast<int>(random() % 60));
  rig.options.workers = 1 + static_cast<int>(random() % 4);
  rig.options.seed = seed + 1;
  rig.options.poll_timeout = absl::Microseconds(50);
  rig.options.tick = absl::Microseconds(200);
  rig.options.retry_min = absl::Microseconds(20);
  rig.options.retry_max = absl::Microseconds(200);
  rig.options.revoke_deadline = absl::Microseconds(random() % 3000);
  rig.options.commit_interval = absl::Microseconds(random() % 2000);
  rig.options.commit_bytes = 20 + random() % 2000;
  rig.options.queue_bytes = kItemOverhead * (1 + random() % 100);
  rig.work = [seed](const RawMessage& message, const CancelToken& token) {
    std::minstd_rand draw(static_cast<uint32_t>(seed * 31 + message.origin.offset * 7 + message.origin.partition));
    for (auto yields = draw() % 8; yields > 0; --yields) std::this_thread::yield();
    if (draw() % 50 == 0) throw std::runtime_error("defect");
    return OneReceipt(message, token);
  };
  if (seed % 3 == 0) rig.sink.refuse_write = [=](const OutputRecord& r) { return IsRefused(r, seed, 0); };
  if (seed % 4 == 0) rig.sink.refuse_commit = [=](const OutputRecord& r) { return IsRefused(r, seed, 1); };
  Chaos chaos(&rig.broker, seed, partitions, 40 + static_cast<int>(random() % 200));
  rig.source.on_poll = [&] { chaos.Step(); };
  rig.Start();
  const absl::Status status = rig.Join();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Stress, NothingIsLostDoubledOrMisorderedUnderRandomFaults) {
  const uint64_t first = FromEnvironment("DEMARCHE_SEED", 1);
  const uint64_t count = FromEnvironment("DEMARCHE_SEEDS", 60);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    SCOPED_TRACE(fmt::format("DEMARCHE_SEED={} DEMARCHE_SEEDS=1", seed));
    RunSeed(seed);
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace demarche
