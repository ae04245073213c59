// See catalogue.h. The table itself is generated.
#include "pipeline/telemetry/catalogue.h"

#include <cstdio>
#include <cstdlib>

namespace demarche {

const MetricInfo& FindMetric(std::string_view name) {
  for (const MetricInfo& info : MetricCatalogue()) {
    if (info.name == name) return info;
  }
  fprintf(stderr, "metric %.*s is not in schemas/metrics.json\n", static_cast<int>(name.size()), name.data());
  abort();
}

}  // namespace demarche
