// See metric_cells.h.
#include "pipeline/telemetry/metric_cells.h"

#include <sched.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace demarche {
namespace {

prometheus::MetricType TypeOf(MetricType type) {
  switch (type) {
    case MetricType::kCounter:
      return prometheus::MetricType::Counter;
    case MetricType::kGauge:
      return prometheus::MetricType::Gauge;
    case MetricType::kHistogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

}  // namespace

MetricCells::Family MetricCells::Counter(std::string_view name, std::vector<const LabelSet*> labels, Expose expose) {
  return Describe(name, std::move(labels), expose, 1);
}

MetricCells::Family MetricCells::Histogram(std::string_view name, std::vector<const LabelSet*> labels) {
  const size_t bounds = FindMetric(name).buckets.size();
  return Describe(name, std::move(labels), Expose::kAll, bounds + 2);  // the buckets, +Inf, the sum
}

MetricCells::Family MetricCells::Describe(std::string_view name, std::vector<const LabelSet*> labels, Expose expose,
                                          size_t cells_each) {
  const MetricInfo& info = FindMetric(name);
  Family family{.base = cells_, .inner = labels.size() > 1 ? labels[1]->capacity() : 1, .bounds = info.buckets};
  const size_t outer = labels.empty() ? 1 : labels[0]->capacity();
  cells_ += outer * family.inner * cells_each;
  families_.push_back({&info, family, std::move(labels), expose});
  return family;
}

void MetricCells::Start() {
  stride_ = (cells_ + kCellsInLine - 1) / kCellsInLine * kCellsInLine;
  shards_ = std::make_unique<std::atomic<uint64_t>[]>(stride_ * kShards);
}

std::atomic<uint64_t>& MetricCells::Cell(size_t cell) {
  // The core is a hint only: a thread that moves meanwhile adds to another core's shard, which is still right.
  const auto core = static_cast<unsigned>(sched_getcpu());
  return shards_[(core % kShards) * stride_ + cell];
}

uint64_t MetricCells::Sum(size_t cell) const {
  uint64_t sum = 0;
  for (size_t shard = 0; shard < kShards; ++shard) {
    sum += shards_[shard * stride_ + cell].load(std::memory_order_relaxed);
  }
  return sum;
}

void MetricCells::Observe(const Family& family, absl::Duration value, size_t outer) {
  const int64_t nanos = std::max<int64_t>(0, absl::ToInt64Nanoseconds(value));
  const double seconds = static_cast<double>(nanos) * 1e-9;
  const size_t bounds = family.bounds.size();
  const size_t bucket = static_cast<size_t>(std::lower_bound(family.bounds.begin(), family.bounds.end(), seconds) -
                                            family.bounds.begin());
  const size_t base = family.base + outer * (bounds + 2);
  Cell(base + bucket).fetch_add(1, std::memory_order_relaxed);
  Cell(base + bounds + 1).fetch_add(static_cast<uint64_t>(nanos), std::memory_order_relaxed);
}

void MetricCells::CollectSeries(const Described& described, size_t outer, size_t inner,
                                prometheus::MetricFamily* out) const {
  prometheus::ClientMetric metric;
  for (size_t i = 0; i < described.labels.size(); ++i) {
    const size_t value = i == 0 ? outer : inner;
    if (!described.labels[i]->known(value)) return;
    metric.label.push_back({std::string(described.info->labels[i]), described.labels[i]->name(value)});
  }
  const Family& family = described.family;
  if (described.info->type == MetricType::kCounter) {
    const uint64_t value = Value(family, outer, inner);
    if (value == 0 && described.expose == Expose::kTouched) return;
    metric.counter.value = static_cast<double>(value);
  } else {
    const size_t bounds = family.bounds.size();
    const size_t base = family.base + outer * (bounds + 2);
    uint64_t cumulative = 0;
    for (size_t i = 0; i <= bounds; ++i) {
      cumulative += Sum(base + i);
      const double bound = i < bounds ? family.bounds[i] : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({cumulative, bound});
    }
    metric.histogram.sample_count = cumulative;
    metric.histogram.sample_sum = static_cast<double>(Sum(base + bounds + 1)) * 1e-9;
  }
  out->metric.push_back(std::move(metric));
}

void MetricCells::Collect(std::vector<prometheus::MetricFamily>* out) const {
  for (const Described& described : families_) {
    prometheus::MetricFamily family;
    family.name = std::string(described.info->name);
    family.help = std::string(described.info->help);
    family.type = TypeOf(described.info->type);
    const size_t outer = described.labels.empty() ? 1 : described.labels[0]->capacity();
    for (size_t i = 0; i < outer; ++i) {
      for (size_t j = 0; j < described.family.inner; ++j) CollectSeries(described, i, j, &family);
    }
    if (!family.metric.empty()) out->push_back(std::move(family));
  }
}

}  // namespace demarche
