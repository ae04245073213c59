// Topics through the admin API: making the missing ones, and asking how large a record each takes. Blocking; any
// thread.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "connectors/kafka/client_config.h"
#include "connectors/kafka/handles.h"
#include "pipeline/telemetry/observer.h"

namespace demarche::kafka {

struct TopicSpec {
  std::string name;
  int partitions = -1;   // -1: the broker's default (needs Kafka 2.4)
  int replication = -1;  // -1: the broker's default
  Properties config;     // "cleanup.policy" and others of the topic
};

// Makes those of `topics` that do not exist and waits until the brokers know them. `properties`: the kafka.* map. Tells
// `observer` (may be null) of each topic that it made. kUnavailable: no broker answered within `timeout`.
absl::Status CreateMissingTopics(const Properties& properties, absl::Span<const TopicSpec> topics, Observer* observer,
                                 absl::Duration timeout);

// max.message.bytes by topic, through an existing client; topics for which the broker gives no answer (no right to
// describe configurations, or unknown) are absent.
std::map<std::string, size_t> MaxMessageBytes(rd_kafka_t* client, absl::Span<const std::string> topics,
                                              absl::Duration timeout);

}  // namespace demarche::kafka
