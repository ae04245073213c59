// MetricHandles: the label sets and counter families of MetricsObserver, resolved once at start. Used by metrics*.cc
// only.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/telemetry/label_set.h"
#include "pipeline/telemetry/metric_cells.h"

namespace demarche {

struct MetricHandles {
  // `topics` and `feeds` are the names known at start.
  MetricHandles(const std::vector<std::string>& topics, const std::vector<std::string>& feeds);

  // Index into `languages` of an ISO 639-1 code; "" is "unknown", one outside the list "other".
  size_t Language(std::string_view code) const;

  MetricCells cells;
  std::unique_ptr<LabelSet> topics, feeds, languages, statuses, skip_reasons, stages, worker_stages, reasons, kinds,
      operations, sides, rebalances;
  MetricCells::Family records_read, read_bytes, documents, articles, articles_skipped, articles_by_language,
      language_disagreements, statements, relations, dead_letters, records_written, written_bytes, repairs,
      byte_order_marks, document_duration, stage_duration, end_to_end, transaction_duration, transactions_committed,
      transactions_aborted, retries, retry_delay, clients_reopened, rebalances_seen, time_limit;

 private:
  std::vector<uint8_t> language_by_code_;  // 26 * 26
};

}  // namespace demarche
