// See admin.h.
#include "connectors/kafka/admin.h"

#include <cstdlib>
#include <memory>
#include <set>

#include "absl/time/clock.h"
#include "connectors/kafka/client.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

int Milliseconds(absl::Duration d) { return static_cast<int>(absl::ToInt64Milliseconds(d)); }

// The cluster's topics by name; kUnavailable, with the reason that the client has reported, where nobody answers.
absl::StatusOr<std::set<std::string>> ExistingTopics(Client* client, absl::Duration deadline) {
  constexpr int kAttemptMs = 500;
  while (true) {
    const struct rd_kafka_metadata* raw = nullptr;
    const rd_kafka_resp_err_t code = rd_kafka_metadata(client->get(), 1, nullptr, &raw, kAttemptMs);
    const MetadataPtr metadata(raw);
    rd_kafka_poll(client->get(), 0);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      std::set<std::string> names;
      for (int i = 0; i < metadata->topic_cnt; ++i) {
        if (metadata->topics[i].err == RD_KAFKA_RESP_ERR_NO_ERROR) names.insert(metadata->topics[i].topic);
      }
      return names;
    }
    absl::Status trouble = client->TakeTrouble();
    if (IsMisconfiguration(trouble)) return trouble;
    if (SteadyNow() >= deadline) return trouble.ok() ? StatusFrom(code, "list topics") : trouble;
  }
}

absl::StatusOr<NewTopicPtr> NewTopic(const TopicSpec& spec) {
  char error[512] = "";
  NewTopicPtr topic(rd_kafka_NewTopic_new(spec.name.c_str(), spec.partitions, spec.replication, error, sizeof(error)));
  if (topic == nullptr) return absl::InvalidArgumentError(fmt::format("topic '{}': {}", spec.name, error));
  for (const auto& [name, value] : spec.config) {
    DEMARCHE_RETURN_IF_ERROR(
        StatusFrom(rd_kafka_NewTopic_set_config(topic.get(), name.c_str(), value.c_str()), "topic configuration"));
  }
  return topic;
}

absl::Status Create(Client* client, absl::Span<const TopicSpec> specs, Observer* observer, absl::Duration timeout) {
  std::vector<NewTopicPtr> owned;
  std::vector<rd_kafka_NewTopic_t*> topics;
  for (const TopicSpec& spec : specs) {
    DEMARCHE_ASSIGN_OR_RETURN(NewTopicPtr topic, NewTopic(spec));
    topics.push_back(topic.get());
    owned.push_back(std::move(topic));
  }
  const AdminOptionsPtr options(rd_kafka_AdminOptions_new(client->get(), RD_KAFKA_ADMIN_OP_CREATETOPICS));
  rd_kafka_AdminOptions_set_operation_timeout(options.get(), Milliseconds(timeout), nullptr, 0);
  const QueuePtr queue(rd_kafka_queue_new(client->get()));
  rd_kafka_CreateTopics(client->get(), topics.data(), topics.size(), options.get(), queue.get());
  const EventPtr event(rd_kafka_queue_poll(queue.get(), Milliseconds(timeout)));
  if (event == nullptr) return absl::UnavailableError("create topics: no answer");
  DEMARCHE_RETURN_IF_ERROR(StatusFrom(rd_kafka_event_error(event.get()), "create topics"));
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
    const char* name = rd_kafka_topic_result_name(results[i]);
    if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;  // made by somebody else meanwhile
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
      const char* why = rd_kafka_topic_result_error_string(results[i]);
      return absl::Status(StatusFrom(code, "").code(),
                          fmt::format("create topic '{}': {}", name, why == nullptr ? rd_kafka_err2str(code) : why));
    }
    if (observer != nullptr)
      observer->On(Note{Note::Level::kInfo, "kafka.admin", fmt::format("topic '{}' made", name)});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateMissingTopics(const Properties& properties, absl::Span<const TopicSpec> topics, Observer* observer,
                                 absl::Duration timeout) {
  const absl::Duration deadline = SteadyNow() + timeout;
  DEMARCHE_ASSIGN_OR_RETURN(
      const std::shared_ptr<Client> client,
      Client::Create(Side::kProducer, EffectiveProperties(properties, Side::kProducer, Delivery::kAtLeastOnce),
                     "kafka.admin", observer, {}));
  DEMARCHE_ASSIGN_OR_RETURN(std::set<std::string> existing, ExistingTopics(client.get(), deadline));
  std::vector<TopicSpec> missing;
  for (const TopicSpec& spec : topics) {
    if (existing.count(spec.name) == 0) missing.push_back(spec);
  }
  if (missing.empty()) return absl::OkStatus();
  DEMARCHE_RETURN_IF_ERROR(Create(client.get(), missing, observer, timeout));
  while (true) {
    DEMARCHE_ASSIGN_OR_RETURN(existing, ExistingTopics(client.get(), deadline));
    bool all = true;
    for (const TopicSpec& spec : missing) all = all && existing.count(spec.name) > 0;
    if (all) return absl::OkStatus();
    if (SteadyNow() >= deadline)
      return absl::UnavailableError("topics were made, but the brokers do not show them yet");
    absl::SleepFor(absl::Milliseconds(50));
  }
}

std::map<std::string, size_t> MaxMessageBytes(rd_kafka_t* client, absl::Span<const std::string> topics,
                                              absl::Duration timeout) {
  std::map<std::string, size_t> limits;
  std::vector<ConfigResourcePtr> owned;
  std::vector<rd_kafka_ConfigResource_t*> resources;
  for (const std::string& topic : std::set<std::string>(topics.begin(), topics.end())) {
    owned.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
    resources.push_back(owned.back().get());
  }
  const AdminOptionsPtr options(rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), Milliseconds(timeout), nullptr, 0);
  const QueuePtr queue(rd_kafka_queue_new(client));
  rd_kafka_DescribeConfigs(client, resources.data(), resources.size(), options.get(), queue.get());
  const EventPtr event(rd_kafka_queue_poll(queue.get(), Milliseconds(timeout)));
  if (event == nullptr || rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) return limits;
  size_t count = 0;
  const rd_kafka_ConfigResource_t** answers =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  for (size_t i = 0; i < count; ++i) {
    if (rd_kafka_ConfigResource_error(answers[i]) != RD_KAFKA_RESP_ERR_NO_ERROR) continue;
    size_t entries = 0;
    const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(answers[i], &entries);
    for (size_t j = 0; j < entries; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(entry[j]);
      if (std::string_view(rd_kafka_ConfigEntry_name(entry[j])) == "max.message.bytes" && value != nullptr) {
        limits[rd_kafka_ConfigResource_name(answers[i])] = static_cast<size_t>(std::atoll(value));
      }
    }
  }
  return limits;
}

}  // namespace demarche::kafka
