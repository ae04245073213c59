// Seeded runs through random faults: failures of every call before and after it took effect, revoked and lost
// partitions that others work on meanwhile, refused results, exceptions, work of random length. The ledger is the
// oracle. A seed fixes the plan, not the interleaving of threads. DEMARCHE_SEEDS sets how many, DEMARCHE_SEED the
// first.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

using memory::Broker;
using memory::Op;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): no thread runs yet
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

struct Planned {
  Op op;
  absl::Status status;
  bool after = false;
};

const std::vector<Planned>& Plans() {
  static const auto& plans = *new std::vector<Planned>([] {
    std::vector<Planned> all;
    const absl::Status unavailable = absl::UnavailableError("away");
    const absl::Status aborted = absl::AbortedError("aborted");
    const absl::Status dead = absl::DataLossError("dead");
    for (const Op op : {Op::kSourceOpen, Op::kPoll, Op::kRewind, Op::kPause, Op::kSinkOpen, Op::kBegin, Op::kWrite,
                        Op::kCommit, Op::kAbort}) {
      for (const absl::Status& status : {unavailable, aborted, dead}) all.push_back({op, status});
    }
    all.push_back({Op::kCommit, unavailable, true});
    all.push_back({Op::kCommit, dead, true});
    all.push_back({Op::kAbort, dead, true});
    return all;
  }());
  return plans;
}

// The script that runs in the poll thread.
class Chaos {
 public:
  Chaos(Rig* rig, uint64_t seed, int partitions, int steps)
      : rig_(rig), random_(seed), partitions_(partitions), steps_(steps) {}

  void Step() {
    if (over_) return;
    if (steps_-- <= 0) {
      std::vector<TopicPartition> all;
      for (int p = 0; p < partitions_; ++p) all.push_back(P(p));
      rig_->broker.Request({Broker::Change::kAssign, all});
      rig_->broker.CloseInput();
      over_ = true;
      return;
    }
    if (Draw(6) == 0) Fail();
    if (Draw(10) == 0) Move();
    if (Draw(3) == 0) WorkAsOther();
  }

 private:
  uint64_t Draw(uint64_t n) { return random_() % n; }

  void Fail() {
    const Planned& plan = Plans()[Draw(Plans().size())];
    if (plan.after) {
      rig_->broker.faults.FailNextAfter(plan.op, plan.status);
    } else {
      rig_->broker.faults.FailNext(plan.op, plan.status, 1 + static_cast<int>(Draw(2)));
    }
  }

  void Move() {
    std::vector<TopicPartition> some;
    for (int p = 0; p < partitions_; ++p) {
      if (Draw(2) == 0) some.push_back(P(p));
    }
    constexpr Broker::Change kChanges[] = {Broker::Change::kAssign, Broker::Change::kAssign, Broker::Change::kRevoke,
                                           Broker::Change::kLose};
    rig_->broker.Request({kChanges[Draw(4)], some});
  }

  // Another member of the group has a partition that is not ours, and settles some of it.
  void WorkAsOther() {
    const TopicPartition p = P(static_cast<int>(Draw(partitions_)));
    const int64_t from = rig_->broker.committed(p);
    const int64_t to = std::min<int64_t>(rig_->broker.end(p), from + static_cast<int64_t>(Draw(4)));
    std::vector<OutputRecord> records;
    for (int64_t offset = from; offset < to; ++offset) {
      RawMessage message;
      message.origin = {p.topic, p.partition, offset, -1};
      records.push_back(Receipt(message));
    }
    rig_->broker.CommitAsOther({p, to}, std::move(records));
  }

  Rig* rig_;
  std::mt19937_64 random_;
  int partitions_;
  int steps_;
  bool over_ = false;
};

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
  const auto refused = [seed](const OutputRecord& record, uint64_t salt) {
    return record.kind == OutputKind::kReceipt &&
           std::hash<std::string>()(*record.key + std::to_string(seed)) % 40 == salt;
  };
  if (seed % 3 == 0) rig.sink.refuse_write = [=](const OutputRecord& r) { return refused(r, 0); };
  if (seed % 4 == 0) rig.sink.refuse_commit = [=](const OutputRecord& r) { return refused(r, 1); };
  Chaos chaos(&rig, seed, partitions, 40 + static_cast<int>(random() % 200));
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
