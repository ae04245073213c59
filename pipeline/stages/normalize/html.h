// HTML to paragraphs, with gumbo (the only place that sees it). Takes an HTML document or a piece of one, as delivered;
// gives its readable text to a Cleaner, with the delivered code points of each character. Block elements, <br>, list
// items and table cells are paragraphs of their own; inline elements do not part words. Left out: scripts, styles,
// <noscript>, <head>, <template>, embedded objects and players, form controls, <nav> and, by default, captions.
// Any thread. Linear time: markup that would cost gumbo more than that is refused (see CheckMarkup).
#pragma once
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "pipeline/base/cancel.h"
#include "pipeline/stages/normalize/cleaner.h"

namespace demarche {

struct HtmlOptions {
  bool keep_captions = false;    // <figcaption>, <caption>
  bool newline_breaks = false;   // line breaks in the source end paragraphs: plain text with a few tags in it
  uint32_t delivered_begin = 0;  // number of the first code point of `html` in the delivered text
};

// Errors: OutOfRange: elements nest deeper than 512, or a tag has more than 256 attributes. DeadlineExceeded:
// cancelled.
absl::Status HtmlToText(std::string_view html, const HtmlOptions& options, const CancelToken& cancel, Cleaner* out);

// Whether text that a feed calls plain holds markup: a known tag or an entity.
bool LooksLikeHtml(std::string_view text);

}  // namespace demarche
