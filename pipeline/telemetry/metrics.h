// MetricsObserver: events -> Prometheus metrics as schemas/metrics.json lists them. Everything that can be labelled is
// resolved at construction or learned once (source topics, feed mappings); raising a counter is then one relaxed
// addition on the core's own shard.
//
// Threads: any. Per document and per message no lock is taken, but when a new topic or feed mapping is seen.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "pipeline/base/mutex.h"
#include "pipeline/telemetry/health.h"
#include "pipeline/telemetry/label_set.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class MetricCells;
struct MetricHandles;

struct MetricsSettings {
  std::string version;                  // of the program, for demarche_build_info
  std::vector<std::string> topics;      // source topics known at start (patterns bring more)
  std::vector<std::string> feeds;       // feed mappings known at start
  const HealthState* health = nullptr;  // outlives this object; null: no demarche_ready, _healthy, _last_progress
};

// The numbers at the head of the live view and in the summary of a run.
struct MetricTotals {
  uint64_t records_read = 0;
  uint64_t bytes_read = 0;
  uint64_t documents = 0;
  uint64_t articles = 0;
  uint64_t statements = 0;
  uint64_t relations = 0;
  uint64_t dead_letters = 0;
  uint64_t committed_records = 0;  // over all kinds
  int64_t committed_lag = -1;      // over all partitions, -1 unknown
  uint64_t bytes_in_flight = 0;
  uint64_t messages_in_flight = 0;
  bool paused = false;
};

class MetricsObserver : public Observer {
 public:
  explicit MetricsObserver(MetricsSettings settings);
  ~MetricsObserver() override;

  using Observer::On;
  void On(const MessageRead&) override;
  void On(const DocumentDone&) override;
  void On(const DocumentTimedOut&) override;
  void On(const TransactionCommitted&) override;
  void On(const TransactionAborted&) override;
  void On(const RecordRejected&) override;
  void On(const Retried&) override;
  void On(const ClientReopened&) override;
  void On(const Rebalanced&) override;
  void On(const FlowChanged&) override;
  void On(const EngineGauges&) override;
  void On(const PartitionLag&) override;

  // All metrics in the Prometheus text format 0.0.4, and its media type.
  std::string Expose() const;
  static constexpr std::string_view kMediaType = "text/plain; version=0.0.4; charset=utf-8";

  MetricTotals Totals() const;

 private:
  struct Partition {
    int64_t committed_lag = -1;
    int64_t processed_lag = -1;
    int64_t processed_offset = -1;
  };

  const MetricsSettings settings_;
  const std::unique_ptr<MetricHandles> handles_;
  std::atomic<uint64_t> paused_{0}, bytes_in_flight_{0}, messages_in_flight_{0}, queue_messages_{0}, workers_busy_{0},
      workers_{0}, partitions_assigned_{0};
  mutable Mutex mutex_;
  std::map<TopicPartition, Partition> partitions_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace demarche
