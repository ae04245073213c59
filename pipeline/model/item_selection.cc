// See item_selection.h.
#include "pipeline/model/item_selection.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace demarche {
namespace {

// Takes a number off the front.
bool TakeNumber(std::string_view* text, int32_t* number) {
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), *number);
  if (parsed.ec != std::errc() || *number < 0 || text->front() == '-') return false;
  text->remove_prefix(static_cast<size_t>(parsed.ptr - text->data()));
  return true;
}

bool Take(std::string_view* text, char c) {
  if (!text->starts_with(c)) return false;
  text->remove_prefix(1);
  return true;
}

}  // namespace

ItemSelection::ItemSelection(std::vector<int32_t> items) {
  std::sort(items.begin(), items.end());
  for (const int32_t item : items) {
    if (!ranges_.empty() && item <= ranges_.back().second + 1) {
      ranges_.back().second = std::max(ranges_.back().second, item);
    } else {
      ranges_.emplace_back(item, item);
    }
  }
}

std::optional<ItemSelection> ItemSelection::Parse(std::string_view text, size_t limit) {
  const auto end = static_cast<int64_t>(std::min<size_t>(limit, std::numeric_limits<int32_t>::max()));
  ItemSelection selection;
  int64_t last = -1;
  do {
    int32_t first = 0;
    if (text.empty() || !TakeNumber(&text, &first)) return std::nullopt;
    int32_t through = first;
    if (Take(&text, '-') && (text.empty() || !TakeNumber(&text, &through))) return std::nullopt;
    if (first <= last || through < first || through >= end) return std::nullopt;
    last = through;
    selection.ranges_.emplace_back(first, through);
  } while (Take(&text, ','));
  if (!text.empty()) return std::nullopt;
  return selection;
}

std::optional<ItemSelection> ItemSelection::Of(const RawMessage& message) {
  if (!message.value) return std::nullopt;
  for (const Header& header : message.headers) {
    if (header.name == kHeader && header.value) return Parse(*header.value, message.value->size());
  }
  return std::nullopt;
}

bool ItemSelection::contains(int32_t item) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), item,
                                      [](int32_t i, const std::pair<int32_t, int32_t>& r) { return i < r.first; });
  return after != ranges_.begin() && item <= std::prev(after)->second;
}

std::vector<int32_t> ItemSelection::items() const {
  std::vector<int32_t> all;
  for (const auto& [first, last] : ranges_) {
    for (int32_t item = first; item <= last; ++item) all.push_back(item);
  }
  return all;
}

std::string ItemSelection::ToString() const {
  std::string out;
  for (const auto& [first, last] : ranges_) {
    if (!out.empty()) out += ',';
    out += std::to_string(first);
    if (last != first) out += '-' + std::to_string(last);
  }
  return out;
}

}  // namespace demarche
