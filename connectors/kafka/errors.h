// librdkafka's errors -> absl::Status, by the table in pipeline/runtime/io.h. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "connectors/kafka/handles.h"

namespace demarche::kafka {

// A code outside of a transaction. `doing` opens the message: "commit offsets".
absl::Status StatusFrom(rd_kafka_resp_err_t code, std::string_view doing);

// The error object of a transactional call: fatal, abortable and retriable are told apart. Takes ownership; null is OK.
absl::Status TransactionStatus(ErrorPtr error, std::string_view doing);

// The client's fatal error: kFailedPrecondition where another process took the transactional.id or the static group
// membership, kDataLoss otherwise. OK if the client has none.
absl::Status FatalStatus(rd_kafka_t* client);

// What a person can do about it: "check kafka.sasl.username ..."; "" where nothing is known.
std::string_view Advice(rd_kafka_resp_err_t code);

bool IsMisconfiguration(const absl::Status& status);  // the engine stops on these

}  // namespace demarche::kafka
