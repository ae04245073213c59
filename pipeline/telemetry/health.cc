// See health.h.
#include "pipeline/telemetry/health.h"

#include <algorithm>
#include <utility>

#include "pipeline/base/json_writer.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

// The time as RFC 3339 in UTC, to the second.
std::string Rfc3339(absl::Time time) { return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone()); }

}  // namespace

HealthState::HealthState(HealthSettings settings) : settings_(std::move(settings)) {
  MutexLock lock(&mutex_);
  state_.started = state_.last_progress = idle_until_ = settings_.now();
}

void HealthState::SetLexiconLoaded() {
  MutexLock lock(&mutex_);
  state_.lexicon_loaded = true;
}

void HealthState::On(const TransactionCommitted&) {
  MutexLock lock(&mutex_);
  state_.last_progress = settings_.now();
  state_.producer_up = true;
}

void HealthState::On(const Retried& event) {
  // Opening the source is retried by the poll thread; only the sink's side is told apart by what it was doing.
  if (event.operation != "commit" && event.operation != "begin") return;
  MutexLock lock(&mutex_);
  state_.producer_up = false;  // until the next commit succeeds
}

void HealthState::On(const ClientOpened& event) {
  MutexLock lock(&mutex_);
  if (event.side == "sink") state_.producer_up = true;
}

void HealthState::On(const ClientReopened& event) {
  MutexLock lock(&mutex_);
  if (event.side == "sink") state_.producer_up = true;
}

void HealthState::On(const Rebalanced& event) {
  MutexLock lock(&mutex_);
  if (event.kind == "assigned") {
    state_.assigned = true;
    state_.partitions += event.partitions.size();
    return;
  }
  state_.partitions -= std::min<uint64_t>(state_.partitions, event.partitions.size());
  state_.assigned = state_.partitions > 0;
  for (const TopicPartition& partition : event.partitions) lag_.erase(partition);
  WorkChanged();
}

void HealthState::On(const EngineGauges& event) {
  MutexLock lock(&mutex_);
  in_flight_ = event.messages_in_flight;
  WorkChanged();
}

void HealthState::On(const PartitionLag& event) {
  MutexLock lock(&mutex_);
  lag_[{std::string(event.topic), event.partition}] = event.committed_lag;
  WorkChanged();
}

void HealthState::WorkChanged() {
  const bool pending = in_flight_ > 0 || std::any_of(lag_.begin(), lag_.end(), [](auto& l) { return l.second > 0; });
  if (pending && !state_.work_pending) idle_until_ = settings_.now();
  state_.work_pending = pending;
}

HealthReport HealthState::Report() const {
  MutexLock lock(&mutex_);
  HealthReport report = state_;
  const absl::Duration idle = settings_.now() - std::max(report.last_progress, idle_until_);
  report.healthy = !report.work_pending || idle <= settings_.stall_limit;
  report.ready = report.healthy && report.lexicon_loaded && report.assigned && report.producer_up;
  if (!report.lexicon_loaded) report.missing.push_back("the lexicon is not loaded yet");
  if (!report.assigned) report.missing.push_back("no partitions are assigned: not in the consumer group yet");
  if (!report.producer_up) report.missing.push_back("the producer is not up: the broker does not answer or refuses");
  if (!report.healthy) {
    report.missing.push_back(
        fmt::format("stuck: there is work and nothing was committed for {} s", absl::ToInt64Seconds(idle)));
  }
  return report;
}

std::string HealthReport::ToJson() const {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("status").String(healthy ? "ok" : "stuck").Key("ready").Bool(ready);
  json.Key("checks").BeginObject();
  json.Key("lexicon_loaded").Bool(lexicon_loaded);
  json.Key("assigned").Bool(assigned);
  json.Key("producer_up").Bool(producer_up);
  json.EndObject();
  json.Key("partitions").Int(static_cast<int64_t>(partitions));
  json.Key("work_pending").Bool(work_pending);
  json.Key("started").String(Rfc3339(started));
  json.Key("last_progress").String(Rfc3339(last_progress));
  json.Key("missing").BeginArray();
  for (const std::string& sentence : missing) json.String(sentence);
  json.EndArray().EndObject();
  return out;
}

}  // namespace demarche
