#include "connectors/kafka/sink.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "absl/time/clock.h"
#include "connectors/kafka/errors.h"
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

size_t SizeOf(const rd_kafka_message_t* message) {
  size_t size = message->len + message->key_len;
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return size;
  const char* name = nullptr;
  const void* value = nullptr;
  size_t value_size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &value_size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++i) {
    size += std::string_view(name).size() + value_size;
  }
  return size;
}

}  // namespace

std::string DeriveTransactionalId(std::string_view group, std::string_view instance) {
  char host[256] = "host";
  if (instance.empty()) gethostname(host, sizeof(host) - 1);
  return fmt::format("demarche-{}-{}", group, instance.empty() ? std::string_view(host) : instance);
}

KafkaSink::KafkaSink(KafkaSinkOptions options) : options_(std::move(options)) {
  size_limit_.fill(std::numeric_limits<size_t>::max());
}
KafkaSink::~KafkaSink() { Close(); }

absl::Status KafkaSink::Open() {
  if (client_ != nullptr && (ready_ || dead_)) Close();
  if (client_ == nullptr) DEMARCHE_RETURN_IF_ERROR(CreateClient());
  DEMARCHE_RETURN_IF_ERROR(FindTopics());
  if (transactional()) DEMARCHE_RETURN_IF_ERROR(InitTransactions());
  ready_ = true;
  return absl::OkStatus();
}

absl::Status KafkaSink::CreateClient() {
  Properties properties = EffectiveProperties(options_.properties, Side::kProducer, options_.delivery);
  if (transactional()) properties["transactional.id"] = options_.transactional_id;
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
  if (record.bytes() > size_limit_[kind]) {
    return absl::InvalidArgumentError(fmt::format("{} bytes are more than topic '{}' takes: {}", record.bytes(),
                                                  options_.topics[kind], Advice(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)));
  }
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
    return absl::AbortedError(failed_delivery_.ok() ? std::string(rd_kafka_error_string(error.get()))
                                                    : std::string(failed_delivery_.message()));
  }
  return Judge(StatusFrom(code, fmt::format("write to topic '{}'", options_.topics[kind])));
}

absl::Status KafkaSink::Commit(absl::Span<const OffsetCommit> offsets) {
  absl::Status status = transactional() ? CommitTransaction(offsets) : CommitAfterFlush(offsets);
  if (status.ok()) phase_ = Phase::kIdle;
  return status;
}

absl::Status KafkaSink::CommitTransaction(absl::Span<const OffsetCommit> offsets) {
  if (phase_ == Phase::kWriting) {
    DEMARCHE_RETURN_IF_ERROR(SendOffsets(offsets));
    phase_ = Phase::kOffsetsSent;
  }
  const absl::Status status = Judge(
      TransactionStatus(ErrorPtr(rd_kafka_commit_transaction(client_->get(), request_ms())), "commit a transaction"));
  if (status.ok() && options_.source != nullptr) options_.source->NoteCommitted(offsets);
  if (absl::IsAborted(status) && !failed_delivery_.ok()) return absl::AbortedError(failed_delivery_.message());
  return status;
}

absl::Status KafkaSink::CommitAfterFlush(absl::Span<const OffsetCommit> offsets) {
  DEMARCHE_RETURN_IF_ERROR(Flush());
  if (!failed_delivery_.ok()) return absl::AbortedError(failed_delivery_.message());
  return options_.source == nullptr ? absl::OkStatus() : Judge(options_.source->Commit(offsets));
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
  const char* topic = rd_kafka_topic_name(message->rkt);
  if (message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
    const size_t size = SizeOf(message);
    for (int kind = 0; kind < kOutputKinds; ++kind) {
      if (options_.topics[kind] == topic) size_limit_[kind] = std::min(size_limit_[kind], size - 1);
    }
  }
  if (failed_delivery_.ok()) failed_delivery_ = StatusFrom(message->err, fmt::format("deliver to topic '{}'", topic));
}

}  // namespace demarche::kafka
