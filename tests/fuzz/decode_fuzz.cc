// Decode: any bytes, by any feed mapping or auto detection. Each item of an envelope is an article or a rejection,
// once; strings are well-formed; the same bytes give the same again.
#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/decode/decoder.h"
#include "tests/fuzz/fuzz.h"

namespace demarche {
namespace {

void CheckDecoded(const Decoded& decoded) {
  int32_t last = -1;
  for (const Article& article : decoded.articles) {
    FUZZ_CHECK(article.index > last);
    last = article.index;
    FUZZ_CHECK(!article.id.empty());
    FUZZ_CHECK(!article.title.empty() || !article.body.empty() || article.status != PublicationStatus::kUsable ||
               article.marked_duplicate);
    for (const std::string* s : {&article.id, &article.version, &article.url, &article.source, &article.title,
                                 &article.body, &article.language}) {
      FUZZ_CHECK(IsValidUtf8(*s));
    }
    for (const std::string& author : article.authors) FUZZ_CHECK(IsValidUtf8(author));
  }
  last = -2;
  for (const RejectedItem& item : decoded.rejected) {
    FUZZ_CHECK(item.index > last);
    last = item.index;
    FUZZ_CHECK(item.index >= 0 || decoded.articles.empty());
    FUZZ_CHECK(IsValidUtf8(item.failure.message));
    for (const Article& article : decoded.articles) FUZZ_CHECK(article.index != item.index);
  }
  FUZZ_CHECK(decoded.empty_envelope == (decoded.articles.empty() && decoded.rejected.empty()));
}

}  // namespace
}  // namespace demarche

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  static const auto feeds = [] {
    Diagnostics diagnostics;
    return LoadBuiltinFeeds({}, &diagnostics);
  }();
  static auto& decoder = *new Decoder(feeds, {.max_bytes = 1 << 16, .max_depth = 64, .max_items = 100});
  std::string_view input = fuzz::AsText(data, size);
  const std::vector<std::string> names = feeds->names();
  const size_t choice = fuzz::TakeChoice(&input, names.size() + 1);
  const std::string_view mapping = choice == names.size() ? Decoder::kAuto : std::string_view(names[choice]);
  const Decoded decoded = decoder.Decode(input, mapping);
  CheckDecoded(decoded);
  const Decoded again = decoder.Decode(input, mapping);
  FUZZ_CHECK(again.articles.size() == decoded.articles.size() && again.rejected.size() == decoded.rejected.size());
  return 0;
}
