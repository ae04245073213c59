// Every event once, so that a scrape shows every metric. Used by the metrics tests and by tests/browser/live_server.
#pragma once
#include <string>
#include <vector>

#include "pipeline/telemetry/observer.h"

namespace demarche {

inline WorkResult ExampleResult() {
  WorkResult result;
  result.articles.push_back({.feed = "newsapi", .language = "en", .statements = 3, .relations = 2});
  result.articles.push_back({.status = ArticleStatus::kSkipped,
                             .skip = SkipReason::kUnsupportedLanguage,
                             .feed = "newsapi",
                             .language = "fi",
                             .language_disagrees = true});
  result.failures.push_back({.stage = Stage::kDecode, .reason = Reason::kInvalidJson, .message = "at byte 3"});
  for (int stage = static_cast<int>(Stage::kDecode); stage <= static_cast<int>(Stage::kEncode); ++stage) {
    result.times.by_stage[stage] = absl::Microseconds(20 * stage);
  }
  result.repairs = 4;
  result.byte_order_marks = 1;
  return result;
}

// `round` moves the offsets on.
inline void TellEverything(Observer* observer, int64_t round = 0) {
  const WorkResult result = ExampleResult();
  const std::vector<TopicPartition> partitions = {{"news", 0}, {"news", 1}};
  const std::vector<OffsetCommit> offsets = {{{"news", 0}, 41 + round}, {{"news", 1}, 7 + round}};
  observer->On(MessageRead{.topic = "news", .bytes = 1000});
  observer->On(DocumentDone{.result = &result, .bytes = 1000, .elapsed = absl::Milliseconds(2)});
  observer->On(DocumentTimedOut{.topic = "news", .partition = 1, .offset = 6, .limit = absl::Seconds(2)});
  observer->On(ClientOpened{.side = "sink"});
  observer->On(Rebalanced{.kind = "assigned", .partitions = partitions});
  observer->On(TransactionCommitted{.records_by_kind = {3, 2, 2, 1},
                                    .bytes = 900,
                                    .elapsed = absl::Milliseconds(80),
                                    .oldest = absl::Milliseconds(180),
                                    .offsets = offsets});
  observer->On(TransactionAborted{.reason = "fenced"});
  observer->On(RecordRejected{.topic = "news", .partition = 0, .offset = 40, .reason = "too large"});
  observer->On(Retried{.operation = "commit", .attempt = 1, .delay = absl::Milliseconds(50), .reason = "timed out"});
  observer->On(ClientReopened{.side = "sink", .reason = "fatal"});
  observer->On(FlowChanged{.paused = true, .bytes_in_flight = 64});
  observer->On(EngineGauges{
      .bytes_in_flight = 65, .messages_in_flight = 5, .queue_messages = 3, .workers_busy = 1, .workers = 2});
  observer->On(
      PartitionLag{.topic = "news", .partition = 0, .committed_lag = 12, .end_offset = 53, .processed_lag = 11});
  observer->On(Note{.level = Note::Level::kWarning, .component = "config", .text = "a note"});
}

}  // namespace demarche
