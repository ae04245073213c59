// HealthState: whether the process lives (/healthz) and whether it can do its work (/readyz), from the events of the
// pipeline.
//
// Healthy: not stuck. Stuck means that for `stall_limit` one of these lasted: records in flight and no transaction
// committed; a partition with lag whose position did not move, whatever the others did; the poll thread did not come
// round. An orchestrator should then restart the process. Ready: lexicon loaded, partitions
// assigned, producer up. A standby without partitions of its own counts as assigned.
//
// Threads: any. Never blocks for long: one mutex over a few words, none of it taken per document.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "pipeline/base/mutex.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

struct HealthSettings {
  absl::Duration stall_limit = absl::Minutes(5);  // absl::InfiniteDuration(): never call the process stuck
  std::function<absl::Time()> now = absl::Now;
};

struct HealthReport {
  bool healthy = true;
  bool ready = false;
  bool lexicon_loaded = false;
  bool assigned = false;
  bool producer_up = false;
  uint64_t partitions = 0;
  absl::Time started;
  absl::Time last_progress;          // last committed transaction; the start while there was none
  bool work_pending = false;         // records in flight or lag
  std::vector<std::string> missing;  // one sentence for each thing that is not ready or not healthy

  // {"status":"ok"|"stuck","ready":...,"checks":{...},"missing":[...],"last_progress":"..."}
  std::string ToJson() const;
};

class HealthState : public Observer {
 public:
  explicit HealthState(HealthSettings settings = {});

  void SetLexiconLoaded();  // called by the program when its tables are in memory

  using Observer::On;
  void On(const TransactionCommitted&) override;
  void On(const Retried&) override;
  void On(const ClientOpened&) override;
  void On(const ClientReopened&) override;
  void On(const Rebalanced&) override;
  void On(const EngineGauges&) override;
  void On(const PartitionLag&) override;

  HealthReport Report() const;

 private:
  const HealthSettings settings_;
  mutable Mutex mutex_;
  HealthReport state_ ABSL_GUARDED_BY(mutex_);
  uint64_t in_flight_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Time idle_until_ ABSL_GUARDED_BY(mutex_);  // when work last appeared after there was none
  struct Lagging {
    int64_t position = 0;  // the next offset to settle
    absl::Time since;      // when it last moved, or lag appeared
  };
  std::map<TopicPartition, Lagging> lagging_ ABSL_GUARDED_BY(mutex_);  // those with lag
  absl::Duration since_poll_ ABSL_GUARDED_BY(mutex_);

  void WorkChanged() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
};

}  // namespace demarche
