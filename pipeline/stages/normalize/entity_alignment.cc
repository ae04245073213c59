// See entity_alignment.h. Character references: HTML Living Standard 13.2.5.72 to 13.2.5.80.
#include "pipeline/stages/normalize/entity_alignment.h"

#include <algorithm>

#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

// The longest name in HTML's table that needs no semicolon: "Aacute", "frac14" ...
constexpr size_t kLongestLegacyName = 6;
// The longest name of all: "CounterClockwiseContourIntegral".
constexpr size_t kLongestName = 32;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool IsAlnum(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

size_t NumericReferenceLength(std::string_view source) {
  size_t end = 2;
  const bool hex = source.size() > 2 && (source[2] == 'x' || source[2] == 'X');
  if (hex) ++end;
  const size_t digits = end;
  while (end < source.size() && (hex ? IsHexDigit(source[end]) : IsDigit(source[end]))) ++end;
  if (end == digits) return 0;
  return end < source.size() && source[end] == ';' ? end + 1 : end;
}

}  // namespace

size_t CharacterReferenceLength(std::string_view source, std::string_view decoded_after) {
  if (source.size() < 2 || source[0] != '&') return 0;
  if (source[1] == '#') return NumericReferenceLength(source);
  size_t end = 1;
  while (end < source.size() && end <= kLongestName && IsAlnum(source[end])) ++end;
  if (end == 1) return 0;
  const bool semicolon = end < source.size() && source[end] == ';';
  const size_t whole = semicolon ? end + 1 : end;
  // A legacy name may be a prefix of what is written: "&notit" is "¬it".
  for (size_t length = 3; length <= std::min(kLongestLegacyName + 1, end); ++length) {
    const std::string_view rest = source.substr(length, whole - length);
    if (!rest.empty() && decoded_after.substr(0, rest.size()) == rest) return length;
  }
  return whole;
}

void AlignDecodedText(std::string_view decoded, std::string_view source, uint32_t delivered_begin, Cleaner* out) {
  uint32_t delivered = delivered_begin;
  size_t from = 0;
  // Where text can begin a tag it never stays text: '<' before a letter, '/', '!' or '?'.
  const auto tag_at = [&](size_t i) {
    const char next = i + 1 < source.size() ? source[i + 1] : '\0';
    return source[i] == '<' && ((IsAlnum(next) && !IsDigit(next)) || next == '/' || next == '!' || next == '?');
  };
  const auto skip = [&](size_t bytes) {
    delivered += CountCodePoints(source.substr(from, bytes));
    from += bytes;
  };
  Span reference{delivered, delivered};  // the delivered code points of the last character reference
  for (size_t at = 0; at < decoded.size();) {
    // A stretch that stands in the source as it is.
    size_t same = 0;
    while (at + same < decoded.size() && from + same < source.size() && decoded[at + same] == source[from + same] &&
           source[from + same] != '&' && !tag_at(from + same)) {
      ++same;
    }
    while (same > 0 && at + same < decoded.size() && (decoded[at + same] & 0xC0) == 0x80) --same;
    if (same > 0) {
      delivered += out->Run(decoded.substr(at, same), delivered);
      at += same;
      from += same;
      continue;
    }
    const CodePoint cp = DecodeUtf8(decoded, at);
    const std::string_view after = decoded.substr(at + cp.length);
    if (from >= source.size()) {
      out->Decoded(cp.value, {delivered, delivered});
      at += cp.length;
      continue;
    }
    const char c = source[from];
    if (c == '&') {
      // "&amp" is always decoded; another '&' that stayed one begins no reference.
      const std::string_view name = source.substr(from + 1, 3);
      const bool decodes = cp.value != '&' || name == "amp" || name == "AMP" || name.substr(0, 1) == "#";
      const size_t length = decodes ? CharacterReferenceLength(source.substr(from), after) : 0;
      const uint32_t begin = delivered;
      skip(length > 0 ? length : 1);
      reference = {begin, delivered};
      out->Decoded(cp.value, reference);
      at += cp.length;
    } else if (c == '<') {
      const size_t end = source.find('>', from);
      skip(end == std::string_view::npos ? source.size() - from : end + 1 - from);
    } else if (c == '\r') {
      const size_t length = source.substr(from, 2) == "\r\n" ? 2 : 1;
      if (cp.value == '\n') {
        out->Decoded('\n', {delivered, delivered + static_cast<uint32_t>(length)});
        at += cp.length;
      }
      skip(length);
    } else if (reference.end == delivered && reference.begin < reference.end) {
      out->Decoded(cp.value, reference);  // the second character of a reference to two
      at += cp.length;
    } else {
      const CodePoint raw = DecodeUtf8(source, from);
      out->Decoded(cp.value, {delivered, delivered + 1});
      at += cp.length;
      skip(raw.length);
    }
  }
}

}  // namespace demarche
