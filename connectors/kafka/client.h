// Client: one rd_kafka_t with the callbacks that every client of ours has. Errors and log lines become Notes, one line
// a cause and minute; the first cause of trouble is kept, so that a call that merely timed out can say why.
//
// Threads: callbacks run in the thread that polls (errors, statistics, rebalances) and in librdkafka's own (log lines).
// TakeTrouble() may be called by any. The client lives as long as any record that was read from it (they share it);
// `observer` must outlive all of those.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "connectors/kafka/client_config.h"
#include "connectors/kafka/handles.h"
#include "pipeline/base/mutex.h"
#include "pipeline/base/str.h"
#include "pipeline/telemetry/observer.h"

namespace demarche::kafka {

class Client {
 public:
  struct Hooks {
    std::function<void(rd_kafka_resp_err_t, rd_kafka_topic_partition_list_t*)> on_rebalance;  // consumers
    std::function<void(std::string_view)> on_statistics;                                      // JSON
    std::function<void(const rd_kafka_message_t*)> on_delivery;                               // producers
  };

  // `component` names it in Notes: "kafka.source". kInvalidArgument: a property is refused.
  static absl::StatusOr<std::shared_ptr<Client>> Create(Side side, const Properties& properties, std::string component,
                                                        Observer* observer, Hooks hooks);
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  rd_kafka_t* get() const { return client_; }
  // No callback reaches the hooks any more. Called by the polling thread, before what they point to goes away.
  void DropHooks() { hooks_ = {}; }
  // The gravest trouble that was reported since the last call: refused credentials before unreachable brokers. OK:
  // none.
  absl::Status TakeTrouble() ABSL_LOCKS_EXCLUDED(mutex_);
  void Report(Note::Level level, std::string_view cause, std::string_view text) ABSL_LOCKS_EXCLUDED(mutex_);

  // Its shared_ptr destroys it, within a deadline (client.cc says why).
 private:
  ~Client() = default;
  Client(std::string component, Observer* observer, Hooks hooks);
  static void Destroy(Client* client);
  void OnError(rd_kafka_resp_err_t code, const char* reason);
  static void LogCallback(const rd_kafka_t* client, int level, const char* facility, const char* text);

  const std::string component_;
  Hooks hooks_;
  rd_kafka_t* client_ = nullptr;
  Mutex mutex_;
  Observer* observer_ ABSL_GUARDED_BY(mutex_);
  struct Told {
    absl::Duration last;
    int held_back = 0;
  };
  StringMap<Told> told_ ABSL_GUARDED_BY(mutex_);  // by cause; causes are error names and log facilities
  absl::Status trouble_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace demarche::kafka
