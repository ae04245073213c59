// See furniture.h.
#include "pipeline/stages/normalize/furniture.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace demarche {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool StartsWithIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() < lower.size()) return false;
  for (size_t i = 0; i < lower.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[i])) != lower[i]) return false;
  }
  return true;
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
           return std::tolower(x) == std::tolower(y);
         });
}

bool EndsSentence(std::string_view text) {
  return !text.empty() && (text.back() == '.' || text.back() == '?' || text.back() == '!');
}

std::string_view TrimEnd(std::string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Cuts one of `endings` off the end of `text`; says whether there was one.
template <size_t N>
bool CutEnding(std::string_view* text, const std::array<std::string_view, N>& endings) {
  for (const std::string_view ending : endings) {
    if (text->ends_with(ending)) {
      *text = TrimEnd(text->substr(0, text->size() - ending.size()));
      return true;
    }
  }
  return false;
}

constexpr std::array<std::string_view, 3> kEllipses = {"...", "\u2026", ". . ."};
constexpr std::array<std::string_view, 5> kCutMarks = {"[...]", "[\u2026]", "[&#8230;]", "[&hellip;]", "(...)"};

// Length of "[+1234 chars]" at the end of `text`, its number in `chars`; 0 if there is none.
size_t CharsMarkLength(std::string_view text, uint32_t* chars) {
  if (!text.ends_with(" chars]") && !text.ends_with(" char]")) return 0;
  const size_t open = text.rfind("[+");
  if (open == std::string_view::npos || text.size() - open > 24) return 0;
  uint64_t n = 0;
  size_t at = open + 2;
  while (at < text.size() && IsDigit(text[at])) n = n * 10 + static_cast<uint64_t>(text[at++] - '0');
  if (at == open + 2 || text[at] != ' ' || at - open > 12) return 0;
  *chars = static_cast<uint32_t>(std::min<uint64_t>(n, UINT32_MAX));
  return text.size() - open;
}

}  // namespace

bool IsByline(std::string_view paragraph, const std::vector<std::string>& authors) {
  static constexpr std::array<std::string_view, 12> kCredits = {
      "reporting by ",  "additional reporting by ", "writing by ", "editing by ", "edited by ",   "compiled by ",
      "translated by ", "with assistance from ",    "written by ", "photos by ",  "reported by ", "with reporting by "};
  if (paragraph.size() > 200) return false;
  while (!paragraph.empty() && (paragraph.front() == '(' || paragraph.front() == '[')) paragraph.remove_prefix(1);
  for (const std::string_view dash : {std::string_view("\u2014"), std::string_view("--"), std::string_view("-")}) {
    if (paragraph.starts_with(dash)) paragraph.remove_prefix(dash.size());
  }
  while (!paragraph.empty() && paragraph.front() == ' ') paragraph.remove_prefix(1);
  for (const std::string& author : authors) {
    if (!author.empty() && EqualIgnoringCase(paragraph, author)) return true;
  }
  for (const std::string_view credit : kCredits) {
    if (StartsWithIgnoringCase(paragraph, credit)) return true;
  }
  size_t at = 0;
  for (const std::string_view by : {std::string_view("by "), std::string_view("by: "), std::string_view("par "),
                                    std::string_view("von "), std::string_view("por ")}) {
    if (StartsWithIgnoringCase(paragraph, by)) at = by.size();
  }
  if (at == 0 || paragraph.size() > 120 || EndsSentence(paragraph)) return false;
  // Only names follow: each word begins with a capital, or is one that stands inside names and lists.
  static constexpr std::array<std::string_view, 20> kSmall = {"and", "of",  "for", "in",  "the", "de", "da",
                                                              "del", "van", "von", "der", "bin", "al", "et",
                                                              "und", "y",   "at",  "le",  "la",  "&"};
  int names = 0;
  for (std::string_view rest = paragraph.substr(at); !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    if (word.empty() || std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end()) continue;
    const auto first = static_cast<unsigned char>(word.front());
    if (first == '|' || first == '/' || first == '-' || first == '(' || first == '@') continue;
    if (std::islower(first) != 0 || std::isdigit(first) != 0) return false;
    ++names;
  }
  return names >= 1;
}

Truncation FindTruncation(std::string_view body) {
  std::string_view text = TrimEnd(body);
  Truncation found;
  found.keep = body.size();
  if (const size_t mark = CharsMarkLength(text, &found.chars); mark > 0) {
    text = TrimEnd(text.substr(0, text.size() - mark));
    CutEnding(&text, kEllipses);
    found.truncated = true;
    found.keep = text.size();
  } else if (CutEnding(&text, kCutMarks)) {
    CutEnding(&text, kEllipses);
    found.truncated = true;
    found.keep = text.size();
  } else {
    found.truncated = CutEnding(&text, kEllipses);
  }
  return found;
}

void MarkFurniture(const std::vector<std::string>& authors, Text* text) {
  constexpr size_t kNearEdge = 3;
  std::vector<Paragraph*> body;
  for (Paragraph& paragraph : text->paragraphs) {
    if (paragraph.kind == Paragraph::Kind::kBody) body.push_back(&paragraph);
  }
  bool first = true;
  for (size_t i = 0; i < body.size(); ++i) {
    const bool near_start = i < kNearEdge;
    if (!near_start && i + kNearEdge < body.size()) continue;
    Paragraph& paragraph = *body[i];
    const std::string_view words = text->slice(paragraph.span);
    paragraph.byline = IsByline(words, authors);
    if (!near_start || paragraph.byline) continue;
    if (const size_t length = DatelineLength(words, first); length > 0) {
      paragraph.dateline = {paragraph.span.begin, paragraph.span.begin + static_cast<uint32_t>(length)};
    }
    first = false;
  }
}

}  // namespace demarche
