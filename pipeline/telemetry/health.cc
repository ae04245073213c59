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

void HealthState::On(const TransactionCommitted& event) {
  MutexLock lock(&mutex_);
  state_.last_progress = settings_.now();
  state_.producer_up = true;
  if (lagging_.empty()) return;
  for (const OffsetCommit& offset : event.offsets) {
    const auto at = lagging_.find(offset.partition);
    if (at != lagging_.end()) at->second = {offset.next_offset, state_.last_progress};
  }
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
  for (const TopicPartition& partition : event.partitions) lagging_.erase(partition);
  WorkChanged();
}

void HealthState::On(const EngineGauges& event) {
  MutexLock lock(&mutex_);
  in_flight_ = event.messages_in_flight;
  since_poll_ = event.since_poll;
  WorkChanged();
}

void HealthState::On(const PartitionLag& event) {
  MutexLock lock(&mutex_);
  TopicPartition partition{std::string(event.topic), event.partition};
  if (event.processed_lag <= 0) {
    lagging_.erase(partition);
  } else {
    const int64_t position = event.end_offset - event.processed_lag;
    const auto [at, fresh] = lagging_.try_emplace(std::move(partition), Lagging{position, settings_.now()});
    if (!fresh && at->second.position < position) at->second = {position, settings_.now()};
  }
  WorkChanged();
}

void HealthState::WorkChanged() {
  const bool pending = in_flight_ > 0 || !lagging_.empty();
  if (pending && !state_.work_pending) idle_until_ = settings_.now();
  state_.work_pending = pending;
}

HealthReport HealthState::Report() const {
  MutexLock lock(&mutex_);
  HealthReport report = state_;
  const absl::Time now = settings_.now();
  const absl::Duration idle = now - std::max(report.last_progress, idle_until_);
  std::vector<std::string> stuck;
  if (report.work_pending && idle > settings_.stall_limit) {
    stuck.push_back(fmt::format("there is work and nothing was committed for {} s", absl::ToInt64Seconds(idle)));
  } else {
    for (const auto& [partition, lagging] : lagging_) {
      if (now - lagging.since <= settings_.stall_limit) continue;
      stuck.push_back(fmt::format("partition {} of {} has lag and stands at offset {} for {} s", partition.partition,
                                  partition.topic, lagging.position, absl::ToInt64Seconds(now - lagging.since)));
    }
  }
  if (since_poll_ > settings_.stall_limit) {
    stuck.push_back(fmt::format("the source was not polled for {} s", absl::ToInt64Seconds(since_poll_)));
  }
  report.healthy = stuck.empty();
  report.ready = report.healthy && report.lexicon_loaded && report.assigned && report.producer_up;
  if (!report.lexicon_loaded) report.missing.push_back("the lexicon is not loaded yet");
  if (!report.assigned) report.missing.push_back("no partitions are assigned: not in the consumer group yet");
  if (!report.producer_up) report.missing.push_back("the producer is not up: the broker does not answer or refuses");
  for (const std::string& why : stuck) report.missing.push_back("stuck: " + why);
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
