// Normalize: any well-formed title and body, plain or HTML. The text is well-formed, its paragraphs cover it in order,
// and every span leads back into what was delivered.
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  std::string_view input = fuzz::AsText(data, size);
  Article article;
  const size_t choice = fuzz::TakeChoice(&input, 4);
  article.body_kind = choice % 2 == 0 ? BodyKind::kPlain : BodyKind::kHtml;
  article.title_is_in_text = choice == 2;
  const size_t line = choice == 2 ? std::string_view::npos : input.find('\n');
  if (line != std::string_view::npos) {
    article.title = std::string(input.substr(0, line));
    input.remove_prefix(line + 1);
  }
  article.body = std::string(input);
  const CancelToken cancel;
  const absl::StatusOr<Text> made = Normalizer().Normalize(article, cancel);
  const bool valid = IsValidUtf8(article.title) && IsValidUtf8(article.body);
  if (!made.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(made.status()) == !valid);
    return 0;
  }
  FUZZ_CHECK(valid);
  const Text& text = *made;
  FUZZ_CHECK(IsValidUtf8(text.utf8));
  uint32_t at = 0;
  for (const Paragraph& paragraph : text.paragraphs) {
    FUZZ_CHECK(paragraph.span.begin == at && paragraph.span.end >= at && paragraph.span.end <= text.utf8.size());
    FUZZ_CHECK(text.slice(paragraph.span).find('\n') == std::string_view::npos);
    if (!paragraph.dateline.empty()) FUZZ_CHECK(paragraph.span.contains(paragraph.dateline));
    at = paragraph.span.end + 1;
  }
  FUZZ_CHECK(text.paragraphs.empty() ? text.utf8.empty() : at == text.utf8.size() + 1);
  const uint32_t delivered = CountCodePoints(article.title) + CountCodePoints(article.body) + 2;
  uint32_t before = 0;
  for (uint32_t i = 0; i < text.utf8.size();) {
    const uint32_t next = i + DecodeUtf8(text.utf8, i).length;
    const Span back = text.ToDelivered({i, next});
    FUZZ_CHECK(back.begin <= back.end && back.end <= delivered && back.begin >= before);
    before = back.begin;
    i = next;
  }
  return 0;
}
