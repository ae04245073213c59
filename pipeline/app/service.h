// Service: the running program, wired from a Config: source and sink, engine, observers, HTTP server. `run`, `extract`
// and `demo` use it.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "pipeline/app/assembly.h"
#include "pipeline/app/config.h"
#include "pipeline/telemetry/metrics.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

struct ServiceHooks {
  DocumentListener documents;    // told of every article; empty functions: nobody listens
  Observer* observer = nullptr;  // beside the service's own; outlives it; may be null
};

class Service {
 public:
  // Makes everything and starts the HTTP server; connects to no broker yet. The status says what to change.
  static absl::StatusOr<std::unique_ptr<Service>> Create(const Config& config, const Assembly& assembly,
                                                         ServiceHooks hooks);
  ~Service();

  // Runs until the input ends, Stop, or a fault that cannot be mended. Engine::Run says what its status means.
  absl::Status Run();
  // Any thread: stop reading, drain, commit. StopNow: end at once.
  void Stop();
  void StopNow();

  std::string http_url() const;  // "" without a server
  MetricTotals totals() const;

 private:
  struct Parts;
  explicit Service(std::unique_ptr<Parts> parts);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace demarche
