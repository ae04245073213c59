// What the engine does about each fault of a port: retry, abort and rewind, reopen, stop. Every run ends with the
// ledger.
#include "pipeline/runtime/fault.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <tuple>

#include "pipeline/runtime/backoff.h"
#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

using memory::Op;

TEST(Fault, EveryStatusHasOneMeaning) {
  EXPECT_EQ(ActionFor(absl::OkStatus()), FaultAction::kNone);
  EXPECT_EQ(ActionFor(absl::UnavailableError("")), FaultAction::kRetry);
  EXPECT_EQ(ActionFor(absl::AbortedError("")), FaultAction::kAbortAndRewind);
  EXPECT_EQ(ActionFor(absl::DataLossError("")), FaultAction::kReopen);
  EXPECT_EQ(ActionFor(absl::InvalidArgumentError("")), FaultAction::kRejectRecord);
  EXPECT_EQ(ActionFor(absl::OutOfRangeError("")), FaultAction::kEndOfInput);
  EXPECT_EQ(ActionFor(absl::FailedPreconditionError("")), FaultAction::kStop);
  EXPECT_EQ(ActionFor(absl::PermissionDeniedError("")), FaultAction::kStop);
  EXPECT_EQ(ActionFor(absl::InternalError("")), FaultAction::kStop);
}

TEST(Backoff, DoublesWithJitterUpToItsMaximum) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(1), 7);
  for (const int64_t whole : {100, 200, 400, 800, 1000, 1000}) {
    const absl::Duration delay = backoff.Next();
    EXPECT_GE(delay, absl::Milliseconds(whole) / 2);
    EXPECT_LE(delay, absl::Milliseconds(whole));
  }
  EXPECT_EQ(backoff.attempt(), 6);
  backoff.Reset();
  EXPECT_LE(backoff.Next(), absl::Milliseconds(100));
}

class Mended : public testing::TestWithParam<std::tuple<Op, absl::StatusCode>> {};

TEST_P(Mended, NothingIsLostOrDoubled) {
  const auto [op, code] = GetParam();
  Rig rig(3, 200);
  rig.options.commit_bytes = 500;  // many transactions
  rig.broker.faults.FailNext(op, absl::Status(code, "injected"), 3);
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Mended,
                         testing::Combine(testing::Values(Op::kSourceOpen, Op::kPoll, Op::kRewind, Op::kSinkOpen,
                                                          Op::kBegin, Op::kWrite, Op::kCommit),
                                          testing::Values(absl::StatusCode::kUnavailable, absl::StatusCode::kAborted,
                                                          absl::StatusCode::kDataLoss)));

TEST(EngineFault, ATransientCommitIsRetriedAndReported) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kCommit, absl::UnavailableError("broker away"), 2);
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(rig.recorder.retried(), 2);
  EXPECT_EQ(rig.recorder.aborted(), 0);
}

TEST(EngineFault, AnAbortedCommitIsReadAgain) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kCommit, absl::AbortedError("rebalance"));
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(rig.recorder.aborted(), 1);
  EXPECT_EQ(rig.recorder.reopened(), 0);
}

TEST(EngineFault, AnAbortThatFailsReplacesTheClient) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kCommit, absl::AbortedError("rebalance"));
  rig.broker.faults.FailNext(Op::kAbort, absl::DataLossError("fatal"));
  EXPECT_TRUE(rig.Run().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(rig.recorder.reopened(), 1);
}

// The commit took effect, but its answer was lost and the client died: what was committed must not come again.
TEST(EngineFault, ACommitOfUnknownOutcomeIsNotDoubled) {
  for (const absl::Status& status : {absl::DataLossError("fatal"), absl::UnavailableError("timed out")}) {
    Rig rig;
    rig.options.commit_bytes = 500;
    rig.broker.faults.FailNextAfter(Op::kCommit, status);
    EXPECT_TRUE(rig.Run().ok());
    EXPECT_EQ(CheckLedger(rig.broker), "");
  }
}

// While the sink is replaced, the poll thread rewinds for a reason of its own and meets the end of the input; the
// sink's rewind takes that end back. (Seed 1673 of the stress test ended too early.)
TEST(EngineFault, ARewindTakesBackAnEndOfInput) {
  Rig rig(1, 10);
  std::atomic<int> polls_after{-1};
  rig.source.on_poll = [&] {
    if (polls_after >= 0) ++polls_after;
  };
  rig.broker.faults.Cork(Op::kCommit);
  rig.Start();
  rig.broker.faults.AwaitCorked(Op::kCommit);
  rig.broker.faults.Cork(Op::kSinkOpen);
  rig.broker.faults.FailNext(Op::kCommit, absl::DataLossError("fatal"));
  rig.broker.faults.Uncork(Op::kCommit);
  rig.broker.faults.AwaitCorked(Op::kSinkOpen);
  polls_after = 0;  // before the fault, whose poll may come at once; idle polls before it only end the wait sooner
  rig.broker.faults.FailNext(Op::kPoll, absl::AbortedError("rebalance"));
  rig.broker.CloseInput();
  // The aborted poll, ten messages, the end; fewer where the poll thread came to its end before the count began, so a
  // second without a poll ends the wait too.
  for (int seen = -1, quiet = 0; polls_after < 12 && quiet < 1000; ++quiet) {
    if (seen != polls_after) quiet = 0;
    seen = polls_after;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  rig.broker.faults.Uncork(Op::kSinkOpen);
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(EngineFault, AFencedSinkStopsWithItsStatus) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kCommit, absl::FailedPreconditionError("fenced by another process"));
  const absl::Status status = rig.Run();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status.message(), "fenced by another process");
  EXPECT_EQ(rig.broker.output_count(), 0u);
}

TEST(EngineFault, AMissingTopicStopsAtStart) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kSourceOpen, absl::NotFoundError("no topic 'in'"));
  EXPECT_EQ(rig.Run().code(), absl::StatusCode::kNotFound);
}

TEST(EngineFault, ASourceThatFailsForGoodStillCommitsWhatWasRead) {
  Rig rig(1, 100);
  int polls = 0;
  rig.source.on_poll = [&] {
    if (++polls == 50) rig.broker.faults.FailNext(Op::kPoll, absl::PermissionDeniedError("no longer allowed"));
  };
  EXPECT_EQ(rig.Run().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(rig.broker.committed(P(0)), 49);
  EXPECT_EQ(rig.broker.output_count(), 49u);
}

TEST(EngineFault, StopEndsAnOpenThatNeverSucceeds) {
  Rig rig;
  rig.broker.faults.FailNext(Op::kSinkOpen, absl::UnavailableError("no broker"), 1'000'000);
  rig.Start();
  rig.recorder.AwaitRetried();
  rig.engine->Stop();
  EXPECT_TRUE(rig.Join().ok());
}

TEST(EngineFault, TheDrainDeadlineEndsACommitThatNeverSucceeds) {
  Rig rig;
  rig.options.drain_deadline = absl::Milliseconds(5);
  rig.broker.faults.FailNext(Op::kCommit, absl::UnavailableError("no broker"), 1'000'000);
  rig.Start();
  rig.recorder.AwaitRetried();
  rig.engine->Stop();
  EXPECT_EQ(rig.Join().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(rig.broker.output_count(), 0u);
}

// Found by tests/sim: the source was rewound in place of the call, and its partitions stayed paused for ever.
TEST(EngineFault, AResumeThatIsAbortedIsAskedForAgain) {
  for (const absl::Status& fault : {absl::AbortedError("aborted"), absl::DataLossError("dead")}) {
    Rig rig(2, 50);
    rig.options.queue_bytes = 4 * kItemOverhead;
    bool planned = false;
    rig.source.on_poll = [&] {
      if (planned || rig.recorder.paused() == rig.recorder.resumed()) return;
      rig.broker.faults.FailNext(Op::kPause, fault);
      planned = true;
    };
    EXPECT_TRUE(rig.Run().ok());
    EXPECT_TRUE(planned);
    EXPECT_EQ(CheckLedger(rig.broker), "");
  }
}

}  // namespace
}  // namespace demarche
