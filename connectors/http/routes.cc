// See routes.h.
#include "connectors/http/routes.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "connectors/http/web_files.h"
#include "pipeline/base/json_writer.h"

namespace demarche {
namespace {

constexpr uint64_t kMostResults = 500;

uint64_t Number(const std::string& text, uint64_t otherwise) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && !text.empty() ? value : otherwise;
}

std::string_view MediaType(std::string_view path) {
  if (path.ends_with(".html")) return "text/html; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".svg")) return "image/svg+xml";
  return "application/octet-stream";
}

HttpResponse Json(std::string body, int status = 200) {
  return {.status = status, .media_type = "application/json; charset=utf-8", .body = std::move(body)};
}

std::string StatusJson(const MetricsObserver& metrics, const HealthState& health, std::string_view version) {
  const MetricTotals totals = metrics.Totals();
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("version").String(version);
  json.Key("records_read").Int(static_cast<int64_t>(totals.records_read));
  json.Key("bytes_read").Int(static_cast<int64_t>(totals.bytes_read));
  json.Key("articles").Int(static_cast<int64_t>(totals.articles));
  json.Key("statements").Int(static_cast<int64_t>(totals.statements));
  json.Key("relations").Int(static_cast<int64_t>(totals.relations));
  json.Key("dead_letters").Int(static_cast<int64_t>(totals.dead_letters));
  json.Key("committed_records").Int(static_cast<int64_t>(totals.committed_records));
  json.Key("committed_lag");
  if (totals.committed_lag < 0) {
    json.Null();
  } else {
    json.Int(totals.committed_lag);
  }
  json.Key("bytes_in_flight").Int(static_cast<int64_t>(totals.bytes_in_flight));
  json.Key("messages_in_flight").Int(static_cast<int64_t>(totals.messages_in_flight));
  json.Key("paused").Bool(totals.paused);
  json.Key("health").Raw(health.Report().ToJson()).EndObject();
  return out;
}

}  // namespace

HttpRoutes StandardRoutes(const MetricsObserver* metrics, const HealthState* health, const LiveFeed* live,
                          std::string version) {
  HttpRoutes routes;
  for (const BuiltinFile& file : WebFiles()) {
    routes[file.path == "index.html" ? "/" : fmt::format("/{}", file.path)] = [file](const HttpRequest&) {
      return HttpResponse{
          .media_type = std::string(MediaType(file.path)), .body = std::string(file.bytes), .cacheable = true};
    };
  }
  routes["/metrics"] = [metrics](const HttpRequest&) {
    return HttpResponse{.media_type = std::string(MetricsObserver::kMediaType), .body = metrics->Expose()};
  };
  routes["/healthz"] = [health](const HttpRequest&) {
    const HealthReport report = health->Report();
    return Json(report.ToJson(), report.healthy ? 200 : 503);
  };
  routes["/readyz"] = [health](const HttpRequest&) {
    const HealthReport report = health->Report();
    return Json(report.ToJson(), report.ready ? 200 : 503);
  };
  routes["/api/latest"] = [live](const HttpRequest& request) {
    const uint64_t limit = std::min(Number(request.Parameter("limit"), kMostResults), kMostResults);
    return Json(live->LatestJson(Number(request.Parameter("after"), 0), limit));
  };
  routes["/api/status"] = [metrics, health, version = std::move(version)](const HttpRequest&) {
    return Json(StatusJson(*metrics, *health, version));
  };
  return routes;
}

}  // namespace demarche
