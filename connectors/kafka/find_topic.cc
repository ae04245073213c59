// See find_topic.h.
#include "connectors/kafka/find_topic.h"

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/produce_record.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"

namespace demarche::kafka {

absl::Status FindTopic(Client* client, rd_kafka_topic_t* topic, std::string_view setting, absl::Duration timeout) {
  constexpr int kAttemptMs = 500;  // in pieces, so that the client's error callback is served in between
  const char* name = rd_kafka_topic_name(topic);
  const absl::Duration begin = SteadyNow();
  while (true) {
    const rd_kafka_resp_err_t code = LookUpTopic(client->get(), topic, kAttemptMs);
    rd_kafka_poll(client->get(), 0);
    const absl::Duration waited = SteadyNow() - begin;
    switch (code) {
      case RD_KAFKA_RESP_ERR_NO_ERROR:
        return absl::OkStatus();
      case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
      case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
        if (waited < timeout) break;  // one that was just made is not known everywhere at once
        return absl::NotFoundError(
            fmt::format("topic '{}' does not exist on the broker: create it, or correct {}", name, setting));
      case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        return StatusFrom(code, fmt::format("topic '{}'", name));
      default:
        break;
    }
    absl::Status trouble = client->TakeTrouble();
    if (IsMisconfiguration(trouble)) return trouble;
    if (waited >= timeout) return trouble.ok() ? StatusFrom(code, fmt::format("look up topic '{}'", name)) : trouble;
    absl::SleepFor(absl::Milliseconds(50));
  }
}

}  // namespace demarche::kafka
