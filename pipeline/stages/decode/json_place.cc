// See json_place.h.
#include "pipeline/stages/decode/json_place.h"

#include <algorithm>

#include "pipeline/base/str.h"
#include "pipeline/base/utf8.h"

namespace demarche {

std::string JsonPlace(std::string_view bytes, size_t offset) {
  const std::string_view before = bytes.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  if (lines == 0) return fmt::format("at byte {}", offset);
  return fmt::format("at byte {} (line {}, column {})", offset, lines + 1, offset - before.rfind('\n'));
}

std::string JsonSnippet(std::string_view bytes, size_t offset) {
  constexpr int kCodePoints = 24;
  std::string out = "'";
  size_t at = offset;
  for (int i = 0; i < kCodePoints && at < bytes.size(); ++i) {
    const CodePoint cp = DecodeUtf8(bytes, at);
    AppendUtf8(cp.value < 0x20 || cp.value == 0x7F ? U' ' : cp.value, &out);
    at += cp.length;
  }
  out += at < bytes.size() ? "...'" : "'";
  return out;
}

}  // namespace demarche
