// See producer.h.
#include "connectors/kafka/producer.h"

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/find_topic.h"
#include "connectors/kafka/produce_record.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {

absl::StatusOr<std::unique_ptr<KafkaProducer>> KafkaProducer::Create(const Properties& properties,
                                                                     const std::string& topic, Observer* observer,
                                                                     absl::Duration timeout) {
  std::unique_ptr<KafkaProducer> producer(new KafkaProducer());
  Client::Hooks hooks;
  hooks.on_delivery = [self = producer.get()](const rd_kafka_message_t* message) {
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
    ++self->failed_;
    if (self->failure_.ok()) self->failure_ = StatusFrom(message->err, "deliver");
  };
  DEMARCHE_ASSIGN_OR_RETURN(
      producer->client_,
      Client::Create(Side::kProducer, EffectiveProperties(properties, Side::kProducer, Delivery::kAtLeastOnce),
                     "kafka.producer", observer, std::move(hooks)));
  producer->topic_.reset(rd_kafka_topic_new(producer->client_->get(), topic.c_str(), nullptr));
  if (producer->topic_ == nullptr) return absl::NotFoundError(fmt::format("'{}' is not a topic name", topic));
  DEMARCHE_RETURN_IF_ERROR(FindTopic(producer->client_.get(), producer->topic_.get(), "the topic's name", timeout));
  return producer;
}

KafkaProducer::~KafkaProducer() {
  if (client_ != nullptr) client_->DropHooks();
}

uint64_t KafkaProducer::in_flight() const { return static_cast<uint64_t>(rd_kafka_outq_len(client_->get())); }

absl::Status KafkaProducer::Produce(const RawMessage& record) {
  constexpr int kFullWaitMs = 10;
  while (true) {
    if (!failure_.ok()) return failure_;
    const ErrorPtr error = ProduceRecord(client_->get(), topic_.get(), record.key, record.value, record.headers,
                                         record.origin.timestamp_ms);
    if (error == nullptr) {
      // Failure reports are rare: look for them now and then.
      if (++accepted_ % 1024 == 0) rd_kafka_poll(client_->get(), 0);
      return absl::OkStatus();
    }
    const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
    if (code != RD_KAFKA_RESP_ERR__QUEUE_FULL) return StatusFrom(code, "produce");
    rd_kafka_poll(client_->get(), kFullWaitMs);
  }
}

absl::Status KafkaProducer::Flush(absl::Duration timeout) {
  const rd_kafka_resp_err_t code = rd_kafka_flush(client_->get(), static_cast<int>(absl::ToInt64Milliseconds(timeout)));
  if (!failure_.ok()) return failure_;
  if (absl::Status trouble = client_->TakeTrouble(); code != RD_KAFKA_RESP_ERR_NO_ERROR && !trouble.ok())
    return trouble;
  return StatusFrom(code, "wait for acknowledgements");
}

}  // namespace demarche::kafka
