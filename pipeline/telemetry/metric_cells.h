// MetricCells: counters and histograms that many threads raise without meeting. Every series is a few 64-bit cells;
// there is one copy of all cells for each of 16 shards, a thread adds to the shard of the core it runs on, and a scrape
// sums the shards. An addition is one relaxed fetch_add on a line that other cores rarely touch (prometheus-cpp's own
// counters are compare-and-swap loops on one line, its histograms take a mutex).
//
// Order of use: Counter() and Histogram() for each family at start, Start(), then Add/Observe from any thread and
// Collect() from any thread. Histogram sums are kept in nanoseconds, exposed in seconds.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/telemetry/catalogue.h"
#include "pipeline/telemetry/label_set.h"
#include "prometheus/metric_family.h"

namespace demarche {

class MetricCells {
 public:
  // Where a family's cells begin, and how to step over its labels.
  struct Family {
    size_t base = 0;
    size_t inner = 1;  // capacity of the second label, 1 without one
    std::span<const double> bounds;
  };
  // kAll: series of known label values are exposed from the start. kTouched: only those that were ever raised, for
  // families whose labels multiply to hundreds.
  enum class Expose : uint8_t { kAll, kTouched };

  // `labels` (none, one or two, in the catalogue's order) outlive this object.
  Family Counter(std::string_view name, std::vector<const LabelSet*> labels = {}, Expose expose = Expose::kAll);
  Family Histogram(std::string_view name, std::vector<const LabelSet*> labels = {});
  void Start();

  void Add(const Family& family, uint64_t n, size_t outer = 0, size_t inner = 0) {
    Cell(family.base + outer * family.inner + inner).fetch_add(n, std::memory_order_relaxed);
  }
  void Observe(const Family& family, absl::Duration value, size_t outer = 0);

  // The sum over all shards of one counter series.
  uint64_t Value(const Family& family, size_t outer = 0, size_t inner = 0) const {
    return Sum(family.base + outer * family.inner + inner);
  }
  void Collect(std::vector<prometheus::MetricFamily>* out) const;

 private:
  struct Described {
    const MetricInfo* info;
    Family family;
    std::vector<const LabelSet*> labels;
    Expose expose;
  };
  static constexpr size_t kShards = 16;
  static constexpr size_t kCellsInLine = 8;  // 64-byte cache lines

  Family Describe(std::string_view name, std::vector<const LabelSet*> labels, Expose expose, size_t cells_each);
  std::atomic<uint64_t>& Cell(size_t cell);
  uint64_t Sum(size_t cell) const;
  void CollectSeries(const Described& described, size_t outer, size_t inner, prometheus::MetricFamily* out) const;

  std::vector<Described> families_;
  size_t cells_ = 0;
  size_t stride_ = 0;  // cells of one shard, whole lines
  std::unique_ptr<std::atomic<uint64_t>[]> shards_;
};

}  // namespace demarche
