// See embedded_broker.h.
#include "connectors/kafka/embedded_broker.h"

#include "connectors/kafka/errors.h"
#include "librdkafka/rdkafka_mock.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {

absl::StatusOr<std::unique_ptr<EmbeddedBroker>> EmbeddedBroker::Start(const std::vector<std::string>& topics,
                                                                      int partitions, Observer* observer) {
  std::unique_ptr<EmbeddedBroker> broker(new EmbeddedBroker());
  DEMARCHE_ASSIGN_OR_RETURN(broker->client_, Client::Create(Side::kProducer, {{"client.id", "embedded-broker"}},
                                                            "kafka.embedded", observer, {}));
  broker->cluster_ = rd_kafka_mock_cluster_new(broker->client_->get(), /*broker_cnt=*/1);
  if (broker->cluster_ == nullptr) return absl::UnavailableError("the embedded broker cannot listen on loopback");
  for (const std::string& topic : topics) {
    DEMARCHE_RETURN_IF_ERROR(
        StatusFrom(rd_kafka_mock_topic_create(broker->cluster_, topic.c_str(), partitions, 1), "make a topic"));
  }
  broker->bootstrap_ = rd_kafka_mock_cluster_bootstraps(broker->cluster_);
  return broker;
}

EmbeddedBroker::~EmbeddedBroker() {
  if (cluster_ != nullptr) rd_kafka_mock_cluster_destroy(cluster_);
}

}  // namespace demarche::kafka
