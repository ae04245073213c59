// Waits until a topic is known, for at most `timeout`. Also warms up: without its metadata the first record of a topic
// waits up to a second. kNotFound, kPermissionDenied, kUnauthenticated: as they say, with `setting` ("sink.topics")
// named in the message; kUnavailable: no broker answered. Blocking; the client's thread.
#pragma once
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "connectors/kafka/client.h"

namespace demarche::kafka {

absl::Status FindTopic(Client* client, rd_kafka_topic_t* topic, std::string_view setting, absl::Duration timeout);

}  // namespace demarche::kafka
