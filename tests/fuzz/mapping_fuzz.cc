// Feed mapping files: any bytes. What loads without an error decodes an article without harm.
#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/stages/decode/decoder.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  Diagnostics diagnostics;
  std::optional<FeedMapping> mapping = LoadFeedMapping(fuzz::AsText(data, size), "fuzz.yaml", &diagnostics);
  FUZZ_CHECK(mapping.has_value() || HasErrors(diagnostics));
  for (const Diagnostic& d : diagnostics) FUZZ_CHECK(!d.ToString().empty());
  if (!mapping || HasErrors(diagnostics)) return 0;
  const std::string name = mapping->name;
  std::vector<FeedMapping> all;
  all.push_back(*std::move(mapping));
  Decoder decoder(std::make_shared<const FeedRegistry>(std::move(all)));
  for (const std::string_view json :
       {R"({"title":"t","text":"x","items":[{"title":"t","content_text":"x"},3,null]})", R"([{"headline":"h"},[]])",
        R"({"data":{"items":[{"item":{"headline":"h"}}]},"articles":{"results":[{"body":"b"}]}})"}) {
    decoder.Decode(json, name);
    decoder.Decode(json, Decoder::kAuto);
  }
  return 0;
}
