// One record into a producer's buffer: what KafkaSink and KafkaProducer have in common. Thread: the client's.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "connectors/kafka/handles.h"
#include "pipeline/model/raw_message.h"

namespace demarche::kafka {

// Copies key, value and headers; nullopt is null. timestamp_ms <= 0: now. partition < 0: by
// the key's hash, or at random. Returns null, or librdkafka's error; then
// nothing was taken.
ErrorPtr ProduceRecord(rd_kafka_t* client, rd_kafka_topic_t* topic, std::optional<std::string_view> key,
                       std::optional<std::string_view> value, const std::vector<Header>& headers,
                       int64_t timestamp_ms = 0, int32_t partition = -1);

// The metadata of one topic, asked of a broker. NO_ERROR: it exists and every partition can be written.
rd_kafka_resp_err_t LookUpTopic(rd_kafka_t* client, rd_kafka_topic_t* topic, int timeout_ms);

}  // namespace demarche::kafka
