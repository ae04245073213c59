// kafka_relay: the real engine between the real KafkaSource and KafkaSink, with a worker that reads nothing: each
// record becomes a receipt with its provenance, its value as title. Separates what the engine and the connectors do
// from what the stages do: for the exactly-once test and for bench/e2e. Ends as the program does: SIGTERM drains, a
// second ends at once.
//
//   kafka_relay BOOTSTRAP GROUP INPUT OUTPUT [workers [exactly_once|at_least_once [records [microseconds]]]]
//
// `records`: stop when so many are published (for benches); 0: go on. `microseconds`: work on each record. Prints one
// JSON line at the end: records, seconds.
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "connectors/kafka/sink.h"
#include "connectors/kafka/source.h"
#include "fmt/format.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/runtime/engine.h"

namespace demarche {
namespace {

WorkResult Receipt(const RawMessage& message) {
  OutputRecord record;
  record.kind = OutputKind::kReceipt;
  if (message.key) record.key.emplace(*message.key);
  std::string value;
  value.reserve(message.value.value_or("").size() + 128);
  JsonWriter json(&value);
  json.BeginObject().Key("title").String(message.value.value_or("")).Key("provenance").BeginObject();
  json.Key("topic").String(message.origin.topic).Key("partition").Int(message.origin.partition);
  json.Key("offset").Int(message.origin.offset).Key("index").Int(0).EndObject().EndObject();
  record.value = std::move(value);
  WorkResult result;
  result.records.push_back(std::move(record));
  return result;
}

class Progress : public Observer {
 public:
  using Observer::On;
  explicit Progress(uint64_t wanted) : wanted_(wanted) {}
  Engine* engine = nullptr;

  void On(const TransactionCommitted& t) override {
    const uint64_t all = published_ += t.records_by_kind[static_cast<int>(OutputKind::kReceipt)];
    if (wanted_ > 0 && all >= wanted_) engine->Stop();
  }
  void On(const Note& note) override { std::fputs(fmt::format("{}: {}\n", note.component, note.text).c_str(), stderr); }
  void On(const TransactionAborted& t) override { std::fputs(fmt::format("aborted: {}\n", t.reason).c_str(), stderr); }
  uint64_t published() const { return published_; }

 private:
  const uint64_t wanted_;
  std::atomic<uint64_t> published_{0};
};

int Run(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  for (int s : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&signals, s);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const auto argument = [&](int i, const char* otherwise) { return argc > i ? argv[i] : otherwise; };
  const kafka::Properties properties{{"bootstrap.servers", argv[1]}};
  EngineOptions options;
  options.workers = std::atoi(argument(5, "1"));
  options.delivery =
      std::string_view(argument(6, "exactly_once")) == "exactly_once" ? Delivery::kExactlyOnce : Delivery::kAtLeastOnce;
  const std::chrono::microseconds work(std::atoi(argument(8, "0")));
  Progress progress(static_cast<uint64_t>(std::atoll(argument(7, "0"))));
  kafka::KafkaSourceOptions in;
  in.properties = properties;
  in.group_id = argv[2];
  in.topics = {argv[3]};
  in.delivery = options.delivery;
  in.observer = &progress;
  kafka::KafkaSource source(in);
  kafka::KafkaSinkOptions out;
  out.properties = properties;
  out.topics.fill(argv[4]);
  out.delivery = options.delivery;
  out.transactional_id = kafka::DeriveTransactionalId(in.group_id, "relay");
  out.source = &source;
  out.observer = &progress;
  kafka::KafkaSink sink(out);
  Engine engine(
      options, source, sink,
      [work] {
        return [work](const RawMessage& m, const CancelToken&) {
          if (work.count() > 0) std::this_thread::sleep_for(work);
          return Receipt(m);
        };
      },
      [](const RawMessage& m, const Failure&) { return std::move(Receipt(m).records[0]); }, progress);
  progress.engine = &engine;

  std::thread waiter([&] {
    int count = 0;
    for (int s = 0; sigwait(&signals, &s) == 0 && s != SIGUSR1;) ++count == 1 ? engine.Stop() : engine.StopNow();
  });
  const auto begin = std::chrono::steady_clock::now();
  const absl::Status status = engine.Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  pthread_kill(waiter.native_handle(), SIGUSR1);
  waiter.join();
  if (!status.ok()) std::fputs(fmt::format("{}\n", status.ToString()).c_str(), stderr);
  std::puts(fmt::format("{{\"records\":{},\"seconds\":{:.3f}}}", progress.published(), took.count()).c_str());
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("kafka_relay BOOTSTRAP GROUP INPUT OUTPUT [workers [delivery [records [microseconds]]]]\n", stderr);
    return 2;
  }
  return demarche::Run(argc, argv);
}
