// See live_feed.h.
#include "connectors/http/live_feed.h"

#include <algorithm>
#include <utility>

#include "pipeline/base/json_writer.h"

namespace demarche {

LiveFeed::LiveFeed(LiveFeedSettings settings) : settings_(std::move(settings)) {}

bool LiveFeed::Admit(int64_t second) {
  int64_t current = second_.load(std::memory_order_relaxed);
  // The thread that moves the second on opens the new allowance; others that see the old count a moment longer only let
  // go by a result more.
  if (current != second && second_.compare_exchange_strong(current, second)) shown_in_second_.store(0);
  if (shown_in_second_.load(std::memory_order_relaxed) < settings_.per_second &&
      shown_in_second_.fetch_add(1, std::memory_order_relaxed) < settings_.per_second) {
    return true;
  }
  not_shown_.fetch_add(1, std::memory_order_relaxed);
  return false;
}

void LiveFeed::On(const DocumentDone& event) {
  for (const OutputRecord& record : event.result->records) {
    if (record.kind != OutputKind::kStatement && record.kind != OutputKind::kRelation) continue;
    const int64_t now_ms = absl::ToUnixMillis(settings_.now());
    if (!record.value || record.value->size() > settings_.max_bytes || !Admit(now_ms / 1000)) continue;
    Result result{.seq = 0, .kind = record.kind, .seen_ms = now_ms, .record = *record.value};
    std::deque<Result> dropped;  // freed after the lock
    MutexLock lock(&mutex_);
    result.seq = ++last_;
    bytes_ += result.record.size();
    results_.push_back(std::move(result));
    while (results_.size() > settings_.max_results || bytes_ > settings_.max_bytes) {
      bytes_ -= results_.front().record.size();
      dropped.push_back(std::move(results_.front()));
      results_.pop_front();
    }
  }
}

std::string LiveFeed::LatestJson(uint64_t after, size_t limit) const {
  std::string out;
  JsonWriter json(&out);
  MutexLock lock(&mutex_);
  json.BeginObject().Key("last").Int(static_cast<int64_t>(last_));
  json.Key("not_shown").Int(static_cast<int64_t>(not_shown_.load(std::memory_order_relaxed)));
  json.Key("results").BeginArray();
  auto from = std::find_if(results_.begin(), results_.end(), [after](const Result& r) { return r.seq > after; });
  const auto found = static_cast<size_t>(results_.end() - from);
  if (found > limit) from += static_cast<std::ptrdiff_t>(found - limit);
  for (; from != results_.end(); ++from) {
    json.BeginObject().Key("seq").Int(static_cast<int64_t>(from->seq));
    json.Key("kind").String(from->kind == OutputKind::kStatement ? "statement" : "relation");
    json.Key("seen_ms").Int(from->seen_ms);
    json.Key("record").Raw(from->record).EndObject();
  }
  json.EndArray().EndObject();
  return out;
}

}  // namespace demarche
