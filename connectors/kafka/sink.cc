// See sink.h.
#include "connectors/kafka/sink.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "connectors/kafka/admin.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/find_topic.h"
#include "connectors/kafka/group_metadata.h"
#include "connectors/kafka/partition_list.h"
#include "connectors/kafka/produce_record.h"
#include "connectors/kafka/steady_now.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

constexpr int kAttemptMs = 500;  // calls that wait are cut into pieces, so that callbacks are served in between
// A broker that knows no DescribeConfigs (the embedded one) never answers: then limits are learned from refusals.
constexpr absl::Duration kLimitsTimeout = absl::Seconds(2);

// As OutputRecord::bytes() counts.
size_t SizeOf(const rd_kafka_message_t* message) {
  size_t total = message->len + message->key_len;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return total;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    total += std::string_view(name).size() + size;
  }
  return total;
}

}  // namespace

std::string DeriveTransactionalId(std::string_view group, std::string_view instance) {
  char host[256] = "host";
  if (instance.empty()) gethostname(host, sizeof(host) - 1);
  return fmt::format("demarche-{}-{}", group, instance.empty() ? std::string_view(host) : instance);
}

KafkaSink::KafkaSink(KafkaSinkOptions options) : options_(std::move(options)) {}
KafkaSink::~KafkaSink() { Close(); }

absl::Status KafkaSink::Open() {
  if (client_ != nullptr && (ready_ || dead_)) Close();
  if (client_ == nullptr) DEMARCHE_RETURN_IF_ERROR(CreateClient());
  DEMARCHE_RETURN_IF_ERROR(FindTopics());
  if (BatchesTooLarge()) {
    Close();
    DEMARCHE_RETURN_IF_ERROR(CreateClient());
    DEMARCHE_RETURN_IF_ERROR(FindTopics());
  }
  if (transactional()) DEMARCHE_RETURN_IF_ERROR(InitTransactions());
  ready_ = true;
  return absl::OkStatus();
}

absl::Status KafkaSink::CreateClient() {
  Properties properties = EffectiveProperties(options_.properties, Side::kProducer, options_.delivery);
  if (transactional()) properties["transactional.id"] = options_.transactional_id;
  if (batch_bytes_ > 0) properties["batch.size"] = std::to_string(batch_bytes_);
  transaction_timeout_ = absl::Milliseconds(std::atoll(properties["transaction.timeout.ms"].c_str()));
  Client::Hooks hooks;
  hooks.on_delivery = [this](const rd_kafka_message_t* message) { OnFailedDelivery(message); };
  DEMARCHE_ASSIGN_OR_RETURN(
      client_, Client::Create(Side::kProducer, properties, "kafka.sink", options_.observer, std::move(hooks)));
  for (int kind = 0; kind < kOutputKinds; ++kind) {
    topics_[kind].reset(rd_kafka_topic_new(client_->get(), options_.topics[kind].c_str(), nullptr));
    if (topics_[kind] == nullptr) {
      return absl::NotFoundError(fmt::format("sink.topics: '{}' is not a topic name: {}", options_.topics[kind],
                                             rd_kafka_err2str(rd_kafka_last_error())));
    }
  }
  return absl::OkStatus();
}

absl::Status KafkaSink::FindTopics() {
  for (const TopicPtr& topic : topics_) {
    DEMARCHE_RETURN_IF_ERROR(FindTopic(client_.get(), topic.get(), "sink.topics", options_.request_timeout));
  }
  return absl::OkStatus();
}

// librdkafka does not split a batch that the broker refuses for its size: every record of it fails, however small. So
// batches may not be larger than the strictest topic allows; one that cannot be asked is trusted to have the default.
bool KafkaSink::BatchesTooLarge() {
  if (batch_bytes_ > 0) return false;
  constexpr size_t kBatchOverhead = 512;  // of the batch's own header, generously
  char value[32] = "";
  size_t size = sizeof(value);
  size_t allowed = rd_kafka_conf_get(rd_kafka_conf(client_->get()), "batch.size", value, &size) == RD_KAFKA_CONF_OK
                       ? static_cast<size_t>(std::atoll(value))
                       : 0;
  bool too_large = false;
  for (const auto& [topic, limit] :
       MaxMessageBytes(client_->get(), options_.topics, std::min(options_.request_timeout, kLimitsTimeout))) {
    for (int kind = 0; kind < kOutputKinds; ++kind) {
      if (options_.topics[kind] == topic) limits_[kind].bytes = limit;
    }
    const size_t room = std::max<size_t>(limit, 2 * kBatchOverhead) - kBatchOverhead;
    if (room < allowed) {
      allowed = room;
      too_large = true;
    }
  }
  if (too_large) batch_bytes_ = allowed;
  return too_large;
}

absl::Status KafkaSink::InitTransactions() {
  const absl::Duration deadline = SteadyNow() + options_.request_timeout;
  while (true) {
    absl::Status status =
        TransactionStatus(ErrorPtr(rd_kafka_init_transactions(client_->get(), kAttemptMs)), "start transactions");
    rd_kafka_poll(client_->get(), 0);
    if (!absl::IsUnavailable(status)) return Judge(std::move(status));
    status = Explain(status);
    if (!absl::IsUnavailable(status) || SteadyNow() >= deadline) return status;
  }
}

absl::Status KafkaSink::Begin() {
  failed_delivery_ = absl::OkStatus();
  began_ = SteadyNow();
  if (transactional()) {
    DEMARCHE_RETURN_IF_ERROR(
        Judge(TransactionStatus(ErrorPtr(rd_kafka_begin_transaction(client_->get())), "begin a transaction")));
  }
  phase_ = Phase::kWriting;
  return absl::OkStatus();
}

absl::Status KafkaSink::Write(OutputRecord& record) {
  const int kind = static_cast<int>(record.kind);
  if (limits_[kind].strict && record.bytes() > limits_[kind].bytes) {
    return absl::InvalidArgumentError(fmt::format("{} bytes; topic '{}' takes {}: {}", record.bytes(),
                                                  options_.topics[kind], limits_[kind].bytes,
                                                  Advice(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)));
  }
  const ErrorPtr error = ProduceRecord(client_->get(), topics_[kind].get(), record.key, record.value, record.headers);
  if (error == nullptr) return absl::OkStatus();
  const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
  if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    rd_kafka_poll(client_->get(), 10);
    return absl::UnavailableError("the producer's buffer is full");
  }
  // In a transaction that has failed meanwhile every produce is refused with _STATE.
  if (transactional() && code == RD_KAFKA_RESP_ERR__STATE) {
    DEMARCHE_RETURN_IF_ERROR(Judge(FatalStatus(client_->get())));
    if (failed_delivery_.ok()) return absl::AbortedError(rd_kafka_error_string(error.get()));
    // An earlier record was refused. This one is taken, in vain: Commit says why, and everything comes again.
    return absl::IsInvalidArgument(failed_delivery_) ? absl::OkStatus() : failed_delivery_;
  }
  return Judge(StatusFrom(code, fmt::format("write to topic '{}'", options_.topics[kind])));
}

absl::Status KafkaSink::Commit(absl::Span<const OffsetCommit> offsets) {
  absl::Status status = transactional() ? CommitTransaction(offsets) : CommitAfterFlush();
  if (status.ok()) phase_ = Phase::kIdle;
  return status;
}

absl::Status KafkaSink::CommitTransaction(absl::Span<const OffsetCommit> offsets) {
  absl::Status status = AwaitDeliveries();
  if (status.ok() && phase_ == Phase::kWriting) {
    status = SendOffsets(offsets);
    if (status.ok()) phase_ = Phase::kOffsetsSent;
  }
  if (status.ok()) {
    status = Judge(
        TransactionStatus(ErrorPtr(rd_kafka_commit_transaction(client_->get(), request_ms())), "commit a transaction"));
  }
  if (status.ok() && options_.source != nullptr) options_.source->NoteCommitted(offsets);
  if (!absl::IsAborted(status)) return status;
  // What failed says more than that something failed; kInvalidArgument among it tells the engine to look for the
  // record.
  rd_kafka_poll(client_->get(), 0);
  return failed_delivery_.ok() ? status : failed_delivery_;
}

// The commit would wait for all records by itself; but once one is refused, those behind it in its partition are never
// acknowledged (their sequence numbers are wrong), and each attempt to find the culprit would take the whole time-out.
absl::Status KafkaSink::AwaitDeliveries() {
  const absl::Duration deadline = SteadyNow() + options_.request_timeout;
  while (rd_kafka_flush(client_->get(), kAttemptMs) == RD_KAFKA_RESP_ERR__TIMED_OUT && SteadyNow() < deadline) {
    if (absl::IsInvalidArgument(failed_delivery_)) break;
  }
  return absl::IsInvalidArgument(failed_delivery_) ? failed_delivery_ : absl::OkStatus();
}

absl::Status KafkaSink::SendOffsets(absl::Span<const OffsetCommit> offsets) {
  if (options_.source == nullptr || offsets.empty()) return absl::OkStatus();
  const GroupMetadataPtr group = options_.source->GroupMetadata();
  if (group == nullptr || !IsMember(group.get())) {
    return absl::AbortedError("this process has lost its membership of the group");
  }
  const PartitionListPtr list = ToList(offsets);
  return Judge(TransactionStatus(
      ErrorPtr(rd_kafka_send_offsets_to_transaction(client_->get(), list.get(), group.get(), request_ms())),
      "send offsets to the transaction"));
}

absl::Status KafkaSink::CommitAfterFlush() {
  DEMARCHE_RETURN_IF_ERROR(Flush());
  return failed_delivery_;
}

absl::Status KafkaSink::Flush() {
  const rd_kafka_resp_err_t code = rd_kafka_flush(client_->get(), request_ms());
  DEMARCHE_RETURN_IF_ERROR(Judge(FatalStatus(client_->get())));
  return StatusFrom(code, "wait for acknowledgements");
}

absl::Status KafkaSink::Abort() {
  if (phase_ == Phase::kIdle) return absl::OkStatus();
  if (!transactional()) {
    // What is on its way cannot be called back; it will be written once more.
    const absl::Status flushed = Flush();
    if (!flushed.ok() || absl::IsInvalidArgument(failed_delivery_)) {
      dead_ = true;
      return absl::DataLossError(flushed.ok() ? failed_delivery_.message() : flushed.message());
    }
    phase_ = Phase::kIdle;
    return absl::OkStatus();
  }
  absl::Status status = Judge(
      TransactionStatus(ErrorPtr(rd_kafka_abort_transaction(client_->get(), request_ms())), "abort a transaction"));
  if (status.ok()) phase_ = Phase::kIdle;
  // The refused batch used up sequence numbers that the broker never saw (librdkafka 2.0): its successors would be out
  // of order. And where an abort fails for good nothing is left to abort. Either way only a new client helps.
  if (absl::IsAborted(status) || (status.ok() && absl::IsInvalidArgument(failed_delivery_))) {
    dead_ = true;
    return absl::DataLossError(status.ok() ? failed_delivery_.message() : status.message());
  }
  return status;
}

void KafkaSink::Close() {
  if (client_ == nullptr) return;
  client_->DropHooks();
  for (TopicPtr& topic : topics_) topic = nullptr;
  // An open transaction is aborted by the next Open(), or by the broker after its time-out.
  rd_kafka_purge(client_->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  client_ = nullptr;
  ready_ = false;
  dead_ = false;
  phase_ = Phase::kIdle;
}

// Remembers what ends this client. A transaction that was open for longer than its time-out was fenced by the broker
// itself, not by another process: a new client may go on.
absl::Status KafkaSink::Judge(absl::Status status) {
  if (absl::IsFailedPrecondition(status) && phase_ != Phase::kIdle &&
      SteadyNow() - began_ >= transaction_timeout_ * 0.9) {
    status = absl::DataLossError(fmt::format("the transaction outlived transaction.timeout.ms: {}",
                                             std::string_view(status.message().data(), status.message().size())));
  }
  if (absl::IsDataLoss(status) || absl::IsFailedPrecondition(status)) dead_ = true;
  return status;
}

// A call has timed out: the reason that the client has reported meanwhile, if it did.
absl::Status KafkaSink::Explain(const absl::Status& timed_out) {
  absl::Status trouble = client_->TakeTrouble();
  return trouble.ok() ? timed_out : trouble;
}

// A batch holds no more than every topic takes, unless it is of one record that is larger: that one is the culprit.
void KafkaSink::NoteTooLarge(const rd_kafka_message_t* message) {
  const size_t size = SizeOf(message);
  const std::string_view topic = rd_kafka_topic_name(message->rkt);
  for (int kind = 0; kind < kOutputKinds; ++kind) {
    if (options_.topics[kind] == topic && size > limits_[kind].bytes) limits_[kind].strict = true;
  }
}

void KafkaSink::OnFailedDelivery(const rd_kafka_message_t* message) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  if (message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) NoteTooLarge(message);
  const absl::Status status =
      StatusFrom(message->err, fmt::format("deliver to topic '{}'", rd_kafka_topic_name(message->rkt)));
  // Purged and timed-out records are consequences; a refusal is a cause.
  if (absl::IsInvalidArgument(status) || IsMisconfiguration(status)) {
    failed_delivery_ = status;
  } else if (failed_delivery_.ok()) {
    failed_delivery_ = absl::AbortedError(status.message());
  }
}

}  // namespace demarche::kafka
