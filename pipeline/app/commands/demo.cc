// `demarche demo`: see main.cc for its manual. A broker (embedded unless one is named), the feed on a topic, the whole
// program on it, results as they come.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "connectors/file/record_reader.h"
#include "connectors/kafka/admin.h"
#include "connectors/kafka/embedded_broker.h"
#include "connectors/kafka/producer.h"
#include "pipeline/app/commands/commands.h"
#include "pipeline/app/console_printer.h"
#include "pipeline/app/lint.h"
#include "pipeline/app/service.h"
#include "pipeline/app/signals.h"
#include "pipeline/base/mutex.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

constexpr int kPartitions = 4;

// Counts what is committed, and calls back once when the whole feed is.
class Progress : public Observer {
 public:
  Progress(std::string topic, int64_t records, std::function<void()> done)
      : topic_(std::move(topic)), records_(records), done_(std::move(done)) {}

  using Observer::On;
  void On(const MessageRead&) override {
    MutexLock lock(&mutex_);
    first_ = std::min(first_, absl::Now());
  }
  void On(const TransactionCommitted& event) override {
    bool complete = false;
    {
      MutexLock lock(&mutex_);
      last_ = absl::Now();
      for (const OffsetCommit& offset : event.offsets) {
        if (offset.partition.topic == topic_) next_[offset.partition.partition % kPartitions] = offset.next_offset;
      }
      int64_t settled = 0;
      for (const int64_t next : next_) settled += next;
      complete = settled >= records_ && !told_;
      told_ = told_ || complete;
    }
    if (complete) done_();
  }
  // From the first record read to the last commit.
  absl::Duration elapsed() {
    MutexLock lock(&mutex_);
    return last_ < first_ ? absl::ZeroDuration() : last_ - first_;
  }
  bool complete() {
    MutexLock lock(&mutex_);
    return told_;
  }

 private:
  const std::string topic_;
  const int64_t records_;
  const std::function<void()> done_;
  Mutex mutex_;
  int64_t next_[kPartitions] ABSL_GUARDED_BY(mutex_) = {};
  bool told_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time first_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  absl::Time last_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

int Fail(const absl::Status& status) {
  fmt::print(stderr, "demarche: {}\n", Message(status));
  return 1;
}

// Puts the file's records on `topic`; gives how many.
absl::StatusOr<int64_t> Replay(const std::string& file, const std::string& topic, const kafka::Properties& properties) {
  auto reader = file::RecordReader::Open(file);
  if (!reader.ok()) return reader.status();
  auto producer = kafka::KafkaProducer::Create(properties, topic, nullptr, absl::Seconds(30));
  if (!producer.ok()) return producer.status();
  for (;;) {
    auto record = (*reader)->Next();
    if (!record.ok()) return record.status();
    if (!*record) break;
    RawMessage message;
    message.value = **record;
    if (absl::Status sent = (*producer)->Produce(message); !sent.ok()) return sent;
  }
  if (absl::Status flushed = (*producer)->Flush(absl::Minutes(1)); !flushed.ok()) return flushed;
  return static_cast<int64_t>((*producer)->delivered());
}

void PrintSummary(const MetricTotals& totals, absl::Duration elapsed, const std::string& url) {
  const double seconds = absl::ToDoubleSeconds(elapsed);
  fmt::print(
      "\nread {} records ({} articles): {} statements, {} relations, {} dead letters in {:.2f} s ({:.0f} records/s)\n",
      totals.records_read, totals.articles, totals.statements, totals.relations, totals.dead_letters, seconds,
      static_cast<double>(totals.records_read) / std::max(seconds, 1e-3));
  fmt::print("metrics   {}/metrics\nlive view {}/\n", url, url);
}

}  // namespace

int DemoCommand(const DemoArguments& args) {
  SignalWatcher signals;
  Diagnostics diagnostics;
  // A topic of its own for each run: on a broker that stays, nothing of an earlier run is read again.
  const std::string suffix = fmt::format("{}-{}", absl::ToUnixSeconds(absl::Now()), getpid());
  const std::string topic = "demo.news." + suffix;
  Config config;
  config.source.group = "demarche-demo-" + suffix;
  config.source.topics = {{topic, args.feed, 0}};
  config.http.port = args.port;
  config.log.level = "error";  // rejected records are shown as lines of their own
  const Assembly assembly = Assemble(config, &diagnostics);
  CheckMapping(args.feed, *assembly.feeds, "--feed", 0, &diagnostics);
  for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
  if (HasErrors(diagnostics)) return 2;

  const std::vector<std::string> topics = {topic, config.sink.statements, config.sink.relations, config.sink.receipts,
                                           config.sink.dead_letters};
  std::unique_ptr<kafka::EmbeddedBroker> broker;
  if (args.bootstrap.empty()) {
    auto started = kafka::EmbeddedBroker::Start(topics, kPartitions, nullptr);
    if (!started.ok()) return Fail(started.status());
    broker = *std::move(started);
  }
  const std::string bootstrap = broker == nullptr ? args.bootstrap : broker->bootstrap();
  config.kafka["bootstrap.servers"] = bootstrap;
  if (broker == nullptr) {
    std::vector<kafka::TopicSpec> specs;
    for (const std::string& name : topics) specs.push_back({name, kPartitions, 1, {}});
    const absl::Status made = kafka::CreateMissingTopics(config.kafka, specs, nullptr, absl::Seconds(30));
    if (!made.ok()) return Fail(made);
  }
  const absl::StatusOr<int64_t> records = Replay(args.file, topic, config.kafka);
  if (!records.ok()) return Fail(records.status());
  fmt::print("{} records of {} on topic {} at {}\n\n", *records, args.file, topic, bootstrap);
  std::fflush(stdout);

  ConsolePrinter printer(stdout, WantsColours(stdout));
  ServiceHooks hooks;
  hooks.documents.article = [&](const RawMessage&, const ArticleReading& reading) { printer.Print(reading); };
  hooks.documents.rejected = [&](const RawMessage& message, const RejectedItem& item) {
    printer.Print(message, item.failure);
  };
  Service* running = nullptr;
  Progress* told = nullptr;
  Progress progress(topic, *records, [&] {
    if (!args.keep) {
      running->Stop();
      return;
    }
    PrintSummary(running->totals(), told->elapsed(), running->http_url());
    fmt::print("everything stays up (broker {}); Ctrl-C ends it\n", bootstrap);
    std::fflush(stdout);
  });
  told = &progress;
  hooks.observer = &progress;
  auto service = Service::Create(config, assembly, std::move(hooks));
  if (!service.ok()) return Fail(service.status());
  running = service->get();
  signals.Watch([&](int) { running->Stop(); }, [&](int) { running->StopNow(); });
  const absl::Status status = *records == 0 ? absl::OkStatus() : running->Run();
  if (!args.keep) PrintSummary(running->totals(), progress.elapsed(), running->http_url());
  if (!status.ok()) return Fail(status);
  return progress.complete() || *records == 0 ? 0 : 1;
}

}  // namespace demarche
