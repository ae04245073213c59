// The metric catalogue, schemas/metrics.json, as the build compiled it in. Immutable, any thread.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace demarche {

enum class MetricType : uint8_t { kCounter, kGauge, kHistogram };

struct MetricInfo {
  std::string_view name;
  MetricType type = MetricType::kGauge;
  std::string_view help;
  std::span<const std::string_view> labels;
  std::span<const double> buckets;  // upper bounds, ascending, without +Inf; only histograms have them
};

std::span<const MetricInfo> MetricCatalogue();

// The metric called `name`. REQUIRES: it is in the catalogue (aborts otherwise: a defect that the first test shows).
const MetricInfo& FindMetric(std::string_view name);

}  // namespace demarche
