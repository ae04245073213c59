// What watching costs: each observer for one message and for one document, alone and with both cores at it. The counts
// are checked against the number of events before a time is believed. A plain mutex-guarded prometheus histogram and
// counter stand beside as what the observers avoid.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "connectors/http/live_feed.h"
#include "pipeline/telemetry/log_observer.h"
#include "pipeline/telemetry/metrics.h"
#include "prometheus/counter.h"
#include "prometheus/histogram.h"

namespace demarche {
namespace {

// One article that was read: four statements, three relations, a receipt; eight stages timed.
WorkResult Document() {
  WorkResult result;
  result.articles.push_back({.feed = "newsapi", .language = "en", .statements = 4, .relations = 3});
  for (int i = 0; i < 7; ++i) {
    OutputRecord record;
    record.kind = i < 4 ? OutputKind::kStatement : OutputKind::kRelation;
    record.value = std::string(1500, 'x');
    result.records.push_back(std::move(record));
  }
  result.records.push_back({.kind = OutputKind::kReceipt, .value = std::string(600, 'x')});
  for (int stage = static_cast<int>(Stage::kDecode); stage <= static_cast<int>(Stage::kEncode); ++stage) {
    result.times.by_stage[stage] = absl::Microseconds(15 * stage);
  }
  return result;
}

MetricsObserver& Metrics() {
  static auto& metrics = *new MetricsObserver({.topics = {"news.raw"}, .feeds = {"ninjs-1", "ninjs-2", "newsapi"}});
  return metrics;
}

void MetricsPerMessage(benchmark::State& state) {
  const uint64_t before = Metrics().Totals().records_read;
  for (auto _ : state) Metrics().On(MessageRead{.topic = "news.raw", .bytes = 4000});
  if (state.threads() == 1 && Metrics().Totals().records_read - before != static_cast<uint64_t>(state.iterations()))
    abort();
}
BENCHMARK(MetricsPerMessage)->ThreadRange(1, 2)->UseRealTime();

void MetricsPerDocument(benchmark::State& state) {
  const WorkResult result = Document();
  const uint64_t before = Metrics().Totals().statements;
  for (auto _ : state) {
    Metrics().On(DocumentDone{.result = &result, .bytes = 4000, .elapsed = absl::Microseconds(800)});
  }
  if (state.threads() == 1 && Metrics().Totals().statements - before != 4 * static_cast<uint64_t>(state.iterations()))
    abort();
}
BENCHMARK(MetricsPerDocument)->ThreadRange(1, 2)->UseRealTime();

void LogPerDocument(benchmark::State& state) {
  static auto& log = *new LogObserver;
  const WorkResult result = Document();
  for (auto _ : state) log.On(DocumentDone{.result = &result});
}
BENCHMARK(LogPerDocument)->ThreadRange(1, 2)->UseRealTime();

void LogPerDeadLetter(benchmark::State& state) {
  static auto& log = *new LogObserver({.interval = absl::Hours(1)});
  WorkResult result;
  result.failures.push_back({.stage = Stage::kDecode, .reason = Reason::kInvalidJson, .message = "at byte 12"});
  for (auto _ : state) log.On(DocumentDone{.result = &result});
}
BENCHMARK(LogPerDeadLetter)->ThreadRange(1, 2)->UseRealTime();

void LiveFeedPerDocument(benchmark::State& state) {
  static auto& live = *new LiveFeed;
  const WorkResult result = Document();
  for (auto _ : state) live.On(DocumentDone{.result = &result});
}
BENCHMARK(LiveFeedPerDocument)->ThreadRange(1, 2)->UseRealTime();

void Scrape(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Metrics().Expose());
}
BENCHMARK(Scrape);

void PrometheusCppCounter(benchmark::State& state) {
  static auto& counter = *new prometheus::Counter;
  for (auto _ : state) counter.Increment();
}
BENCHMARK(PrometheusCppCounter)->ThreadRange(1, 2)->UseRealTime();

void PrometheusCppHistogram(benchmark::State& state) {
  static auto& histogram =
      *new prometheus::Histogram({0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5});
  for (auto _ : state) histogram.Observe(0.0008);
}
BENCHMARK(PrometheusCppHistogram)->ThreadRange(1, 2)->UseRealTime();

}  // namespace
}  // namespace demarche

BENCHMARK_MAIN();
