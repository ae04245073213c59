// live_server: the HTTP server and its live feed fed by a test. Reads NDJSON on standard input, each line one output
// record {"kind":"statement"|"relation","value":{...}}, or {"event":"ready"}, or {"event":"everything","round":N}
// (every event of the observer once, faults too); prints its address first. Ends when standard input does. So a test
// can show any record, also ones that the extractor would never make.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <utility>

#include "connectors/http/routes.h"
#include "nlohmann/json.hpp"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

void Feed(const nlohmann::json& line, HealthState* health, MetricsObserver* metrics, LiveFeed* live) {
  if (line.value("event", "") == "everything") {
    TellEverything(metrics, line.value("round", 0));
    return;
  }
  if (line.contains("event")) {
    health->SetLexiconLoaded();
    health->On(ClientOpened{.side = "sink"});
    health->On(Rebalanced{.kind = "assigned"});
    return;
  }
  WorkResult result;
  const bool statement = line["kind"] == "statement";
  result.records.push_back(
      {.kind = statement ? OutputKind::kStatement : OutputKind::kRelation, .value = line["value"].dump()});
  result.articles.push_back(
      {.feed = "test", .language = "en", .statements = statement ? 1u : 0u, .relations = statement ? 0u : 1u});
  const DocumentDone done{.result = &result, .bytes = 1000, .elapsed = absl::Milliseconds(1)};
  metrics->On(MessageRead{.topic = "test", .bytes = 1000});
  metrics->On(done);
  live->On(done);
}

int Serve(int port) {
  HealthState health;
  MetricsObserver metrics({.version = "test", .health = &health});
  LiveFeed live({.per_second = 10'000});
  auto server = HttpServer::Start({.port = port}, StandardRoutes(&metrics, &health, &live, "test"));
  if (!server.ok()) {
    std::cerr << server.status() << "\n";
    return 1;
  }
  std::cout << (*server)->url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) Feed(nlohmann::json::parse(line), &health, &metrics, &live);
  return 0;
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) { return demarche::Serve(argc > 1 ? std::stoi(argv[1]) : 0); }
