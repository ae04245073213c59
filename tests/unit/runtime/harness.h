// Harness: an engine over a memory broker, with a work function that makes one receipt of each message, and the ledger
// that says whether every input came out exactly once and in order.
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connectors/memory/broker.h"
#include "connectors/memory/sink.h"
#include "connectors/memory/source.h"
#include "fmt/format.h"
#include "gtest/gtest.h"
#include "pipeline/base/mutex.h"
#include "pipeline/base/thread.h"
#include "pipeline/runtime/engine.h"

namespace demarche {

inline constexpr const char* kTopic = "in";

inline TopicPartition P(int32_t partition) { return {kTopic, partition}; }

// "0:17" for partition 0, offset 17.
inline std::string Id(const Origin& origin) { return fmt::format("{}:{}", origin.partition, origin.offset); }

inline OutputRecord Receipt(const RawMessage& message) {
  OutputRecord record;
  record.kind = OutputKind::kReceipt;
  record.key = Id(message.origin);
  if (message.value) record.value = std::string(*message.value);
  return record;
}

inline WorkResult OneReceipt(const RawMessage& message, const CancelToken&) {
  WorkResult result;
  result.records.push_back(Receipt(message));
  return result;
}

// value: "reason: message", then the original's bytes as its size.
inline OutputRecord DeadLetter(const RawMessage& message, const Failure& failure) {
  OutputRecord record;
  record.kind = OutputKind::kDeadLetter;
  record.key = Id(message.origin);
  record.value =
      fmt::format("{}|{}|{}", ToString(failure.reason), message.value ? message.value->size() : 0, failure.message);
  return record;
}

// Counts what happens.
class Recorder : public Observer {
 public:
  using Observer::On;
  void On(const TransactionCommitted& e) override {
    MutexLock lock(&mu_);
    ++committed_;
    bytes_ = std::max(bytes_, e.bytes);
  }
  void On(const TransactionAborted&) override { Count(&aborted_); }
  void On(const Retried&) override { Count(&retried_); }
  void On(const ClientReopened&) override { Count(&reopened_); }
  void On(const RecordRejected&) override { Count(&rejected_); }
  void On(const DocumentTimedOut&) override { Count(&timed_out_); }
  void On(const FlowChanged& e) override {
    MutexLock lock(&mu_);
    e.paused ? ++paused_ : ++resumed_;
    changed_.SignalAll();
  }
  void On(const Rebalanced& e) override {
    if (e.kind != "assigned") Count(&taken_away_);
  }
  // Partitions are being revoked or are lost.
  void AwaitTakenAway() { Await(&taken_away_); }
  void AwaitPaused() { Await(&paused_); }
  void AwaitRetried() { Await(&retried_); }
  int committed() { return Get(&committed_); }
  int aborted() { return Get(&aborted_); }
  int retried() { return Get(&retried_); }
  int reopened() { return Get(&reopened_); }
  int rejected() { return Get(&rejected_); }
  int timed_out() { return Get(&timed_out_); }
  int paused() { return Get(&paused_); }
  int resumed() { return Get(&resumed_); }
  uint64_t largest_transaction() {
    MutexLock lock(&mu_);
    return bytes_;
  }

 private:
  void Count(int* n) {
    MutexLock lock(&mu_);
    ++*n;
    changed_.SignalAll();
  }
  void Await(const int* n) {
    MutexLock lock(&mu_);
    while (*n == 0) changed_.Wait(&mu_);
  }
  int Get(const int* n) {
    MutexLock lock(&mu_);
    return *n;
  }
  Mutex mu_;
  CondVar changed_;
  int committed_ = 0, aborted_ = 0, retried_ = 0, reopened_ = 0, rejected_ = 0, timed_out_ = 0, paused_ = 0,
      resumed_ = 0, taken_away_ = 0;
  uint64_t bytes_ = 0;
};

inline EngineOptions QuickOptions() {
  EngineOptions options;
  options.workers = 3;
  options.commit_interval = absl::Milliseconds(2);
  options.poll_timeout = absl::Milliseconds(1);
  options.tick = absl::Milliseconds(1);
  options.retry_min = absl::Microseconds(100);
  options.retry_max = absl::Milliseconds(1);
  options.document_time_limit = absl::InfiniteDuration();
  options.seed = 1;
  return options;
}

// A source, a sink and an engine between them, running in its own thread from Start to Join.
struct Rig {
  memory::Broker broker;
  memory::MemorySource source{&broker};
  memory::MemorySink sink{&broker};
  Recorder recorder;
  EngineOptions options = QuickOptions();
  Worker work = OneReceipt;
  std::unique_ptr<Engine> engine;
  Thread thread;
  absl::Status status;

  explicit Rig(int partitions = 3, int messages = 100) {
    for (int p = 0; p < partitions; ++p) {
      broker.AddPartition(P(p));
      for (int i = 0; i < messages; ++i) broker.Append(P(p), fmt::format("value {}", i));
    }
  }
  ~Rig() {
    if (thread.joinable()) {
      engine->StopNow();
      thread.join();
    }
  }
  void Start() {
    engine = std::make_unique<Engine>(
        options, source, sink, [this] { return work; }, DeadLetter, recorder);
    thread = Thread([this] { status = engine->Run(); });
  }
  absl::Status Join() {
    thread.join();
    return status;
  }
  // To the end of the input.
  absl::Status Run() {
    broker.CloseInput();
    Start();
    return Join();
  }
};

// Every input exactly once over receipts and dead letters, in order per partition, committed offsets at the end, and
// the member never overstepped. Returns "" or what is wrong.
inline std::string CheckLedger(const memory::Broker& broker) {
  std::map<int32_t, std::vector<int64_t>> seen;
  for (const OutputRecord& record : broker.outputs()) {
    if (record.kind != OutputKind::kReceipt && record.kind != OutputKind::kDeadLetter) continue;
    const size_t colon = record.key->find(':');
    seen[std::stoi(record.key->substr(0, colon))].push_back(std::stoll(record.key->substr(colon + 1)));
  }
  std::string wrong;
  for (const TopicPartition& p : broker.partitions()) {
    const std::vector<int64_t>& offsets = seen[p.partition];
    for (size_t i = 0; i < offsets.size(); ++i) {
      if (offsets[i] == static_cast<int64_t>(i)) continue;
      wrong += fmt::format("partition {}: output {} is of offset {}\n", p.partition, i, offsets[i]);
      break;
    }
    if (static_cast<int64_t>(offsets.size()) != broker.end(p)) {
      wrong += fmt::format("partition {}: {} outputs of {} inputs\n", p.partition, offsets.size(), broker.end(p));
    }
    if (broker.committed(p) != broker.end(p)) {
      wrong += fmt::format("partition {}: committed {} of {}\n", p.partition, broker.committed(p), broker.end(p));
    }
  }
  if (broker.violations() > 0) wrong += fmt::format("{} commits of partitions given up\n", broker.violations());
  return wrong;
}

}  // namespace demarche
