// What a scrape of MetricsObserver shows (see metrics.h): the folded cells, the gauges, this process.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/telemetry/metric_handles.h"
#include "pipeline/telemetry/metrics.h"
#include "pipeline/telemetry/process_stats.h"
#include "prometheus/text_serializer.h"

namespace demarche {
namespace {

using Families = std::vector<prometheus::MetricFamily>;
using Labels = std::vector<prometheus::ClientMetric::Label>;

prometheus::MetricFamily& AddFamily(std::string_view name, Families* out) {
  const MetricInfo& info = FindMetric(name);
  prometheus::MetricFamily family;
  family.name = std::string(info.name);
  family.help = std::string(info.help);
  family.type = info.type == MetricType::kCounter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
  out->push_back(std::move(family));
  return out->back();
}

void AddSeries(double value, Labels labels, prometheus::MetricFamily* family) {
  prometheus::ClientMetric metric;
  metric.label = std::move(labels);
  metric.gauge.value = value;
  metric.counter.value = value;  // the serializer takes the one that the family's type names
  family->metric.push_back(std::move(metric));
}

void AddValue(std::string_view name, double value, Families* out) { AddSeries(value, {}, &AddFamily(name, out)); }
void AddValue(std::string_view name, uint64_t value, Families* out) { AddValue(name, static_cast<double>(value), out); }

void AddHealth(const HealthState& health, Families* out) {
  const HealthReport report = health.Report();
  AddValue("demarche_ready", report.ready ? 1.0 : 0.0, out);
  AddValue("demarche_healthy", report.healthy ? 1.0 : 0.0, out);
  AddValue("demarche_last_progress_timestamp_seconds", absl::ToDoubleSeconds(report.last_progress - absl::UnixEpoch()),
           out);
}

void AddProcess(Families* out) {
  const ProcessStats stats = ReadProcessStats();
  AddValue("process_cpu_seconds_total", stats.cpu_seconds, out);
  AddValue("process_resident_memory_bytes", stats.resident_bytes, out);
  AddValue("process_virtual_memory_bytes", stats.virtual_bytes, out);
  AddValue("process_open_fds", stats.open_fds, out);
  AddValue("process_max_fds", stats.max_fds, out);
  AddValue("process_threads", stats.threads, out);
  AddValue("process_start_time_seconds", stats.start_time_seconds, out);
}

#ifdef __clang__
constexpr std::string_view kCompiler = "clang " __clang_version__;
#else
constexpr std::string_view kCompiler = "gcc " __VERSION__;
#endif

}  // namespace

std::string MetricsObserver::Expose() const {
  Families out;
  handles_->cells.Collect(&out);
  AddValue("demarche_partitions_assigned", partitions_assigned_.load(), &out);
  AddValue("demarche_paused", paused_.load(), &out);
  AddValue("demarche_in_flight_bytes", bytes_in_flight_.load(), &out);
  AddValue("demarche_in_flight_messages", messages_in_flight_.load(), &out);
  AddValue("demarche_queue_messages", queue_messages_.load(), &out);
  AddValue("demarche_workers_busy", workers_busy_.load(), &out);
  AddValue("demarche_workers", workers_.load(), &out);
  Families by_partition;
  by_partition.reserve(3);
  prometheus::MetricFamily& lag = AddFamily("demarche_committed_lag_records", &by_partition);
  prometheus::MetricFamily& own_lag = AddFamily("demarche_processed_lag_records", &by_partition);
  prometheus::MetricFamily& processed = AddFamily("demarche_processed_offset", &by_partition);
  {
    MutexLock lock(&mutex_);
    for (const auto& [key, partition] : partitions_) {
      const Labels labels = {{"topic", key.topic}, {"partition", std::to_string(key.partition)}};
      if (partition.committed_lag >= 0) AddSeries(static_cast<double>(partition.committed_lag), labels, &lag);
      if (partition.processed_lag >= 0) AddSeries(static_cast<double>(partition.processed_lag), labels, &own_lag);
      if (partition.processed_offset >= 0) {
        AddSeries(static_cast<double>(partition.processed_offset), labels, &processed);
      }
    }
  }
  for (prometheus::MetricFamily& family : by_partition) {
    if (!family.metric.empty()) out.push_back(std::move(family));
  }
  if (settings_.health != nullptr) AddHealth(*settings_.health, &out);
  AddSeries(1, {{"version", settings_.version}, {"compiler", std::string(kCompiler)}},
            &AddFamily("demarche_build_info", &out));
  AddProcess(&out);
  return prometheus::TextSerializer().Serialize(out);
}

MetricTotals MetricsObserver::Totals() const {
  const MetricHandles& h = *handles_;
  MetricTotals totals;
  for (size_t i = 0; i < h.topics->capacity(); ++i) {
    totals.records_read += h.cells.Value(h.records_read, i);
    totals.bytes_read += h.cells.Value(h.read_bytes, i);
  }
  for (size_t i = 0; i < h.languages->capacity(); ++i) {
    totals.articles += h.cells.Value(h.articles_by_language, i);
    totals.statements += h.cells.Value(h.statements, i);
    totals.relations += h.cells.Value(h.relations, i);
  }
  for (size_t stage = 0; stage < h.stages->capacity(); ++stage) {
    for (size_t reason = 0; reason < h.reasons->capacity(); ++reason) {
      totals.dead_letters += h.cells.Value(h.dead_letters, stage, reason);
    }
  }
  for (size_t kind = 0; kind < h.kinds->capacity(); ++kind) {
    totals.committed_records += h.cells.Value(h.records_written, kind);
  }
  totals.documents = h.cells.Value(h.documents);
  totals.bytes_in_flight = bytes_in_flight_.load();
  totals.messages_in_flight = messages_in_flight_.load();
  totals.paused = paused_.load() != 0;
  MutexLock lock(&mutex_);
  for (const auto& [key, partition] : partitions_) {
    if (partition.committed_lag >= 0)
      totals.committed_lag = std::max<int64_t>(totals.committed_lag, 0) + partition.committed_lag;
  }
  return totals;
}

}  // namespace demarche
