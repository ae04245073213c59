// ItemSelection: places of items in a message's envelope, as the header `demarche-items` of a dead letter lists them:
// "0,3,7-9", ascending. A replayed record that carries it stands for these items only; the others were read before.
// A value.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/model/raw_message.h"

namespace demarche {

class ItemSelection {
 public:
  static constexpr std::string_view kHeader = "demarche-items";

  // Of any order; doubles count once.
  explicit ItemSelection(std::vector<int32_t> items);

  // nullopt where `text` is no such list, or has an item at or over `limit`.
  static std::optional<ItemSelection> Parse(std::string_view text, size_t limit);
  // What the message's header says. nullopt, all items: it has none, or one that cannot be ours: not a list, or with
  // more items than the value has bytes.
  static std::optional<ItemSelection> Of(const RawMessage& message);

  bool contains(int32_t item) const;
  // In order; no more than the limit it was parsed with.
  std::vector<int32_t> items() const;
  std::string ToString() const;

 private:
  ItemSelection() = default;
  std::vector<std::pair<int32_t, int32_t>> ranges_;  // first and last, ascending, apart
};

}  // namespace demarche
