// See label_set.h.
#include "pipeline/telemetry/label_set.h"

#include <utility>

namespace demarche {

LabelSet::LabelSet(std::vector<std::string> names, size_t count) : names_(std::move(names)), count_(count) {}

std::unique_ptr<LabelSet> LabelSet::Closed(std::vector<std::string> names) {
  const size_t count = names.size();
  return std::unique_ptr<LabelSet>(new LabelSet(std::move(names), count));
}

std::unique_ptr<LabelSet> LabelSet::Open(std::vector<std::string> names, size_t capacity) {
  if (names.size() >= capacity) names.resize(capacity - 1);
  const size_t count = names.size();
  names.resize(capacity);
  names.back() = "other";
  return std::unique_ptr<LabelSet>(new LabelSet(std::move(names), count));
}

size_t LabelSet::Find(std::string_view name) {
  const size_t other = names_.size() - 1;
  size_t known = count_.load(std::memory_order_acquire);
  for (size_t i = 0; i < known; ++i) {
    if (names_[i] == name) return i;
  }
  if (known >= other) return other;
  MutexLock lock(&mutex_);
  for (size_t i = known; i < count_.load(std::memory_order_relaxed); ++i) {
    if (names_[i] == name) return i;
  }
  known = count_.load(std::memory_order_relaxed);
  if (known >= other) return other;
  names_[known] = std::string(name);
  count_.store(known + 1, std::memory_order_release);
  return known;
}

}  // namespace demarche
