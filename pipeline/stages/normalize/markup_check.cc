// See markup_check.h.
#include "pipeline/stages/normalize/markup_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "fmt/format.h"

namespace demarche {
namespace {

// Formatting elements that a text may have opened again, in all.
constexpr size_t kMaxReopened = 200'000;

// Without end tag, or closed by the next one of their kind (p), also inside <svg> and <math>, which they end.
constexpr std::array<std::string_view, 6> kNeverOpen = {"br", "embed", "hr", "img", "meta", "p"};
// Without end tag in HTML, but ordinary elements inside <svg> and <math>.
constexpr std::array<std::string_view, 15> kEmptyInHtml = {"area",  "base",   "basefont", "bgsound", "col",
                                                           "frame", "image",  "input",    "keygen",  "link",
                                                           "param", "source", "spacer",   "track",   "wbr"};
// Opened again in every paragraph until they are closed.
constexpr std::array<std::string_view, 14> kFormatting = {"a",    "b", "big",   "code",   "em",     "font", "i",
                                                          "nobr", "s", "small", "strike", "strong", "tt",   "u"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}
bool IsItem(std::string_view name) { return name == "li" || name == "dd" || name == "dt"; }

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

// The elements that may be open. Errs on the side of too many: a closing tag counts only where it closes the innermost
// element (or one under list items), and never inside what may be a comment.
class OpenElements {
 public:
  void Start(std::string_view name) {
    if (name == "svg" || name == "math") foreign_ = true;
    if (Contains(kNeverOpen, name) || (!foreign_ && Contains(kEmptyInHtml, name))) return;
    if (!open_.empty() && IsItem(name) && IsItem(open_.back()) && (name == "li") == (open_.back() == "li")) return;
    open_.emplace_back(name);
    formatting_ += Contains(kFormatting, name);
  }
  void End(std::string_view name) {
    size_t at = open_.size();
    while (at > 0 && open_[at - 1] != name && IsItem(open_[at - 1])) --at;
    if (at == 0 || open_[at - 1] != name) return;
    open_.resize(at - 1);
    formatting_ -= Contains(kFormatting, name);
  }
  size_t size() const { return open_.size(); }
  size_t formatting() const { return formatting_; }

 private:
  std::vector<std::string> open_;
  size_t formatting_ = 0;
  bool foreign_ = false;
};

// Finds `what` from ever later places in one text, looking at each byte once.
class ForwardSearch {
 public:
  ForwardSearch(std::string_view text, std::string_view what) : text_(text), what_(what) {}
  size_t EndFrom(size_t at) {
    if (found_ == std::string_view::npos || found_ < at) found_ = std::min(text_.find(what_, at), text_.size());
    return found_;
  }

 private:
  std::string_view text_;
  std::string_view what_;
  size_t found_ = std::string_view::npos;
};

}  // namespace

absl::Status CheckMarkup(std::string_view html) {
  OpenElements open;
  ForwardSearch comment_end(html, "-->");
  ForwardSearch section_end(html, "]]>");
  ForwardSearch tag_end(html, ">");
  size_t comment_until = 0;
  size_t tags = 0;
  size_t reopened = 0;
  for (size_t at = html.find('<'); at < html.size(); at = html.find('<', at)) {
    size_t name_at = at + 1;
    const bool closing = name_at < html.size() && html[name_at] == '/';
    if (closing) ++name_at;
    if (name_at >= html.size() || !IsLetter(html[name_at])) {
      const std::string_view rest = html.substr(at, 9);
      if (closing || rest.starts_with("<!") || rest.starts_with("<?")) {
        size_t end = tag_end.EndFrom(at);
        if (rest.starts_with("<!--")) end = std::max(end, comment_end.EndFrom(at));
        if (rest.starts_with("<![CDATA[")) end = std::max(end, section_end.EndFrom(at));
        comment_until = std::max(comment_until, end);
      }
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
    if (!closing) {
      open.Start(name);
    } else if (at >= comment_until) {
      open.End(name);
    }
    // A tag inside what may be a comment may be none: go on right behind its name.
    at = at >= comment_until ? tag.end : name_end;
    reopened += open.formatting();
    ++tags;
    if (open.size() > static_cast<size_t>(kMaxOpenElements) || reopened > kMaxReopened + 8 * tags) {
      return absl::OutOfRangeError(fmt::format("byte {}: too many elements are open at once", name_at));
    }
  }
  return absl::OkStatus();
}

}  // namespace demarche
