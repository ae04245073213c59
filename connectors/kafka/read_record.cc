// See read_record.h.
#include "connectors/kafka/read_record.h"

namespace demarche::kafka {
namespace {

std::vector<Header> CopyHeaders(const rd_kafka_message_t& message) {
  std::vector<Header> headers;
  rd_kafka_headers_t* list = nullptr;
  if (rd_kafka_message_headers(&message, &list) != RD_KAFKA_RESP_ERR_NO_ERROR) return headers;
  headers.reserve(rd_kafka_header_cnt(list));
  const char* name = nullptr;
  const void* value = nullptr;
  size_t size = 0;
  for (size_t i = 0; rd_kafka_header_get_all(list, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR; ++i) {
    Header header;
    header.name = name;
    if (value != nullptr) header.value.emplace(static_cast<const char*>(value), size);
    headers.push_back(std::move(header));
  }
  return headers;
}

}  // namespace

RawMessage ReadRecord(const rd_kafka_message_t& message) {
  RawMessage raw;
  raw.origin.partition = message.partition;
  raw.origin.offset = message.offset;
  rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
  const int64_t timestamp = rd_kafka_message_timestamp(&message, &type);
  if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE) raw.origin.timestamp_ms = timestamp;
  if (message.key != nullptr) raw.key.emplace(static_cast<const char*>(message.key), message.key_len);
  if (message.payload != nullptr) raw.value.emplace(static_cast<const char*>(message.payload), message.len);
  raw.headers = CopyHeaders(message);
  return raw;
}

}  // namespace demarche::kafka
