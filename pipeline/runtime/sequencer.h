// Sequencer: puts finished work back into the order in which it was read, for each source partition. Also the owner of
// the list of what is in flight before publication. No thread, no lock, no clock: Flow guards it.
//
// An item is added once in read order, completed once in any order, and taken once, after all items of its partition
// that were added before it. A dropped item is never taken, whoever completes it later.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/base/cancel.h"
#include "pipeline/model/offsets.h"
#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"

namespace demarche {

struct PartitionFlow;

// Charged for each message in flight on top of its bytes: the structures around it. Keeps empty messages from being
// free.
inline constexpr size_t kItemOverhead = 512;

// One message on its way. `message`, `partition` and `read_at` do not change after it was pushed; `result` and
// `result_bytes` are the worker's until it is complete, then the publisher's; the rest is guarded by Flow's mutex.
struct Item {
  RawMessage message;
  WorkResult result;
  CancelToken token;
  absl::Duration read_at;
  PartitionFlow* partition = nullptr;
  size_t result_bytes = 0;  // of its records
  size_t bytes = 0;         // what it is charged with
  uint64_t sequence = 0;
  bool started = false;
  bool dropped = false;
};
using ItemPtr = std::shared_ptr<Item>;

// What is in flight of one partition.
struct PartitionFlow {
  TopicPartition id;  // constant
  uint64_t first_sequence = 0;
  struct Slot {
    ItemPtr item;
    bool done = false;
  };
  std::deque<Slot> slots;  // in read order; not yet taken
  size_t publishing = 0;   // taken by the publisher, not yet settled
  bool listed = false;     // in Sequencer::ready_
  bool idle() const { return slots.empty() && publishing == 0; }
};

class Sequencer {
 public:
  // The partition's entry, made if need be; it stays where it is for the life of the sequencer.
  PartitionFlow* Find(const std::string& topic, int32_t partition);

  void Add(const ItemPtr& item);
  // Charges its result_bytes to the item. False if it was dropped meanwhile.
  bool Complete(const ItemPtr& item);
  // Puts `substitute` in the place of `item`, which is dropped. False if it was dropped before.
  bool Replace(const ItemPtr& item, const ItemPtr& substitute);
  // Appends ready items to `out` until `max_bytes` of results or `max_messages` are reached (at least one, if any).
  void TakeReady(size_t max_bytes, size_t max_messages, std::vector<ItemPtr>* out);

  // Drops what is not taken yet: all of it, or what no worker has started. Returns the bytes no longer charged.
  size_t Drop(PartitionFlow* partition);
  size_t DropUnstarted(PartitionFlow* partition);
  size_t DropAll();
  // The publisher is done with all that it took. Returns the bytes no longer charged.
  size_t Settle();

  bool has_ready() const { return !ready_.empty(); }
  size_t waiting() const { return waiting_; }        // added, neither taken nor dropped
  size_t publishing() const { return publishing_; }  // taken, not settled

 private:
  size_t DropLast(PartitionFlow* partition);
  void ListIfReady(PartitionFlow* partition);

  std::map<TopicPartition, std::unique_ptr<PartitionFlow>> partitions_;
  PartitionFlow* last_found_ = nullptr;
  std::deque<PartitionFlow*> ready_;  // those whose first slot is done
  size_t waiting_ = 0;
  size_t publishing_ = 0;
  size_t publishing_bytes_ = 0;
};

}  // namespace demarche
