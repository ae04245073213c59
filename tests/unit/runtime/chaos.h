// Chaos: what goes wrong around an engine over a memory broker, drawn from a seed. The stress test runs it on real
// threads, tests/sim on simulated ones.
#pragma once
#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>
#include <vector>

#include "tests/unit/runtime/harness.h"

namespace demarche {

inline uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// Whether the sink refuses this message's receipt: about one in forty for each `salt`.
inline bool IsRefused(const OutputRecord& record, uint64_t seed, uint64_t salt) {
  return record.kind == OutputKind::kReceipt &&
         std::hash<std::string>()(*record.key + std::to_string(seed)) % 40 == salt;
}

// A fault that a call is made to meet, before or after it took effect.
struct Planned {
  memory::Op op;
  absl::Status status;
  bool after = false;
};

inline const std::vector<Planned>& Plans() {
  using memory::Op;
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

// One step at each Poll, in the poll thread: now and then a fault is planned, partitions are moved, or another member
// works on partitions that are not this one's. After `steps` it assigns all partitions and, where this is the last run
// of the program, lets the input end.
class Chaos {
 public:
  Chaos(memory::Broker* broker, uint64_t seed, int partitions, int steps, bool last = true)
      : broker_(broker), random_(seed), partitions_(partitions), steps_(steps), last_(last) {}

  void Step() {
    if (over_) return;
    if (steps_-- <= 0) {
      std::vector<TopicPartition> all;
      for (int p = 0; p < partitions_; ++p) all.push_back(P(p));
      broker_->Request({memory::Broker::Change::kAssign, all});
      if (last_) broker_->CloseInput();
      over_ = true;
      return;
    }
    if (Draw(6) == 0) Fail();
    if (Draw(10) == 0) Move();
    if (Draw(3) == 0) WorkAsOther();
  }

  void End() { over_ = true; }

 private:
  uint64_t Draw(uint64_t n) { return random_() % n; }

  void Fail() {
    const Planned& plan = Plans()[Draw(Plans().size())];
    if (plan.after) {
      broker_->faults.FailNextAfter(plan.op, plan.status);
    } else {
      broker_->faults.FailNext(plan.op, plan.status, 1 + static_cast<int>(Draw(2)));
    }
  }

  void Move() {
    std::vector<TopicPartition> some;
    for (int p = 0; p < partitions_; ++p) {
      if (Draw(2) == 0) some.push_back(P(p));
    }
    constexpr memory::Broker::Change kChanges[] = {memory::Broker::Change::kAssign, memory::Broker::Change::kAssign,
                                                   memory::Broker::Change::kRevoke, memory::Broker::Change::kLose};
    broker_->Request({kChanges[Draw(4)], some});
  }

  // Another member of the group has a partition that is not ours, and settles some of it.
  void WorkAsOther() {
    const TopicPartition p = P(static_cast<int>(Draw(partitions_)));
    const int64_t from = broker_->committed(p);
    const int64_t to = std::min<int64_t>(broker_->end(p), from + static_cast<int64_t>(Draw(4)));
    std::vector<OutputRecord> records;
    for (int64_t offset = from; offset < to; ++offset) {
      RawMessage message;
      message.origin = {p.topic, p.partition, offset, -1};
      records.push_back(Receipt(message));
    }
    broker_->CommitAsOther(from, {p, to}, std::move(records));
  }

  memory::Broker* broker_;
  std::mt19937_64 random_;
  int partitions_;
  int steps_;
  bool last_;
  bool over_ = false;
};

}  // namespace demarche
