// Transaction: what the open transaction holds: the messages whose results are in it, how far it settles each
// partition, its age and its size. Publisher thread; plain data.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "pipeline/runtime/sequencer.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class Transaction {
 public:
  bool open = false;  // Sink::Begin was called
  absl::Duration begun_at;
  size_t bytes = 0;  // of output
  uint64_t records_by_kind[kOutputKinds] = {};

  size_t messages() const { return items_.size(); }
  const std::vector<ItemPtr>& items() const { return items_; }

  // All of this message's results are written. Messages of one partition come in their order.
  void Add(ItemPtr item) {
    oldest_ = items_.empty() ? item->read_at : std::min(oldest_, item->read_at);
    next_offsets_[item->partition] = item->message.origin.offset + 1;
    held_bytes_ += item->bytes;
    items_.push_back(std::move(item));
  }
  absl::Duration oldest() const { return oldest_; }
  // What its messages are charged with: given back by the commit.
  size_t held_bytes() const { return held_bytes_; }

  std::vector<OffsetCommit> Offsets() const {
    std::vector<OffsetCommit> offsets;
    offsets.reserve(next_offsets_.size());
    for (const auto& [partition, next] : next_offsets_) offsets.push_back({partition->id, next});
    return offsets;
  }

 private:
  std::vector<ItemPtr> items_;
  absl::flat_hash_map<const PartitionFlow*, int64_t> next_offsets_;
  absl::Duration oldest_;
  size_t held_bytes_ = 0;
};

}  // namespace demarche
