// The paths that the program serves: / and its files (the live view), /metrics, /healthz, /readyz, /api/latest,
// /api/status. All handlers only read; the objects outlive the server.
#pragma once
#include "connectors/http/live_feed.h"
#include "connectors/http/server.h"
#include "pipeline/telemetry/health.h"
#include "pipeline/telemetry/metrics.h"

namespace demarche {

HttpRoutes StandardRoutes(const MetricsObserver* metrics, const HealthState* health, const LiveFeed* live,
                          std::string version);

}  // namespace demarche
