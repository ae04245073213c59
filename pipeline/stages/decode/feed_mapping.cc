// See feed_mapping.h.
#include "pipeline/stages/decode/feed_mapping.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace demarche {

FeedRegistry::FeedRegistry(std::vector<FeedMapping> mappings) {
  for (FeedMapping& mapping : mappings) {
    std::string name = mapping.name;
    by_name_[std::move(name)] = std::make_unique<const FeedMapping>(std::move(mapping));
  }
  for (const auto& [name, mapping] : by_name_) {
    if (!mapping->detect.empty()) detection_order_.push_back(mapping.get());
  }
  std::sort(detection_order_.begin(), detection_order_.end(), [](const FeedMapping* a, const FeedMapping* b) {
    return std::tie(a->detect_order, a->name) < std::tie(b->detect_order, b->name);
  });
}

const FeedMapping* FeedRegistry::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second.get();
}

std::vector<std::string> FeedRegistry::names() const {
  std::vector<std::string> names;
  for (const auto& [name, mapping] : by_name_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace demarche
