// LabelSet: the values that one label may take, each with a small index, so that a hot path turns a name into a cell
// without allocating. Closed: a fixed list. Open: learns names until it is full; later ones become "other", so that a
// stranger's data cannot make series without end.
//
// Threads: any; Find() takes no lock for a name that is known.
#pragma once
#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/mutex.h"

namespace demarche {

class LabelSet {
 public:
  // Unknown names count as the last of `names`.
  static std::unique_ptr<LabelSet> Closed(std::vector<std::string> names);
  // Holds `names` from the start and up to `capacity` in all; the last place is "other".
  static std::unique_ptr<LabelSet> Open(std::vector<std::string> names, size_t capacity);

  // The index of `name`; an open set learns it.
  size_t Find(std::string_view name);
  size_t capacity() const { return names_.size(); }
  // Whether index `i` has a name yet; name(i) is valid only then.
  bool known(size_t i) const { return i < count_.load(std::memory_order_acquire) || i + 1 == names_.size(); }
  const std::string& name(size_t i) const { return names_[i]; }

 private:
  LabelSet(std::vector<std::string> names, size_t count);

  std::vector<std::string>
      names_;  // [0, count_) and the last are set; others are written under mutex_ before count_ grows
  std::atomic<size_t> count_;
  Mutex mutex_;
};

}  // namespace demarche
