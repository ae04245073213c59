// See markup_check.h.
#include "pipeline/stages/normalize/markup_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "fmt/format.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

constexpr std::array<std::string_view, 24> kNeverOpen = {
    "area", "base", "basefont", "bgsound", "br",  "col",   "embed",  "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param",    "source",  "wbr", "track", "spacer", "image", "p",  "li",  "dt",    "dd"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// The end of the tag whose name ends at `at` (past its '>', or the end of the input), and its number of attributes.
// The states are those of the HTML Living Standard, 13.2.5.32 to 13.2.5.39.
struct TagEnd {
  size_t end;
  int attributes;
};
TagEnd FindTagEnd(std::string_view html, size_t at) {
  enum class State { kBetween, kName, kAfterName, kBeforeValue, kUnquoted, kDoubleQuoted, kSingleQuoted };
  State state = State::kBetween;
  int attributes = 0;
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (state == State::kDoubleQuoted || state == State::kSingleQuoted) {
      if (c == (state == State::kDoubleQuoted ? '"' : '\'')) state = State::kBetween;
      continue;
    }
    if (c == '>') return {at + 1, attributes};
    switch (state) {
      case State::kAfterName:
        if (c == '=') state = State::kBeforeValue;
        if (c == '=' || IsSpace(c)) break;
        [[fallthrough]];
      case State::kBetween:
        if (IsSpace(c) || c == '/') {
          state = State::kBetween;
        } else {
          state = State::kName;
          ++attributes;
        }
        break;
      case State::kName:
        if (c == '=') state = State::kBeforeValue;
        if (c == '/') state = State::kBetween;
        if (IsSpace(c)) state = State::kAfterName;
        break;
      case State::kBeforeValue:
        if (!IsSpace(c)) state = c == '"' ? State::kDoubleQuoted : c == '\'' ? State::kSingleQuoted : State::kUnquoted;
        break;
      default:  // kUnquoted
        if (IsSpace(c)) state = State::kBetween;
        break;
    }
  }
  return {html.size(), attributes};
}

}  // namespace

absl::Status CheckMarkup(std::string_view html) {
  StringMap<int> open_by_name;
  int open = 0;
  for (size_t at = html.find('<'); at < html.size(); at = html.find('<', at)) {
    size_t name_at = at + 1;
    const bool closing = name_at < html.size() && html[name_at] == '/';
    if (closing) ++name_at;
    if (name_at >= html.size() || !IsLetter(html[name_at])) {
      at = name_at;
      continue;
    }
    size_t name_end = name_at;
    while (name_end < html.size() && !IsSpace(html[name_end]) && html[name_end] != '/' && html[name_end] != '>') {
      ++name_end;
    }
    std::string name(html.substr(name_at, std::min<size_t>(name_end - name_at, 32)));
    for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    const TagEnd tag = FindTagEnd(html, name_end);
    if (tag.attributes > kMaxAttributes) {
      return absl::OutOfRangeError(fmt::format("byte {}: a tag has more than {} attributes", at, kMaxAttributes));
    }
    at = tag.end;
    if (std::find(kNeverOpen.begin(), kNeverOpen.end(), name) != kNeverOpen.end()) continue;
    int& count = open_by_name[name];
    if (closing) {
      if (count > 0) --count, --open;
    } else {
      ++count;
      if (++open > kMaxOpenElements) {
        return absl::OutOfRangeError(
            fmt::format("byte {}: more than {} elements are open at once", name_at, kMaxOpenElements));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace demarche
