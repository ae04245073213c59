// The furniture of news text: bylines, datelines, and the marks of a feed that cuts its texts. Plain functions over
// UTF-8, linear in the paragraph (each looks at its first or last 200 bytes only); any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/model/text.h"

namespace demarche {

// "By Jane Doe, Reuters", "Reporting by A; editing by B", or one of `authors` alone on the line.
bool IsByline(std::string_view paragraph, const std::vector<std::string>& authors);

// "MOSCOW (Reuters) - ", "WASHINGTON, Dec 7 (AP) — ", "KYIV, Ukraine -- ", "GENEVA: ", "New Delhi: " at the start of
// the paragraph: its length in bytes, with the separator and the space after it; 0 if there is none. `first`: the first
// paragraph of the body; only there a colon can end a dateline.
size_t DatelineLength(std::string_view paragraph, bool first);

// Marks bylines and datelines in the first three and bylines in the last three paragraphs of the body.
void MarkFurniture(const std::vector<std::string>& authors, Text* text);

// What a feed that cuts its texts leaves at the end: "... [+1234 chars]", "[...]", "[…]", or an ellipsis alone.
struct Truncation {
  bool truncated = false;
  uint32_t chars = 0;  // N of "[+N chars]"
  size_t keep = 0;     // bytes of the body to keep: without "[+N chars]", "[...]" and the ellipsis before it
};
Truncation FindTruncation(std::string_view body);

}  // namespace demarche
