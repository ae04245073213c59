// A consumed record as a RawMessage: what KafkaSource and ReplayClient have in common. Pure; any thread.
#pragma once
#include "connectors/kafka/handles.h"
#include "pipeline/model/raw_message.h"

namespace demarche::kafka {

// Key and value are views into `message`, which the caller keeps alive; the topic is left to the caller.
RawMessage ReadRecord(const rd_kafka_message_t& message);

}  // namespace demarche::kafka
