// `demarche run --config FILE`: see main.cc for its manual.
#include <cstdio>

#include "pipeline/app/commands/commands.h"
#include "pipeline/app/lint.h"
#include "pipeline/app/service.h"
#include "pipeline/app/signals.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

// Another process has taken this one's place (io.h): starting this one again would take it back.
constexpr int kExitFenced = 3;

int Print(const Diagnostics& diagnostics) {
  for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
  return HasErrors(diagnostics) ? 2 : 0;
}

}  // namespace

int RunCommand(const RunArguments& args) {
  SignalWatcher signals;
  Diagnostics diagnostics;
  const std::optional<std::string> bytes = ReadWholeFile(args.config, &diagnostics);
  if (!bytes) return Print(diagnostics);
  const Config config = LoadConfig(*bytes, args.config, EnvironmentVariable, &diagnostics).config;
  if (HasErrors(diagnostics)) return Print(diagnostics);
  CheckConfig(config, args.config, &diagnostics);
  const Assembly assembly = Assemble(config, &diagnostics);
  CheckMappings(config, *assembly.feeds, args.config, &diagnostics);
  if (Print(diagnostics) != 0) return 2;

  auto service = Service::Create(config, assembly, {});
  if (!service.ok()) {
    fmt::print(stderr, "demarche: {}\n", Message(service.status()));
    return 1;
  }
  if (!(*service)->http_url().empty())
    fmt::print(stderr, "demarche: metrics and live view at {}\n", (*service)->http_url());
  signals.Watch(
      [&](int) {
        fmt::print(stderr, "demarche: stopping: finishing what is in flight (a second signal ends at once)\n");
        (*service)->Stop();
      },
      [&](int) { (*service)->StopNow(); });
  const absl::Status status = (*service)->Run();
  const MetricTotals totals = (*service)->totals();
  fmt::print(stderr, "demarche: read {} records: {} articles, {} statements, {} relations, {} dead letters\n",
             totals.records_read, totals.articles, totals.statements, totals.relations, totals.dead_letters);
  if (status.ok()) return 0;
  fmt::print(stderr, "demarche: {}\n", Message(status));
  return absl::IsFailedPrecondition(status) ? kExitFenced : 1;
}

}  // namespace demarche
