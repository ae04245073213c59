// See errors.h.
#include "connectors/kafka/errors.h"

#include "fmt/format.h"

namespace demarche::kafka {
namespace {

absl::StatusCode CodeOf(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_NO_ERROR:
      return absl::StatusCode::kOk;
    case RD_KAFKA_RESP_ERR__FENCED:
    case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
      return absl::StatusCode::kFailedPrecondition;
    case RD_KAFKA_RESP_ERR__FATAL:
      return absl::StatusCode::kDataLoss;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_ILLEGAL_SASL_STATE:
      return absl::StatusCode::kUnauthenticated;
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      return absl::StatusCode::kPermissionDenied;
    case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
    case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
    case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
      return absl::StatusCode::kNotFound;
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
      return absl::StatusCode::kInvalidArgument;
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
      return absl::StatusCode::kPermissionDenied;  // nothing but another configuration helps
    case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
    case RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION:
    case RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID:
    case RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST:
      return absl::StatusCode::kAborted;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

std::string Text(std::string_view doing, std::string_view reason, rd_kafka_resp_err_t code) {
  const std::string_view advice = Advice(code);
  return fmt::format("{}: {} ({}){}{}", doing, reason, rd_kafka_err2name(code), advice.empty() ? "" : ": ", advice);
}

}  // namespace

absl::Status StatusFrom(rd_kafka_resp_err_t code, std::string_view doing) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  return absl::Status(CodeOf(code), Text(doing, rd_kafka_err2str(code), code));
}

absl::Status TransactionStatus(ErrorPtr error, std::string_view doing) {
  if (error == nullptr) return absl::OkStatus();
  const rd_kafka_resp_err_t code = rd_kafka_error_code(error.get());
  const absl::StatusCode plain = CodeOf(code);
  absl::StatusCode kind = absl::StatusCode::kAborted;
  if (plain == absl::StatusCode::kFailedPrecondition || plain == absl::StatusCode::kPermissionDenied) {
    kind = plain;
  } else if (rd_kafka_error_is_fatal(error.get()) || code == RD_KAFKA_RESP_ERR__CONFLICT) {
    // A conflict: an abort after a commit that has timed out and can only be resumed. The next client's
    // init_transactions() ends that transaction one way or the other, and the committed offsets say which.
    kind = absl::StatusCode::kDataLoss;
  } else if (rd_kafka_error_txn_requires_abort(error.get())) {
    kind = absl::StatusCode::kAborted;
  } else if (rd_kafka_error_is_retriable(error.get())) {
    kind = absl::StatusCode::kUnavailable;
  }
  return absl::Status(kind, Text(doing, rd_kafka_error_string(error.get()), code));
}

absl::Status FatalStatus(rd_kafka_t* client) {
  char reason[512] = "";
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(client, reason, sizeof(reason));
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) return absl::OkStatus();
  const bool fenced = CodeOf(code) == absl::StatusCode::kFailedPrecondition;
  return absl::Status(fenced ? absl::StatusCode::kFailedPrecondition : absl::StatusCode::kDataLoss,
                      Text("fatal client error", reason, code));
}

std::string_view Advice(rd_kafka_resp_err_t code) {
  switch (CodeOf(code)) {
    case absl::StatusCode::kUnauthenticated:
      return "check kafka.security.protocol, kafka.sasl.mechanism, kafka.sasl.username and kafka.sasl.password";
    case absl::StatusCode::kFailedPrecondition:
      return "another process runs with the same sink.transactional_id (or source.instance_id), or this one was "
             "stopped "
             "for longer than transaction.timeout.ms; give each instance its own";
    default:
      break;
  }
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      return "this user needs READ and DESCRIBE on the source topics, WRITE and DESCRIBE on the output topics";
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return "this user needs READ on the group named in source.group";
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return "this user needs WRITE and DESCRIBE on the transactional id (and IDEMPOTENT_WRITE before Kafka 3.0), or "
             "set "
             "sink.delivery: at_least_once";
    case RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT:
      return "lower kafka.transaction.timeout.ms below the broker's transaction.max.timeout.ms";
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
      return "the broker has no transactions: set sink.delivery: at_least_once";
    case RD_KAFKA_RESP_ERR__TRANSPORT:
    case RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
      return "is the broker up, and are kafka.bootstrap.servers and kafka.security.protocol right? Trying on";
    case RD_KAFKA_RESP_ERR__RESOLVE:
      return "check the host name in kafka.bootstrap.servers. Trying on";
    case RD_KAFKA_RESP_ERR__SSL:
      return "check kafka.security.protocol, kafka.ssl.ca.location and the host name in kafka.bootstrap.servers";
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
      return "raise max.message.bytes of the topic (and kafka.message.max.bytes)";
    default:
      return "";
  }
}

bool IsMisconfiguration(const absl::Status& status) {
  return absl::IsPermissionDenied(status) || absl::IsNotFound(status) || absl::IsUnauthenticated(status);
}

}  // namespace demarche::kafka
