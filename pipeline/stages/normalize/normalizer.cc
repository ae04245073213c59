// See normalizer.h.
#include "pipeline/stages/normalize/normalizer.h"

#include <string_view>
#include <utility>

#include "pipeline/base/status_macros.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/cleaner.h"
#include "pipeline/stages/normalize/furniture.h"
#include "pipeline/stages/normalize/html.h"
#include "pipeline/stages/normalize/language.h"
#include "pipeline/stages/normalize/text_builder.h"

namespace demarche {
namespace {

constexpr size_t kLongestTitle = 300;  // bytes

// Plain text in steps, so that a time limit is seen.
absl::Status PlainToText(std::string_view text, uint32_t delivered, const CancelToken& cancel, Cleaner* out) {
  constexpr size_t kStep = 1 << 16;
  while (!text.empty()) {
    if (cancel.cancelled()) return absl::DeadlineExceededError("time limit reached while normalizing");
    size_t end = std::min(kStep, text.size());
    while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
    delivered += out->Run(text.substr(0, end), delivered);
    text.remove_prefix(end);
  }
  return absl::OkStatus();
}

// Whether the first line of plain input is its title: a short line without full stop, and more text after it.
bool FirstLineIsTitle(const Text& text) {
  if (text.paragraphs.size() < 2) return false;
  const std::string_view line = text.slice(text.paragraphs.front().span);
  if (line.size() > kLongestTitle) return false;
  const size_t last = line.find_last_not_of("\"'");
  return last != std::string_view::npos && line[last] != '.' && line[last] != ':';
}

}  // namespace

absl::StatusOr<Text> Normalizer::Normalize(const Article& article, const CancelToken& cancel) const {
  if (!IsValidUtf8(article.title) || !IsValidUtf8(article.body)) {
    return absl::InvalidArgumentError("title or body is not well-formed UTF-8");
  }
  TextBuilder builder;
  builder.Reserve(article.title.size() + article.body.size() + 1);
  Cleaner cleaner(&builder);
  uint32_t delivered = 0;
  if (!article.title_is_in_text && !article.title.empty()) {
    builder.SetKind(Paragraph::Kind::kTitle);
    if (LooksLikeHtml(article.title)) {
      DEMARCHE_RETURN_IF_ERROR(HtmlToText(article.title, {.keep_captions = true}, cancel, &cleaner));
    } else {
      cleaner.SetNewlineBreaks(false);
      cleaner.Run(article.title, 0);
      cleaner.Break();
    }
    builder.SetKind(Paragraph::Kind::kBody);
    delivered = CountCodePoints(article.title) + (article.body.empty() ? 0 : 2);
  }
  const Truncation truncation = FindTruncation(article.body);
  const std::string_view body = std::string_view(article.body).substr(0, truncation.keep);
  if (article.body_kind == BodyKind::kHtml || LooksLikeHtml(body)) {
    const HtmlOptions options{.keep_captions = options_.keep_captions,
                              .newline_breaks = article.body_kind == BodyKind::kPlain,
                              .delivered_begin = delivered};
    DEMARCHE_RETURN_IF_ERROR(HtmlToText(body, options, cancel, &cleaner));
  } else {
    cleaner.SetNewlineBreaks(true);
    DEMARCHE_RETURN_IF_ERROR(PlainToText(body, delivered, cancel, &cleaner));
    cleaner.Break();
  }
  Text text = builder.Finish();
  text.truncated = truncation.truncated;
  text.truncated_chars = truncation.chars;
  if (article.title_is_in_text && FirstLineIsTitle(text)) text.paragraphs.front().kind = Paragraph::Kind::kTitle;
  MarkFurniture(article.authors, &text);
  if (options_.detect_language) {
    DetectedLanguage language = DetectLanguage(text.utf8, article.language);
    text.language = std::move(language.code);
    text.language_confidence = language.confidence;
    text.language_disagrees = language.disagrees;
  } else {
    text.language = CanonicalLanguage(article.language);
  }
  return text;
}

}  // namespace demarche
