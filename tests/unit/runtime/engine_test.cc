// The engine's way without faults: order, end of input, stop, back-pressure, budgets, delivery at least once.
#include "pipeline/runtime/engine.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>

#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

TEST(Engine, AllInputComesOutInOrderWhateverTheWorkTakes) {
  Rig rig(4, 500);
  rig.work = [](const RawMessage& message, const CancelToken& token) {
    std::minstd_rand random(static_cast<uint32_t>(message.origin.offset * 7 + message.origin.partition));
    for (auto yields = random() % 20; yields > 0; --yields) std::this_thread::yield();
    return OneReceipt(message, token);
  };
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Engine, AnEmptyInputEndsWithoutATransaction) {
  Rig rig(2, 0);
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(rig.recorder.committed(), 0);
}

TEST(Engine, StopDrainsAndCommitsWhatWasRead) {
  Rig rig(1, 200);
  std::atomic<int> worked{0};
  rig.options.commit_interval = absl::Hours(1);  // only the stop commits
  rig.work = [&](const RawMessage& message, const CancelToken& token) {
    if (++worked == 100) rig.engine->Stop();
    return OneReceipt(message, token);
  };
  rig.Start();
  EXPECT_TRUE(rig.Join().ok());
  const int64_t committed = rig.broker.committed(P(0));
  EXPECT_GE(committed, 100);
  EXPECT_EQ(static_cast<int64_t>(rig.broker.output_count()), committed);
}

TEST(Engine, StopBeforeRunEndsAtOnce) {
  Rig rig(1, 10);
  rig.engine = std::make_unique<Engine>(
      rig.options, rig.source, rig.sink, [&] { return rig.work; }, DeadLetter, rig.recorder);
  rig.engine->Stop();
  EXPECT_TRUE(rig.engine->Run().ok());
  EXPECT_EQ(rig.broker.output_count(), 0u);
}

TEST(Engine, StopNowPublishesNothingMore) {
  Rig rig(1, 50);
  rig.options.commit_interval = absl::Hours(1);
  std::atomic<int> worked{0};
  rig.work = [&](const RawMessage& message, const CancelToken& token) {
    if (++worked == 20) rig.engine->StopNow();
    return OneReceipt(message, token);
  };
  rig.Start();
  EXPECT_EQ(rig.Join().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(rig.broker.output_count(), 0u);
  EXPECT_EQ(rig.broker.committed(P(0)), 0);
}

TEST(Engine, ADrainOverItsDeadlineCommitsThePrefix) {
  Rig rig(1, 20);
  rig.options.workers = 1;
  rig.options.drain_deadline = absl::Milliseconds(5);
  rig.work = [&](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset == 10) {
      rig.engine->Stop();
      while (!token.cancelled()) std::this_thread::yield();
    }
    return OneReceipt(message, token);
  };
  rig.Start();
  EXPECT_EQ(rig.Join().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(static_cast<int64_t>(rig.broker.output_count()), rig.broker.committed(P(0)));
  EXPECT_LE(rig.broker.committed(P(0)), 10);
}

TEST(Engine, PressurePausesTheSourceAndResumesIt) {
  Rig rig(2, 300);
  rig.options.queue_bytes = 20 * kItemOverhead;
  rig.broker.faults.Cork(memory::Op::kCommit);
  rig.broker.CloseInput();
  rig.Start();
  rig.recorder.AwaitPaused();
  rig.broker.faults.Uncork(memory::Op::kCommit);
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_GE(rig.recorder.resumed(), 1);
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Engine, OneMessageLargerThanTheBudgetPasses) {
  Rig rig(1, 3);
  rig.broker.Append(P(0), std::string(1 << 20, 'x'));
  rig.broker.Append(P(0), "after");
  rig.options.queue_bytes = 1000;
  rig.options.commit_bytes = 1000;
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Engine, TransactionsKeepToTheirByteBudget) {
  Rig rig(1, 0);
  for (int i = 0; i < 200; ++i) rig.broker.Append(P(0), std::string(1000, 'x'));
  rig.options.commit_interval = absl::Hours(1);
  rig.options.commit_bytes = 10'000;
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_GE(rig.recorder.committed(), 18);
  EXPECT_LE(rig.recorder.largest_transaction(), 11'100u);
}

TEST(Engine, AtLeastOnceCommitsThroughTheSource) {
  Rig rig(3, 200);
  memory::MemorySink sink(&rig.broker, Delivery::kAtLeastOnce);
  rig.options.delivery = Delivery::kAtLeastOnce;
  rig.broker.CloseInput();
  Engine engine(
      rig.options, rig.source, sink, [] { return OneReceipt; }, DeadLetter, rig.recorder);
  EXPECT_TRUE(engine.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Engine, AnExceptionOfTheWorkBecomesADeadLetter) {
  Rig rig(1, 10);
  rig.work = [](const RawMessage& message, const CancelToken& token) -> WorkResult {
    if (message.origin.offset == 3) throw std::bad_alloc();
    if (message.origin.offset == 4) throw 17;
    return OneReceipt(message, token);
  };
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(*rig.broker.outputs()[3].value, "internal|7|out of memory");
  EXPECT_EQ(rig.broker.outputs()[4].kind, OutputKind::kDeadLetter);
}

}  // namespace
}  // namespace demarche
