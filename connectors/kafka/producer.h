// KafkaProducer: puts records on one topic, in order, each acknowledged by all in-sync replicas (idempotent, no
// transaction). For `demarche produce` and for tests. One thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "connectors/kafka/client.h"
#include "connectors/kafka/handles.h"
#include "pipeline/model/raw_message.h"

namespace demarche::kafka {

class KafkaProducer {
 public:
  // Connects and finds the topic, within `timeout`. kNotFound: the broker has no such topic; kUnavailable: no broker
  // answered; kUnauthenticated, kPermissionDenied: as they say. `observer` may be null and outlives the producer.
  static absl::StatusOr<std::unique_ptr<KafkaProducer>> Create(const Properties& properties, const std::string& topic,
                                                               Observer* observer, absl::Duration timeout);
  ~KafkaProducer();

  // Key, value, headers and timestamp of `record` (its origin is of no matter, but for the timestamp; the partition is
  // chosen by the key's hash, or at random). Waits while the client's buffer is full. kInvalidArgument: larger than the
  // client may send; nothing was sent. Any other error: an earlier record failed, and no later one may follow.
  absl::Status Produce(const RawMessage& record);
  // Waits until everything is acknowledged. kUnavailable: not within `timeout`; may be called again.
  absl::Status Flush(absl::Duration timeout);
  // Records known to be acknowledged; exact after a Flush.
  uint64_t delivered() const { return accepted_ - failed_ - in_flight(); }

 private:
  KafkaProducer() = default;
  uint64_t in_flight() const;

  std::shared_ptr<Client> client_;
  TopicPtr topic_;
  uint64_t accepted_ = 0;
  uint64_t failed_ = 0;
  absl::Status failure_;  // the first
};

}  // namespace demarche::kafka
