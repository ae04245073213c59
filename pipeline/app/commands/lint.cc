// `demarche lint FILE...`: see main.cc for its manual.
#include <cstdio>

#include "pipeline/app/commands/commands.h"
#include "pipeline/app/lint.h"
#include "pipeline/base/str.h"

namespace demarche {

int LintCommand(const LintArguments& args) {
  int status = 0;
  for (const std::string& path : args.files) {
    Diagnostics diagnostics;
    const std::optional<std::string> bytes = ReadWholeFile(path, &diagnostics);
    if (!bytes) {
      fmt::print(stderr, "demarche: {}\n", diagnostics.front().ToString());
      status = 1;
      continue;
    }
    LintFile(path, *bytes, &diagnostics);
    for (const Diagnostic& d : diagnostics) fmt::print("{}\n", d.ToString());
    if (HasErrors(diagnostics) && status == 0) status = 2;
    if (diagnostics.empty()) fmt::print("{}: nothing is wrong\n", path);
  }
  return status;
}

}  // namespace demarche
