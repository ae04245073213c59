// See client.h.
#include "connectors/kafka/client.h"

#include <pthread.h>

#include <memory>
#include <thread>
#include <utility>

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"

namespace demarche::kafka {
namespace {

constexpr absl::Duration kRepeatAfter = absl::Minutes(1);
constexpr int kLogWarning = 4;  // syslog(3)
constexpr absl::Duration kDestroyWithin = absl::Seconds(10);

}  // namespace

Client::Client(std::string component, Observer* observer, Hooks hooks)
    : component_(std::move(component)), hooks_(std::move(hooks)), observer_(observer) {}

absl::StatusOr<std::shared_ptr<Client>> Client::Create(Side side, const Properties& properties, std::string component,
                                                       Observer* observer, Hooks hooks) {
  absl::StatusOr<ConfPtr> conf = MakeConf(properties);
  if (!conf.ok()) return conf.status();
  std::shared_ptr<Client> client(new Client(std::move(component), observer, std::move(hooks)), &Destroy);
  rd_kafka_conf_t* c = conf->get();
  rd_kafka_conf_set_opaque(c, client.get());
  rd_kafka_conf_set_log_cb(c, &LogCallback);
  rd_kafka_conf_set_error_cb(c, [](rd_kafka_t*, int code, const char* reason, void* self) {
    static_cast<Client*>(self)->OnError(static_cast<rd_kafka_resp_err_t>(code), reason);
  });
  if (client->hooks_.on_statistics) {
    rd_kafka_conf_set_stats_cb(c, [](rd_kafka_t*, char* json, size_t size, void* self) {
      const auto& hook = static_cast<Client*>(self)->hooks_.on_statistics;
      if (hook) hook({json, size});
      return 0;  // librdkafka frees the JSON
    });
  }
  if (client->hooks_.on_rebalance) {
    rd_kafka_conf_set_rebalance_cb(
        c, [](rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* partitions, void* self) {
          const auto& hook = static_cast<Client*>(self)->hooks_.on_rebalance;
          if (hook) hook(code, partitions);
        });
  }
  if (client->hooks_.on_delivery) {
    rd_kafka_conf_set_dr_msg_cb(c, [](rd_kafka_t*, const rd_kafka_message_t* message, void* self) {
      const auto& hook = static_cast<Client*>(self)->hooks_.on_delivery;
      if (hook) hook(message);
    });
  }
  char error[512] = "";
  client->client_ =
      rd_kafka_new(side == Side::kConsumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, c, error, sizeof(error));
  if (client->client_ == nullptr) return absl::InvalidArgumentError(fmt::format("kafka: {}", error));
  (void)conf->release();  // the client owns it now
  return client;
}

// librdkafka 2.0.2 sometimes waits for ever for a broker thread that nobody ends (seen once in fifteen closes of a
// consumer of the embedded broker, with the group left and nothing in flight). Work is committed by then, so a client
// that does not come to its end is left behind, with a thread of its own, rather than hold up the shutdown.
void Client::Destroy(Client* client) {
  struct Ending {
    Mutex mutex;
    bool destroyed ABSL_GUARDED_BY(mutex) = false;
    bool left_behind ABSL_GUARDED_BY(mutex) = false;
  };
  const auto ending = std::make_shared<Ending>();
  std::thread([client, ending] {
    pthread_setname_np(pthread_self(), "kafka-destroy");
    // A consumer is closed by its source, with a deadline; closing once more here could block.
    if (client->client_ != nullptr) rd_kafka_destroy_flags(client->client_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    bool left_behind = false;
    {
      MutexLock lock(&ending->mutex);
      ending->destroyed = true;
      left_behind = ending->left_behind;
    }
    if (left_behind) delete client;
  }).detach();
  for (const absl::Duration deadline = SteadyNow() + kDestroyWithin;; absl::SleepFor(absl::Milliseconds(1))) {
    MutexLock lock(&ending->mutex);
    if (ending->destroyed) break;
    if (SteadyNow() < deadline) continue;
    client->Report(Note::Level::kWarning, "destroy", "librdkafka did not end one of its threads; it is left behind");
    MutexLock client_lock(&client->mutex_);
    client->observer_ = nullptr;
    ending->left_behind = true;
    return;
  }
  delete client;
}

absl::Status Client::TakeTrouble() {
  MutexLock lock(&mutex_);
  return std::exchange(trouble_, absl::OkStatus());
}

void Client::Report(Note::Level level, std::string_view cause, std::string_view text) {
  int held_back = 0;
  Observer* observer = nullptr;
  {
    MutexLock lock(&mutex_);
    observer = observer_;
    auto [at, fresh] = told_.try_emplace(std::string(cause));
    const absl::Duration now = SteadyNow();
    if (!fresh && now - at->second.last < kRepeatAfter) {
      ++at->second.held_back;
      return;
    }
    held_back = std::exchange(at->second.held_back, 0);
    at->second.last = now;
  }
  if (observer == nullptr) return;
  const std::string line =
      held_back > 0 ? fmt::format("{} ({} more of this since)", text, held_back) : std::string(text);
  observer->On(Note{level, component_, line});
}

void Client::OnError(rd_kafka_resp_err_t code, const char* reason) {
  if (code == RD_KAFKA_RESP_ERR__FATAL) return;  // whoever makes the next call gets it as its status
  const std::string_view advice = Advice(code);
  const std::string text = fmt::format("{}{}{}", reason, advice.empty() ? "" : ": ", advice);
  {
    MutexLock lock(&mutex_);
    const absl::StatusCode kind = StatusFrom(code, "").code();
    if (trouble_.ok() || (absl::IsUnavailable(trouble_) && kind != absl::StatusCode::kUnavailable)) {
      trouble_ = absl::Status(kind, text);
    }
  }
  // Every broker of a list fails on its own, then all together: the last says nothing new.
  if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) return;
  Report(Note::Level::kWarning, rd_kafka_err2name(code), text);
}

void Client::LogCallback(const rd_kafka_t* client, int level, const char* facility, const char* text) {
  auto* self = static_cast<Client*>(rd_kafka_opaque(client));
  const std::string_view from = facility;
  // Lines that tell what the error callback or a call's status tells, lines about properties that CheckProperties has
  // judged, and a producer's remark that it is destroyed with records, which is how a dead one is replaced.
  for (std::string_view known : {"FAIL", "ERROR", "CONFWARN", "FATAL", "TXNERR", "ADDPARTS", "TERMINATE"}) {
    if (from == known) return;
  }
  if (level > kLogWarning) return;
  self->Report(level < kLogWarning ? Note::Level::kError : Note::Level::kWarning, from, text);
}

}  // namespace demarche::kafka
