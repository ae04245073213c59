// See sequencer.h.
#include "pipeline/runtime/sequencer.h"

#include <utility>

namespace demarche {

PartitionFlow* Sequencer::Find(const std::string& topic, int32_t partition) {
  if (last_found_ != nullptr && last_found_->id.partition == partition && last_found_->id.topic == topic) {
    return last_found_;
  }
  std::unique_ptr<PartitionFlow>& entry = partitions_[TopicPartition{topic, partition}];
  if (entry == nullptr) {
    entry = std::make_unique<PartitionFlow>();
    entry->id = TopicPartition{topic, partition};
  }
  last_found_ = entry.get();
  return last_found_;
}

void Sequencer::Add(const ItemPtr& item) {
  PartitionFlow* p = item->partition;
  item->sequence = p->first_sequence + p->slots.size();
  p->slots.push_back({item, false});
  ++waiting_;
}

void Sequencer::ListIfReady(PartitionFlow* p) {
  if (p->listed || p->slots.empty() || !p->slots.front().done) return;
  p->listed = true;
  ready_.push_back(p);
}

bool Sequencer::Complete(const ItemPtr& item) {
  if (item->dropped) return false;
  PartitionFlow* p = item->partition;
  item->bytes += item->result_bytes;
  p->slots[item->sequence - p->first_sequence].done = true;
  ListIfReady(p);
  return true;
}

bool Sequencer::Replace(const ItemPtr& item, const ItemPtr& substitute) {
  if (item->dropped) return false;
  PartitionFlow* p = item->partition;
  item->dropped = true;
  substitute->partition = p;
  substitute->sequence = item->sequence;
  substitute->bytes = item->bytes;
  substitute->started = true;
  p->slots[item->sequence - p->first_sequence].item = substitute;
  return true;
}

void Sequencer::TakeReady(size_t max_bytes, size_t max_messages, std::vector<ItemPtr>* out) {
  size_t bytes = 0;
  size_t messages = 0;
  while (!ready_.empty() && messages < max_messages && (messages == 0 || bytes < max_bytes)) {
    PartitionFlow* p = ready_.front();
    ready_.pop_front();
    p->listed = false;
    while (!p->slots.empty() && p->slots.front().done && messages < max_messages &&
           (messages == 0 || bytes < max_bytes)) {
      bytes += p->slots.front().item->result_bytes;
      publishing_bytes_ += p->slots.front().item->bytes;
      out->push_back(std::move(p->slots.front().item));
      p->slots.pop_front();
      ++p->first_sequence;
      ++p->publishing;
      ++messages;
    }
    ListIfReady(p);
  }
  waiting_ -= messages;
  publishing_ += messages;
}

size_t Sequencer::DropLast(PartitionFlow* p) {
  Item& item = *p->slots.back().item;
  const size_t bytes = item.bytes;
  item.dropped = true;
  item.token.Cancel();
  p->slots.pop_back();
  --waiting_;
  return bytes;
}

size_t Sequencer::Drop(PartitionFlow* p) {
  size_t bytes = 0;
  while (!p->slots.empty()) bytes += DropLast(p);
  if (p->listed) {
    std::erase(ready_, p);
    p->listed = false;
  }
  return bytes;
}

size_t Sequencer::DropUnstarted(PartitionFlow* p) {
  size_t bytes = 0;
  while (!p->slots.empty() && !p->slots.back().item->started) bytes += DropLast(p);
  return bytes;
}

size_t Sequencer::DropAll() {
  size_t bytes = 0;
  for (auto& [id, p] : partitions_) bytes += Drop(p.get());
  return bytes;
}

size_t Sequencer::Settle() {
  for (auto& [id, p] : partitions_) p->publishing = 0;
  publishing_ = 0;
  return std::exchange(publishing_bytes_, 0);
}

}  // namespace demarche
