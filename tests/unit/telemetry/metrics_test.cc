// MetricsObserver: events become the right series; many threads lose nothing; labels stay bounded.
#include "pipeline/telemetry/metrics.h"

#include <thread>

#include "fmt/format.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Metrics, EventsBecomeSeries) {
  HealthState health;
  MetricsObserver metrics({.version = "1.2.3", .topics = {"news"}, .feeds = {"newsapi", "plain"}, .health = &health});
  TellEverything(&metrics);
  const std::string text = metrics.Expose();
  for (const char* line : {
           "demarche_records_read_total{topic=\"news\"} 1\n",
           "demarche_read_bytes_total{topic=\"news\"} 1000\n",
           "demarche_articles_total{feed=\"newsapi\",status=\"read\"} 1\n",
           "demarche_articles_total{feed=\"newsapi\",status=\"skipped\"} 1\n",
           "demarche_articles_total{feed=\"plain\",status=\"read\"} 0\n",
           "demarche_articles_skipped_total{reason=\"unsupported_language\",language=\"fi\"} 1\n",
           "demarche_statements_total{language=\"en\"} 3\n",
           "demarche_relations_total{language=\"en\"} 2\n",
           "demarche_dead_letters_total{stage=\"decode\",reason=\"invalid_json\"} 1\n",
           "demarche_records_written_total{kind=\"dead_letter\"} 1\n",
           "demarche_records_written_total{kind=\"statement\"} 3\n",
           "demarche_language_disagreements_total 1\n",
           "demarche_repairs_total 4\n",
           "demarche_document_duration_seconds_bucket{le=\"0.001\"} 0\n",
           "demarche_document_duration_seconds_bucket{le=\"0.0025\"} 1\n",
           "demarche_document_duration_seconds_bucket{le=\"+Inf\"} 1\n",
           "demarche_document_duration_seconds_sum 0.002\n",
           "demarche_document_duration_seconds_count 1\n",
           "demarche_stage_duration_seconds_count{stage=\"encode\"} 1\n",
           "demarche_stage_duration_seconds_count{stage=\"normalize\"} 1\n",
           "demarche_dead_letters_total{stage=\"sink\",reason=\"sink_rejected\"} 1\n",
           "demarche_end_to_end_seconds_count 1\n",
           "demarche_retries_total{operation=\"commit\"} 1\n",
           "demarche_clients_reopened_total{side=\"sink\"} 1\n",
           "demarche_rebalances_total{kind=\"assigned\"} 1\n",
           "demarche_partitions_assigned 2\n",
           "demarche_paused 1\n",
           "demarche_in_flight_bytes 65\n",
           "demarche_workers_busy 1\n",
           "demarche_committed_lag_records{topic=\"news\",partition=\"0\"} 12\n",
           "demarche_processed_lag_records{topic=\"news\",partition=\"0\"} 11\n",
           "demarche_retry_delay_seconds_sum 0.05\n",
           "demarche_processed_offset{topic=\"news\",partition=\"1\"} 7\n",
           "demarche_time_limit_total 1\n",
           "demarche_ready 0\n",
       }) {
    EXPECT_THAT(text, HasSubstr(std::string("\n") + line));
  }
  EXPECT_THAT(text, HasSubstr("demarche_build_info{version=\"1.2.3\",compiler="));
}

TEST(Metrics, PartitionsThatAreTakenAwayLeaveTheScrape) {
  MetricsObserver metrics({});
  TellEverything(&metrics);
  const std::vector<TopicPartition> gone = {{"news", 0}};
  metrics.On(Rebalanced{.kind = "revoked", .partitions = gone});
  const std::string text = metrics.Expose();
  EXPECT_THAT(text, Not(HasSubstr("demarche_processed_offset{topic=\"news\",partition=\"0\"}")));
  EXPECT_THAT(text, HasSubstr("demarche_processed_offset{topic=\"news\",partition=\"1\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("\ndemarche_partitions_assigned 1\n"));
}

TEST(Metrics, UnknownNamesAreBoundedAndEscaped) {
  MetricsObserver metrics({.topics = {"news"}});
  for (int i = 0; i < 1000; ++i) metrics.On(MessageRead{.topic = fmt::format("t{}", i), .bytes = 1});
  metrics.On(MessageRead{.topic = "t3", .bytes = 1});
  WorkResult result;
  for (const char* language : {"", "xx", "EN", "english", "a\xff"}) {
    result.articles.push_back({.feed = "quote\"\nline", .language = language, .statements = 1});
  }
  metrics.On(DocumentDone{.result = &result});
  const std::string text = metrics.Expose();
  EXPECT_THAT(text, HasSubstr("demarche_records_read_total{topic=\"t3\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("demarche_records_read_total{topic=\"other\"} 937\n"));  // 1,000 less the 63 with a place
  EXPECT_THAT(text, HasSubstr("demarche_stage_duration_seconds_count{stage=\"decode\"} 0\n")) << "it did not run";
  EXPECT_THAT(text, HasSubstr("demarche_statements_total{language=\"unknown\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("demarche_statements_total{language=\"other\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("feed=\"quote\\\"\\nline\""));
  EXPECT_EQ(metrics.Totals().records_read, 1001u);
}

TEST(Metrics, ManyThreadsLoseNothing) {
  MetricsObserver metrics({.topics = {"a"}});
  constexpr int kThreads = 8, kEach = 20000;
  const WorkResult result = ExampleResult();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        metrics.On(MessageRead{.topic = i % 2 == 0 ? "a" : "b", .bytes = 3});
        metrics.On(DocumentDone{.result = &result, .elapsed = absl::Microseconds(i)});
        if (i % 5000 == 0) metrics.Expose();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const MetricTotals totals = metrics.Totals();
  EXPECT_EQ(totals.records_read, uint64_t{kThreads} * kEach);
  EXPECT_EQ(totals.bytes_read, uint64_t{kThreads} * kEach * 3);
  EXPECT_EQ(totals.documents, uint64_t{kThreads} * kEach);
  EXPECT_EQ(totals.articles, uint64_t{kThreads} * kEach * 2);
  EXPECT_EQ(totals.statements, uint64_t{kThreads} * kEach * 3);
  EXPECT_EQ(totals.dead_letters, uint64_t{kThreads} * kEach);
  EXPECT_THAT(metrics.Expose(), HasSubstr("demarche_document_duration_seconds_count 160000\n"));
}

}  // namespace
}  // namespace demarche
