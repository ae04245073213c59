// Partitions that come and go while their messages are at work: drained and committed, or dropped, never both ways.
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

using memory::Broker;
using memory::Op;

// The next owner of `partition` does what is left of it.
void FinishAsOther(Broker* broker, const TopicPartition& partition) {
  std::vector<OutputRecord> records;
  const int64_t from = broker->committed(partition);
  for (int64_t offset = from; offset < broker->end(partition); ++offset) {
    RawMessage message;
    message.origin = {partition.topic, partition.partition, offset, -1};
    records.push_back(Receipt(message));
  }
  EXPECT_TRUE(broker->CommitAsOther(from, {partition, broker->end(partition)}, std::move(records)));
}

// A rig whose worker stops at offset 5 of partition 0 until the gate opens; then `change` comes for partition 0, and
// when it is over another member finishes that partition.
struct GatedRig : Rig {
  absl::Notification reached;
  absl::Notification gate;
  int step = 0;

  explicit GatedRig(Broker::Change change) : Rig(2, 50) {
    work = [this](const RawMessage& message, const CancelToken& token) {
      if (message.origin.partition == 0 && message.origin.offset == 5 && !reached.HasBeenNotified()) {
        reached.Notify();
        gate.WaitForNotification();
      }
      return OneReceipt(message, token);
    };
    source.on_poll = [this, change] {
      if (step == 0 && reached.HasBeenNotified()) {
        broker.Request({change, {P(0)}});
        step = 1;
      } else if (step == 1) {  // the Poll after the one that told of it
        FinishAsOther(&broker, P(0));
        broker.CloseInput();
        if (!gate.HasBeenNotified()) gate.Notify();  // what comes now must be discarded
        step = 2;
      }
    };
  }
};

TEST(Rebalance, ARevokedPartitionIsDrainedAndCommitted) {
  GatedRig rig(Broker::Change::kRevoke);
  rig.options.commit_interval = absl::Hours(1);  // the revocation asks for the commit
  rig.Start();
  rig.recorder.AwaitTakenAway();
  rig.gate.Notify();
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_EQ(rig.recorder.aborted(), 0);
}

TEST(Rebalance, AtTheDeadlineARevokedPartitionsWorkIsDropped) {
  GatedRig rig(Broker::Change::kRevoke);
  rig.options.revoke_deadline = absl::Milliseconds(2);
  rig.Start();
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

TEST(Rebalance, ALostPartitionsWorkIsDropped) {
  GatedRig rig(Broker::Change::kLose);
  rig.Start();
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

// The transaction with the partition's results is on its way when the partition is lost.
TEST(Rebalance, ACommitAfterTheLossIsFencedAndTheRestReadAgain) {
  Rig rig(2, 50);
  bool lost = false;
  bool finished = false;
  rig.broker.faults.Cork(Op::kCommit);
  rig.source.on_poll = [&] {
    if (lost && !finished) {
      FinishAsOther(&rig.broker, P(0));
      rig.broker.CloseInput();
      finished = true;
    }
    lost |= rig.broker.owned() == std::vector<TopicPartition>{P(1)};
  };
  rig.Start();
  rig.broker.faults.AwaitCorked(Op::kCommit);
  rig.broker.Request({Broker::Change::kLose, {P(0)}});
  rig.recorder.AwaitTakenAway();
  rig.broker.faults.Uncork(Op::kCommit);
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
  EXPECT_GE(rig.recorder.aborted(), 1);
}

TEST(Rebalance, PartitionsThatComeLaterAreRead) {
  Rig rig(1, 20);
  int polls = 0;
  rig.source.on_poll = [&] {
    if (++polls != 10) return;
    for (int i = 0; i < 20; ++i) rig.broker.Append(P(1), "late");
    rig.broker.Request({Broker::Change::kAssign, {P(1)}});
    rig.broker.CloseInput();
  };
  rig.Start();
  EXPECT_TRUE(rig.Join().ok());
  EXPECT_EQ(CheckLedger(rig.broker), "");
}

}  // namespace
}  // namespace demarche
