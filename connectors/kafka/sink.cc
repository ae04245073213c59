#include "connectors/kafka/sink.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/time/clock.h"
#include "connectors/kafka/admin.h"
#include "connectors/kafka/errors.h"
#include "connectors/kafka/group_metadata.h"
#include "connectors/kafka/partition_list.h"
#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::kafka {
namespace {

constexpr int kAttemptMs = 500;  // calls that wait are cut into pieces, so that callbacks are served in between

HeadersPtr CopyHeaders(const std::vector<Header>& headers) {
  if (headers.empty()) return nullptr;
  HeadersPtr list(rd_kafka_headers_new(headers.size()));
  for (const Header& h : headers) {
    rd_kafka_header_add(list.get(), h.name.data(), static_cast<ssize_t>(h.name.size()),
                        h.value ? h.value->data() : nullptr, h.value ? static_cast<ssize_t>(h.value->size()) : 0);
  }
  return list;
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

// Also warms up: without its metadata the first record of a topic waits up to a second.
absl::Status KafkaSink::FindTopics() {
  for (int kind = 0; kind < kOutputKinds; ++kind) {
    const absl::Time deadline = absl::Now() + options_.request_timeout;
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
    bool found = false;
    do {
      const struct rd_kafka_metadata* raw = nullptr;
      code = rd_kafka_metadata(client_->get(), 0, topics_[kind].get(), &raw, kAttemptMs);
      const MetadataPtr metadata(raw);
      rd_kafka_poll(client_->get(), 0);
      if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        code = metadata->topic_cnt == 1 ? metadata->topics[0].err : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
        found = code == RD_KAFKA_RESP_ERR_NO_ERROR;
      } else if (absl::Status why = Explain(absl::UnavailableError("")); !absl::IsUnavailable(why)) {
        return why;
      }
      // A topic that is just being made has no leader yet.
    } while (!found && code != RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED && absl::Now() < deadline);
    if (found) continue;
    if (code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || code == RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION) {
      return absl::NotFoundError(
          fmt::format("output topic '{}' does not exist: create it, or correct sink.topics", options_.topics[kind]));
    }
    return Explain(StatusFrom(code, fmt::format("look up output topic '{}'", options_.topics[kind])));
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
  for (const auto& [topic, limit] : MaxMessageBytes(client_->get(), options_.topics, options_.request_timeout)) {
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
  const absl::Time deadline = absl::Now() + options_.request_timeout;
  while (true) {
    absl::Status status =
        TransactionStatus(ErrorPtr(rd_kafka_init_transactions(client_->get(), kAttemptMs)), "start transactions");
    rd_kafka_poll(client_->get(), 0);
    if (!absl::IsUnavailable(status)) return Judge(std::move(status));
    status = Explain(std::move(status));
    if (!absl::IsUnavailable(status) || absl::Now() >= deadline) return status;
  }
}

absl::Status KafkaSink::Begin() {
  failed_delivery_ = absl::OkStatus();
  began_ = absl::Now();
  if (transactional()) {
    DEMARCHE_RETURN_IF_ERROR(
        Judge(TransactionStatus(ErrorPtr(rd_kafka_begin_transaction(client_->get())), "begin a transaction")));
  }
  phase_ = Phase::kWriting;
  return absl::OkStatus();
}

absl::Status KafkaSink::Write(OutputRecord& record) {
  const int kind = static_cast<int>(record.kind);
  rd_kafka_vu_t parts[5] = {};
  size_t n = 0;
  parts[n].vtype = RD_KAFKA_VTYPE_RKT;
  parts[n++].u.rkt = topics_[kind].get();
  parts[n].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[n++].u.i = RD_KAFKA_MSG_F_COPY;
  parts[n].vtype = RD_KAFKA_VTYPE_VALUE;
  if (record.value) parts[n].u.mem = {record.value->data(), record.value->size()};
  ++n;
  if (record.key) {
    parts[n].vtype = RD_KAFKA_VTYPE_KEY;
    parts[n++].u.mem = {record.key->data(), record.key->size()};
  }
  HeadersPtr headers = CopyHeaders(record.headers);
  if (headers != nullptr) {
    parts[n].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[n++].u.headers = headers.get();
  }
  const ErrorPtr error(rd_kafka_produceva(client_->get(), parts, n));
  if (error == nullptr) {
    (void)headers.release();  // the client's now
    return absl::OkStatus();
  }
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
  absl::Status status;
  if (phase_ == Phase::kWriting) {
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
    if (!Flush().ok()) {
      dead_ = true;
      return absl::DataLossError("records of an abandoned batch are stuck in the producer");
    }
    phase_ = Phase::kIdle;
    return absl::OkStatus();
  }
  absl::Status status = Judge(
      TransactionStatus(ErrorPtr(rd_kafka_abort_transaction(client_->get(), request_ms())), "abort a transaction"));
  if (status.ok()) phase_ = Phase::kIdle;
  // Nothing is left to abort: only a new client helps.
  if (absl::IsAborted(status)) {
    dead_ = true;
    return absl::DataLossError(status.message());
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
      absl::Now() - began_ >= transaction_timeout_ * 0.9) {
    status = absl::DataLossError(fmt::format("the transaction outlived transaction.timeout.ms: {}",
                                             std::string_view(status.message().data(), status.message().size())));
  }
  if (absl::IsDataLoss(status) || absl::IsFailedPrecondition(status)) dead_ = true;
  return status;
}

// A call has timed out: the reason that the client has reported meanwhile, if it did.
absl::Status KafkaSink::Explain(absl::Status timed_out) {
  absl::Status trouble = client_->TakeTrouble();
  return trouble.ok() ? timed_out : trouble;
}

void KafkaSink::OnFailedDelivery(const rd_kafka_message_t* message) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
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
