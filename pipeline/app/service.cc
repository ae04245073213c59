// See service.h.
#include "pipeline/app/service.h"

#include <atomic>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "connectors/file/sink.h"
#include "connectors/file/source.h"
#include "connectors/http/live_feed.h"
#include "connectors/http/routes.h"
#include "connectors/http/server.h"
#include "connectors/kafka/admin.h"
#include "connectors/kafka/sink.h"
#include "connectors/kafka/source.h"
#include "connectors/memory/null_sink.h"
#include "pipeline/app/topic_mappings.h"
#include "pipeline/app/version.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/runtime/backoff.h"
#include "pipeline/runtime/engine.h"
#include "pipeline/telemetry/health.h"
#include "pipeline/telemetry/log_observer.h"
#include "pipeline/telemetry/multi_observer.h"

namespace demarche {
namespace {

LogSettings LogSettingsOf(const Config::Log& log) {
  LogSettings settings;
  settings.format = log.format == "json" ? LogSettings::Format::kJson : LogSettings::Format::kText;
  settings.level = log.level == "debug"     ? LogLevel::kDebug
                   : log.level == "warning" ? LogLevel::kWarning
                   : log.level == "error"   ? LogLevel::kError
                                            : LogLevel::kInfo;
  return settings;
}

EngineOptions EngineOptionsOf(const Config& config) {
  EngineOptions options;
  options.workers = config.engine.workers;
  options.queue_bytes = static_cast<size_t>(config.engine.queue_bytes);
  options.commit_interval = config.engine.commit_interval;
  options.commit_bytes = static_cast<size_t>(config.engine.commit_bytes);
  options.document_time_limit = config.engine.document_time_limit;
  options.worker_clock = ThreadCpuClock;
  options.drain_deadline = config.engine.drain_deadline;
  options.retry_min = config.engine.retry_min;
  options.retry_max = config.engine.retry_max;
  // Only Kafka on both sides can put results and offsets into one transaction.
  const bool transactional =
      config.sink.exactly_once && config.source.file.empty() && config.sink.directory.empty() && !config.sink.discard;
  options.delivery = transactional ? Delivery::kExactlyOnce : Delivery::kAtLeastOnce;
  return options;
}

}  // namespace

struct Service::Parts {
  Parts(const Config& configuration, Assembly shared, ServiceHooks service_hooks)
      : config(configuration),
        assembly(std::move(shared)),
        hooks(std::move(service_hooks)),
        health(HealthSettings{config.engine.stall_limit}),
        metrics(MetricsSettings{std::string(kVersion), TopicNames(config), assembly.feeds->names(), &health}),
        live(LiveFeedSettings{static_cast<size_t>(config.http.live_results)}),
        log(LogSettingsOf(config.log)),
        observers(Observers()) {}

  static std::vector<std::string> TopicNames(const Config& config) {
    std::vector<std::string> names;
    for (const Config::Topic& topic : config.source.topics) {
      if (!topic.topic.starts_with("^")) names.push_back(topic.topic);
    }
    return names;
  }

  std::vector<Observer*> Observers() {
    std::vector<Observer*> all = {&health, &metrics, &log};
    if (config.http.enabled) all.push_back(&live);
    if (hooks.observer != nullptr) all.push_back(hooks.observer);
    return all;
  }

  absl::Status MakePorts();
  absl::Status CreateTopics();
  WorkerFactory MakeWorkerFactory();

  const Config config;
  const Assembly assembly;
  const ServiceHooks hooks;
  HealthState health;
  MetricsObserver metrics;
  LiveFeed live;
  LogObserver log;
  MultiObserver observers;
  std::unique_ptr<HttpServer> http;
  std::unique_ptr<Source> source;
  std::unique_ptr<Sink> sink;
  std::unique_ptr<Engine> engine;
  std::atomic<bool> stopping{false};
};

absl::Status Service::Parts::MakePorts() {
  const auto delivery = config.sink.exactly_once ? Delivery::kExactlyOnce : Delivery::kAtLeastOnce;
  kafka::KafkaSource* kafka_source = nullptr;
  if (!config.source.file.empty()) {
    source = std::make_unique<file::FileSource>(std::vector<std::string>{config.source.file});
  } else {
    kafka::KafkaSourceOptions options;
    options.properties = config.kafka;
    options.group_id = config.source.group;
    options.instance_id = config.source.instance_id;
    for (const Config::Topic& topic : config.source.topics) options.topics.push_back(topic.topic);
    options.start = config.source.start == "latest" ? kafka::KafkaSourceOptions::Start::kLatest
                                                    : kafka::KafkaSourceOptions::Start::kEarliest;
    options.delivery = delivery;
    options.observer = &observers;
    auto made = std::make_unique<kafka::KafkaSource>(std::move(options));
    kafka_source = made.get();
    source = std::move(made);
  }
  if (config.sink.discard) {
    sink = std::make_unique<NullSink>();
  } else if (!config.sink.directory.empty()) {
    file::FileSinkOptions options;
    const std::string& directory = config.sink.directory;
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
      return absl::PermissionDeniedError(
          fmt::format("cannot make the directory '{}' (sink.directory): {}", directory, error.message()));
    options.paths[static_cast<size_t>(OutputKind::kStatement)] = directory + "/statements.ndjson";
    options.paths[static_cast<size_t>(OutputKind::kRelation)] = directory + "/relations.ndjson";
    options.paths[static_cast<size_t>(OutputKind::kReceipt)] = directory + "/receipts.ndjson";
    options.paths[static_cast<size_t>(OutputKind::kDeadLetter)] = directory + "/dead-letters.ndjson";
    sink = std::make_unique<file::FileSink>(std::move(options));
  } else {
    kafka::KafkaSinkOptions options;
    options.properties = config.kafka;
    options.topics = {config.sink.statements, config.sink.relations, config.sink.receipts, config.sink.dead_letters};
    options.delivery = delivery;
    options.transactional_id = config.sink.transactional_id.empty()
                                   ? kafka::DeriveTransactionalId(config.source.group, config.source.instance_id)
                                   : config.sink.transactional_id;
    options.source = kafka_source;
    options.observer = &observers;
    sink = std::make_unique<kafka::KafkaSink>(std::move(options));
  }
  return absl::OkStatus();
}

// Waits for the broker as long as the program is wanted: a broker that is away at start is trouble, not an error.
absl::Status Service::Parts::CreateTopics() {
  constexpr absl::Duration kLook = absl::Milliseconds(20);  // whether it is to stop
  std::vector<kafka::TopicSpec> topics;
  for (const std::string& name :
       {config.sink.statements, config.sink.relations, config.sink.receipts, config.sink.dead_letters}) {
    topics.push_back({name, config.sink.partitions, config.sink.replication, {}});
  }
  Backoff backoff(config.engine.retry_min, config.engine.retry_max, std::random_device()());
  while (!stopping) {
    const absl::Status status = kafka::CreateMissingTopics(config.kafka, topics, &observers, absl::Seconds(10));
    if (status.ok() || !absl::IsUnavailable(status)) return status;
    const absl::Duration delay = backoff.Next();
    observers.On(Retried{"open", backoff.attempt(), delay, Message(status)});
    for (const absl::Time until = absl::Now() + delay; !stopping && absl::Now() < until;) absl::SleepFor(kLook);
  }
  return absl::CancelledError("stopped before the broker answered");
}

WorkerFactory Service::Parts::MakeWorkerFactory() {
  // A worker that hangs outlives its engine (see Worker), so it shares what it uses.
  const TopicMappings mappings = [&] {
    Diagnostics checked_before;
    return TopicMappings::Make(config.source.topics, "", &checked_before);
  }();
  auto listener = std::make_shared<const DocumentListener>(hooks.documents);
  return [shared = assembly, mappings,
          file_mapping = config.source.file.empty() ? std::string() : config.source.file_mapping, listener] {
    auto path = std::shared_ptr<DocumentPath>(shared.NewDocumentPath());
    auto of_topic = std::make_shared<TopicMappings>(mappings);
    return [path, of_topic, file_mapping, listener](const RawMessage& message, const CancelToken& cancel) {
      const std::string_view mapping =
          file_mapping.empty() ? of_topic->For(message.origin.topic) : std::string_view(file_mapping);
      return path->Process(message, mapping, cancel, listener.get());
    };
  };
}

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Service::~Service() = default;

absl::StatusOr<std::unique_ptr<Service>> Service::Create(const Config& config, const Assembly& assembly,
                                                         ServiceHooks hooks) {
  auto parts = std::make_unique<Parts>(config, assembly, std::move(hooks));
  parts->health.SetLexiconLoaded();
  DEMARCHE_RETURN_IF_ERROR(parts->MakePorts());
  if (config.http.enabled) {
    HttpSettings settings;
    settings.address = config.http.address;
    settings.port = config.http.port;
    DEMARCHE_ASSIGN_OR_RETURN(parts->http,
                              HttpServer::Start(settings, StandardRoutes(&parts->metrics, &parts->health, &parts->live,
                                                                         std::string(kVersion))));
  }
  parts->engine = std::make_unique<Engine>(
      EngineOptionsOf(config), *parts->source, *parts->sink, parts->MakeWorkerFactory(),
      [encoder = assembly.encoder](const RawMessage& message, const Failure& failure) {
        return encoder->DeadLetter(message, failure);
      },
      parts->observers);
  return std::unique_ptr<Service>(new Service(std::move(parts)));
}

absl::Status Service::Run() {
  const Config::Sink& sink = parts_->config.sink;
  if (sink.create_topics && sink.directory.empty() && !sink.discard) DEMARCHE_RETURN_IF_ERROR(parts_->CreateTopics());
  return parts_->engine->Run();
}

void Service::Stop() {
  parts_->stopping = true;
  parts_->engine->Stop();
}

void Service::StopNow() {
  parts_->stopping = true;
  parts_->engine->StopNow();
}
std::string Service::http_url() const { return parts_->http == nullptr ? "" : parts_->http->url(); }
MetricTotals Service::totals() const { return parts_->metrics.Totals(); }

}  // namespace demarche
