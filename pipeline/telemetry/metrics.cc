// See metrics.h. How events raise the counters; what a scrape shows of them is in metrics_expose.cc.
#include "pipeline/telemetry/metrics.h"

#include <algorithm>
#include <utility>

#include "pipeline/telemetry/metric_handles.h"

namespace demarche {
namespace {

template <typename Enum>
size_t Index(Enum value) {
  return static_cast<size_t>(value);
}

}  // namespace

MetricsObserver::MetricsObserver(MetricsSettings settings)
    : settings_(std::move(settings)), handles_(std::make_unique<MetricHandles>(settings_.topics, settings_.feeds)) {}

MetricsObserver::~MetricsObserver() = default;

void MetricsObserver::On(const MessageRead& event) {
  MetricHandles& h = *handles_;
  const size_t topic = h.topics->Find(event.topic);
  h.cells.Add(h.records_read, 1, topic);
  h.cells.Add(h.read_bytes, event.bytes, topic);
}

void MetricsObserver::On(const DocumentDone& event) {
  MetricHandles& h = *handles_;
  const WorkResult& result = *event.result;
  h.cells.Add(h.documents, 1);
  h.cells.Observe(h.document_duration, event.elapsed);
  for (size_t stage = Index(Stage::kDecode); stage <= Index(Stage::kEncode); ++stage) {
    const absl::Duration time = result.times.by_stage[stage];
    if (time > absl::ZeroDuration()) h.cells.Observe(h.stage_duration, time, stage - Index(Stage::kDecode));
  }
  for (const ArticleOutcome& article : result.articles) {
    const size_t language = h.Language(article.language);
    h.cells.Add(h.articles, 1, h.feeds->Find(article.feed), Index(article.status));
    h.cells.Add(h.articles_by_language, 1, language);
    if (article.skip != SkipReason::kNone) {
      h.cells.Add(h.articles_skipped, 1, Index(article.skip) - Index(SkipReason::kUnsupportedLanguage), language);
    }
    if (article.statements > 0) h.cells.Add(h.statements, article.statements, language);
    if (article.relations > 0) h.cells.Add(h.relations, article.relations, language);
    if (article.language_disagrees) h.cells.Add(h.language_disagreements, 1);
  }
  for (const Failure& failure : result.failures) {
    h.cells.Add(h.dead_letters, 1, Index(failure.stage), Index(failure.reason));
  }
  if (result.repairs > 0) h.cells.Add(h.repairs, result.repairs);
  if (result.byte_order_marks > 0) h.cells.Add(h.byte_order_marks, result.byte_order_marks);
}

void MetricsObserver::On(const DocumentTimedOut&) { handles_->cells.Add(handles_->time_limit, 1); }

void MetricsObserver::On(const TransactionCommitted& event) {
  MetricHandles& h = *handles_;
  h.cells.Add(h.transactions_committed, 1);
  for (size_t kind = 0; kind < kOutputKinds; ++kind) h.cells.Add(h.records_written, event.records_by_kind[kind], kind);
  h.cells.Add(h.written_bytes, event.bytes);
  h.cells.Observe(h.transaction_duration, event.elapsed);
  h.cells.Observe(h.end_to_end, event.oldest);
  MutexLock lock(&mutex_);
  for (const OffsetCommit& offset : event.offsets) partitions_[offset.partition].processed_offset = offset.next_offset;
}

void MetricsObserver::On(const TransactionAborted&) { handles_->cells.Add(handles_->transactions_aborted, 1); }

void MetricsObserver::On(const RecordRejected&) {
  handles_->cells.Add(handles_->dead_letters, 1, Index(Stage::kSink), Index(Reason::kSinkRejected));
}

void MetricsObserver::On(const Retried& event) {
  handles_->cells.Add(handles_->retries, 1, handles_->operations->Find(event.operation));
  handles_->cells.Observe(handles_->retry_delay, event.delay);
}

void MetricsObserver::On(const ClientReopened& event) {
  handles_->cells.Add(handles_->clients_reopened, 1, handles_->sides->Find(event.side));
}

void MetricsObserver::On(const Rebalanced& event) {
  handles_->cells.Add(handles_->rebalances_seen, 1, handles_->rebalances->Find(event.kind));
  const uint64_t count = event.partitions.size();
  if (event.kind == "assigned") {
    partitions_assigned_.fetch_add(count);
    return;
  }
  // Rebalances come from one thread, the poll thread: no other writer between load and store.
  partitions_assigned_.store(partitions_assigned_.load() - std::min(partitions_assigned_.load(), count));
  MutexLock lock(&mutex_);
  for (const TopicPartition& partition : event.partitions) partitions_.erase(partition);
}

void MetricsObserver::On(const FlowChanged& event) {
  paused_.store(event.paused ? 1 : 0);
  bytes_in_flight_.store(event.bytes_in_flight);
}

void MetricsObserver::On(const EngineGauges& event) {
  bytes_in_flight_.store(event.bytes_in_flight);
  messages_in_flight_.store(event.messages_in_flight);
  queue_messages_.store(event.queue_messages);
  workers_busy_.store(static_cast<uint64_t>(event.workers_busy));
  workers_.store(static_cast<uint64_t>(event.workers));
}

void MetricsObserver::On(const PartitionLag& event) {
  MutexLock lock(&mutex_);
  Partition& partition = partitions_[{std::string(event.topic), event.partition}];
  partition.committed_lag = event.committed_lag;
  partition.processed_lag = event.processed_lag;
}

}  // namespace demarche
