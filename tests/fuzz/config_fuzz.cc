// Configuration files: any bytes. Nothing is read beside them: {file: PATH} and ${NAME} are told of, not followed,
// since neither exists.
#include "pipeline/app/config.h"

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  Diagnostics diagnostics;
  const auto unset = [](std::string_view) { return std::optional<std::string>(); };
  const Config config = LoadConfig(fuzz::AsText(data, size), "/nowhere/fuzz.yaml", unset, &diagnostics).config;
  for (const Diagnostic& d : diagnostics) {
    FUZZ_CHECK(!d.message.empty() && d.line >= 0);
    FUZZ_CHECK(!d.ToString().empty());
  }
  if (HasErrors(diagnostics)) return 0;
  FUZZ_CHECK(config.engine.retry_min <= config.engine.retry_max);
  FUZZ_CHECK(config.http.port >= 0 && config.http.port <= 65535);
  FUZZ_CHECK(!config.source.topics.empty() || !config.source.file.empty());
  return 0;
}
