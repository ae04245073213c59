// RawMessage: one record as the source delivered it. Move-only; views point into `owner`, which frees the client's
// buffer.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace demarche {

struct Header {
  std::string name;
  std::optional<std::string> value;  // bytes; a Kafka header may be null
};

// Where a record comes from. For files: topic = path, partition 0, offset = record number from 0.
struct Origin {
  std::string topic;
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t timestamp_ms = -1;  // the record's own timestamp, milliseconds since 1970, -1 if none
};

struct RawMessage {
  Origin origin;
  std::optional<std::string_view> key;    // bytes, untouched
  std::optional<std::string_view> value;  // bytes, untouched; null = tombstone
  std::vector<Header> headers;
  std::shared_ptr<const void> owner;  // keeps what the views point to

  RawMessage() = default;
  RawMessage(RawMessage&&) = default;
  RawMessage& operator=(RawMessage&&) = default;
  RawMessage(const RawMessage&) = delete;
  RawMessage& operator=(const RawMessage&) = delete;

  // Bytes that this message holds while it is in flight (key, value, headers).
  size_t bytes() const {
    size_t n = (key ? key->size() : 0) + (value ? value->size() : 0);
    for (const Header& h : headers) n += h.name.size() + (h.value ? h.value->size() : 0);
    return n;
  }
};

}  // namespace demarche
