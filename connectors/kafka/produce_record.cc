// See produce_record.h.
#include "connectors/kafka/produce_record.h"

namespace demarche::kafka {
namespace {

// librdkafka takes payloads as void*, and with F_COPY only reads them.
void* Bytes(std::string_view s) { return const_cast<char*>(s.data()); }

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

ErrorPtr ProduceRecord(rd_kafka_t* client, rd_kafka_topic_t* topic, std::optional<std::string_view> key,
                       std::optional<std::string_view> value, const std::vector<Header>& headers, int64_t timestamp_ms,
                       int32_t partition) {
  rd_kafka_vu_t parts[7] = {};
  size_t n = 0;
  parts[n].vtype = RD_KAFKA_VTYPE_RKT;
  parts[n++].u.rkt = topic;
  parts[n].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
  parts[n++].u.i = RD_KAFKA_MSG_F_COPY;
  // A null pointer is null; an empty value needs a pointer.
  if (value) {
    parts[n].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[n++].u.mem = {value->data() == nullptr ? Bytes("") : Bytes(*value), value->size()};
  }
  if (key) {
    parts[n].vtype = RD_KAFKA_VTYPE_KEY;
    parts[n++].u.mem = {key->data() == nullptr ? Bytes("") : Bytes(*key), key->size()};
  }
  if (partition >= 0) {
    parts[n].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[n++].u.i32 = partition;
  }
  if (timestamp_ms > 0) {
    parts[n].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    parts[n++].u.i64 = timestamp_ms;
  }
  HeadersPtr list = CopyHeaders(headers);
  if (list != nullptr) {
    parts[n].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[n++].u.headers = list.get();
  }
  ErrorPtr error(rd_kafka_produceva(client, parts, n));
  if (error == nullptr) (void)list.release();  // the client's now
  return error;
}

rd_kafka_resp_err_t LookUpTopic(rd_kafka_t* client, rd_kafka_topic_t* topic, int timeout_ms) {
  const struct rd_kafka_metadata* raw = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(client, 0, topic, &raw, timeout_ms);
  const MetadataPtr metadata(raw);
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return code;
  if (metadata->topic_cnt != 1) return RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
  const rd_kafka_metadata_topic& found = metadata->topics[0];
  if (found.err != RD_KAFKA_RESP_ERR_NO_ERROR) return found.err;
  for (int i = 0; i < found.partition_cnt; ++i) {
    if (found.partitions[i].err == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE) return found.partitions[i].err;
  }
  return RD_KAFKA_RESP_ERR_NO_ERROR;
}

}  // namespace demarche::kafka
