// Documents over the time limit: those that heed their token, and those that spin. On a virtual clock, which the work
// function itself moves, with one worker, so that nothing depends on how fast the machine is.
#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"
#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

struct TimedRig : Rig {
  std::shared_ptr<std::atomic<int64_t>> seconds = std::make_shared<std::atomic<int64_t>>(0);

  explicit TimedRig(int messages) : Rig(1, messages) {
    options.workers = 1;
    options.document_time_limit = absl::Seconds(2);
    options.cancel_grace = absl::Seconds(1);
    options.clock = [seconds = seconds] { return absl::Seconds(seconds->load()); };
  }
};

TEST(TimeLimit, AWorkerThatHeedsItsTokenAnswersItself) {
  TimedRig rig(10);
  rig.work = [seconds = rig.seconds](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset != 3) return OneReceipt(message, token);
    *seconds += 3;
    while (!token.cancelled()) std::this_thread::yield();
    WorkResult result;
    result.failures.push_back({Stage::kSegment, Reason::kTimeLimit, "gave up"});
    result.records.push_back(DeadLetter(message, result.failures[0]));
    return result;
  };
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(*rig.broker.outputs()[3].value, "time_limit|7|gave up");
  EXPECT_EQ(rig.recorder.timed_out(), 1);
}

// Lives longer than the engine and the test: a thread that was given up may still be in it.
struct Spin {
  absl::Notification gate;
  std::atomic<int> over{0};
};

TEST(TimeLimit, ADocumentThatSpinsIsGivenUpAndThePartitionGoesOn) {
  auto spin = std::make_shared<Spin>();
  {
    TimedRig rig(10);
    rig.work = [seconds = rig.seconds, spin](const RawMessage& message, const CancelToken& token) {
      if (message.origin.offset != 3) return OneReceipt(message, token);
      *seconds += 4;
      spin->gate.WaitForNotification();
      WorkResult late = OneReceipt(message, token);  // the bytes are still there
      ++spin->over;
      return late;
    };
    EXPECT_TRUE(rig.Run().ok());
    EXPECT_EQ(CheckLedger(rig.broker), "");
    EXPECT_EQ(rig.broker.outputs()[3].kind, OutputKind::kDeadLetter);
    EXPECT_EQ(rig.broker.outputs()[3].value->substr(0, 13), "time_limit|7|");
    EXPECT_EQ(rig.broker.outputs()[4].kind, OutputKind::kReceipt);
  }
  spin->gate.Notify();
  while (spin->over == 0) std::this_thread::yield();
}

TEST(TimeLimit, ALateResultIsDiscardedWhileTheEngineRuns) {
  auto spin = std::make_shared<Spin>();
  TimedRig rig(10);
  rig.work = [seconds = rig.seconds, spin](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset == 3) {
      *seconds += 4;
      spin->gate.WaitForNotification();
      ++spin->over;
    } else if (message.origin.offset == 9) {
      spin->gate.Notify();
      while (spin->over == 0) std::this_thread::yield();
    }
    return OneReceipt(message, token);
  };
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

// The limit runs on the worker's own clock; a document that uses none of it is noticed after 20 times as long.
TEST(TimeLimit, TheWorkersClockCounts) {
  TimedRig rig(10);
  auto worked = std::make_shared<std::atomic<int64_t>>(0);
  rig.options.worker_clock = [worked] { return [worked] { return absl::Seconds(worked->load()); }; };
  rig.work = [seconds = rig.seconds, worked](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset == 3) *seconds += 30;  // starved: nothing happens
    if (message.origin.offset != 5 && message.origin.offset != 7) return OneReceipt(message, token);
    message.origin.offset == 5 ? * worked += 3 : * seconds += 50;
    while (!token.cancelled()) std::this_thread::yield();
    WorkResult result;
    result.failures.push_back({Stage::kSegment, Reason::kTimeLimit, "gave up"});
    result.records.push_back(DeadLetter(message, result.failures[0]));
    return result;
  };
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(rig.recorder.timed_out(), 2);
}

TEST(TimeLimit, ThreadCpuClockCountsOnlyItsOwnThread) {
  const Clock mine = ThreadCpuClock();
  const absl::Duration before = mine();
  Clock others;
  std::thread([&] {
    others = ThreadCpuClock();
    const absl::Duration began = others();
    while (others() - began < absl::Milliseconds(20)) continue;
  }).join();
  EXPECT_LT(mine() - before, absl::Milliseconds(20));
  EXPECT_GE(others(), absl::ZeroDuration());
}

TEST(TimeLimit, TooManyStuckThreadsStopTheEngine) {
  auto spin = std::make_shared<Spin>();
  TimedRig rig(10);
  rig.options.max_stuck_workers = 2;
  rig.work = [seconds = rig.seconds, spin](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset >= 3 && message.origin.offset < 6) {
      *seconds += 4;
      spin->gate.WaitForNotification();
      ++spin->over;
    }
    return OneReceipt(message, token);
  };
  EXPECT_EQ(rig.Run().code(), absl::StatusCode::kInternal);
  spin->gate.Notify();
  while (spin->over < 3) std::this_thread::yield();
}

}  // namespace
}  // namespace demarche
