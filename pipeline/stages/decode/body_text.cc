// See body_text.h.
#include "pipeline/stages/decode/body_text.h"

#include <string.h>  // memmem: glibc's is linear (two-way), std::string_view::find is not

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"

namespace demarche {
namespace {

constexpr std::string_view kTags[] = {
    "a",      "abbr",  "address", "article", "aside",   "b",     "blockquote", "body",   "br",    "caption", "code",
    "div",    "em",    "figure",  "footer",  "h1",      "h2",    "h3",         "h4",     "h5",    "h6",      "head",
    "header", "hr",    "html",    "i",       "iframe",  "img",   "li",         "main",   "nitf",  "ol",      "p",
    "pre",    "q",     "s",       "script",  "section", "small", "span",       "strong", "style", "sub",     "sup",
    "table",  "tbody", "td",      "th",      "tr",      "u",     "ul",         "video"};

bool IsTag(std::string_view name) { return std::find(std::begin(kTags), std::end(kTags), name) != std::end(kTags); }

// `text` with white space collapsed, and without what a feed's cut leaves at the end.
std::string Comparable(std::string_view text) {
  constexpr std::string_view kCut = " chars]";
  while (!text.empty() && absl::ascii_isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  if (text.ends_with(kCut)) {
    const std::string_view before = text.substr(0, text.size() - kCut.size());
    const size_t digits = before.find_last_not_of("0123456789");
    if (digits != std::string_view::npos && before.substr(0, digits + 1).ends_with("[+"))
      text = before.substr(0, digits - 1);
  }
  std::string out(text.size(), '\0');
  char* end = out.data();
  char last = ' ';
  for (const char c : text) {  // without branches: words are short, each would cost a misprediction
    const char mapped = static_cast<unsigned char>(c - '\t') < 5 ? ' ' : c;  // \t \n \v \f \r
    *end = mapped;
    end += static_cast<int>(mapped != ' ') | static_cast<int>(last != ' ');
    last = mapped;
  }
  out.resize(static_cast<size_t>(end - out.data()));
  for (bool more = true; more;) {
    more = false;
    for (std::string_view cut : {" ", "...", "\xE2\x80\xA6"}) {
      if (!std::string_view(out).ends_with(cut)) continue;
      out.resize(out.size() - cut.size());
      more = true;
    }
  }
  return out;
}

bool Repeats(const std::string& shorter, const std::string& longer) {
  constexpr size_t kSameStart = 60;
  if (shorter.size() >= kSameStart && longer.compare(0, kSameStart, shorter, 0, kSameStart) == 0) return true;
  return memmem(longer.data(), longer.size(), shorter.data(), shorter.size()) != nullptr;
}

}  // namespace

bool HasHtmlTags(std::string_view text) {
  constexpr size_t kLongestTag = 10;
  for (size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    size_t begin = at + 1;
    if (begin < text.size() && text[begin] == '/') ++begin;
    std::string name;
    size_t end = begin;
    while (end < text.size() && name.size() <= kLongestTag &&
           absl::ascii_isalnum(static_cast<unsigned char>(text[end])))
      name.push_back(absl::ascii_tolower(static_cast<unsigned char>(text[end++])));
    const bool ends = end < text.size() && (text[end] == '>' || text[end] == '/' ||
                                            absl::ascii_isspace(static_cast<unsigned char>(text[end])));
    if (ends && IsTag(name)) return true;
  }
  return false;
}

std::string JoinParts(const std::vector<std::string>& parts) {
  std::vector<std::string> comparable;
  comparable.reserve(parts.size());
  for (const std::string& part : parts) comparable.push_back(Comparable(part));
  std::string joined;
  for (size_t i = 0; i < parts.size(); ++i) {
    bool repeated = false;
    for (size_t j = 0; j < parts.size() && !repeated; ++j) {
      const bool longer =
          comparable[j].size() > comparable[i].size() || (comparable[j].size() == comparable[i].size() && j < i);
      repeated = longer && Repeats(comparable[i], comparable[j]);
    }
    if (repeated) continue;
    if (!joined.empty()) joined += "\n\n";
    joined += parts[i];
  }
  return joined;
}

}  // namespace demarche
