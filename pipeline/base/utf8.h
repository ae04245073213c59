// UTF-8: validation, repair, decoding one code point, counting code points. Plain functions, no state, any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace demarche {

struct CodePoint {
  char32_t value = 0;
  uint32_t length = 0;  // bytes; 0 at the end of the input
};

// The code point that starts at byte `at`. A malformed sequence gives U+FFFD and length 1. At or past the end: {0, 0}.
CodePoint DecodeUtf8(std::string_view text, size_t at);

// Appends `cp` (a scalar value; others become U+FFFD) to `out`.
void AppendUtf8(char32_t cp, std::string* out);

// Whether `text` is well-formed UTF-8 (Unicode 15, table 3-7).
bool IsValidUtf8(std::string_view text);

// Number of code points of well-formed `text`.
uint32_t CountCodePoints(std::string_view text);

}  // namespace demarche
