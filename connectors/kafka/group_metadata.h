// What a consumer group's metadata say. Pure.
#pragma once
#include "connectors/kafka/handles.h"

namespace demarche::kafka {

// Whether the metadata are those of a member. A client that has lost its membership gives generation -1, and the broker
// does not check a transaction's offset commit with that at all: it must not be sent.
bool IsMember(const rd_kafka_consumer_group_metadata_t* group);

}  // namespace demarche::kafka
