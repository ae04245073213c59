// Rejects: the messages whose results the sink has refused, and the dead letters that go in their stead. A message is
// published as a whole or, when one of its records is refused, as one dead letter and nothing else, so that it ends
// exactly once in receipts or dead letters. A dead letter that is refused is cut, twice at the most; one that holds
// nothing but its origin is refused only by a topic that takes nothing. Publisher thread.
#pragma once
#include <map>
#include <string>
#include <utility>

#include "pipeline/runtime/options.h"
#include "pipeline/runtime/sequencer.h"

namespace demarche {

class Rejects {
 public:
  explicit Rejects(DeadLetterFactory make) : make_(std::move(make)) {}

  static constexpr int kLevels = 3;  // whole, cut, without the original

  bool empty() const { return rejected_.empty(); }
  bool contains(const Item& item) const { return rejected_.count(KeyOf(item)) > 0; }
  // Counts a refusal of the message. False: it was refused at the last level too.
  bool Add(const Item& item, std::string reason);
  void Remove(const Item& item) { rejected_.erase(KeyOf(item)); }
  // REQUIRES: contains(item).
  OutputRecord DeadLetter(const Item& item) const;

 private:
  struct Entry {
    Failure failure;
    int level = 0;
  };
  using Key = std::pair<TopicPartition, int64_t>;
  static Key KeyOf(const Item& item) { return {item.partition->id, item.message.origin.offset}; }

  DeadLetterFactory make_;
  std::map<Key, Entry> rejected_;
};

}  // namespace demarche
