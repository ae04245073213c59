// A partition, and how far it is settled. Values.
#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace demarche {

struct TopicPartition {
  std::string topic;
  int32_t partition = 0;
  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;  // NOLINT(modernize-use-nullptr)
};

// The next offset to read of a partition: all before it are settled.
struct OffsetCommit {
  TopicPartition partition;
  int64_t next_offset = 0;
};

}  // namespace demarche
