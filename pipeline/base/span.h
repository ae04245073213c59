// Span: a half-open range [begin, end) of bytes in a Text's UTF-8 (or, where a comment says so, of code points or
// tokens). A value.
#pragma once
#include <cstdint>
#include <string_view>

namespace demarche {

struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  bool empty() const { return end <= begin; }
  bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(Span, Span) = default;
};

// The bytes of `text` that `span` names. REQUIRES: span.end <= text.size().
inline std::string_view Slice(std::string_view text, Span span) { return text.substr(span.begin, span.size()); }

}  // namespace demarche
