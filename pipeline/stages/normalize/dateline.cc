// Datelines; see DatelineLength in furniture.h. The grammar, over at most 120 bytes:
//   place ("," region-or-date)* ["(" agency ")"] separator
// where place is in capitals ("MOSCOW", "UNITED NATIONS"), or in mixed case where an agency in parentheses or a dash
// after a known city says that it is one.
#include <algorithm>
#include <array>
#include <string_view>

#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/furniture.h"

namespace demarche {
namespace {

constexpr size_t kLongest = 120;

// Cities that papers write in mixed case before a colon or dash; a name elsewhere would be the speaker of a headline.
constexpr std::array<std::string_view, 72> kCities = {
    "Abuja",     "Accra",        "Addis Ababa", "Ahmedabad",   "Amman",     "Amsterdam",  "Ankara",       "Athens",
    "Baghdad",   "Bangkok",      "Beijing",     "Beirut",      "Belgrade",  "Bengaluru",  "Berlin",       "Bhopal",
    "Brussels",  "Bucharest",    "Budapest",    "Cairo",       "Canberra",  "Chandigarh", "Chennai",      "Colombo",
    "Damascus",  "Delhi",        "Dhaka",       "Doha",        "Dubai",     "Dublin",     "Geneva",       "Guwahati",
    "Hanoi",     "Harare",       "Hong Kong",   "Hyderabad",   "Islamabad", "Istanbul",   "Jakarta",      "Jammu",
    "Jerusalem", "Johannesburg", "Kabul",       "Karachi",     "Kathmandu", "Kolkata",    "Kuala Lumpur", "Kyiv",
    "Lagos",     "Lahore",       "London",      "Los Angeles", "Lucknow",   "Madrid",     "Manila",       "Moscow",
    "Mumbai",    "Nairobi",      "New Delhi",   "New York",    "Paris",     "Rome",       "Seoul",        "Singapore",
    "Srinagar",  "Sydney",       "Taipei",      "Tehran",      "Tokyo",     "Vienna",     "Warsaw",       "Washington"};

// Words in capitals before a colon that name no place.
constexpr std::array<std::string_view, 36> kLabels = {
    "UPDATE",  "BREAKING", "WATCH",  "EXPLAINER", "ANALYSIS", "OPINION", "EXCLUSIVE", "NEW",     "Q",
    "A",       "FILE",     "PHOTOS", "VIDEO",     "LIVE",     "FACT",    "NOTE",      "WARNING", "CORRECTION",
    "PHOTO",   "FILES",    "REVIEW", "READ",      "MORE",     "SEE",     "ALSO",      "LISTEN",  "RELATED",
    "SUMMARY", "TOPLINE",  "TRUMP",  "BIDEN",     "EDITOR",   "SOURCE",  "POLL",      "TL;DR",   "ADVERTISEMENT"};

template <size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool IsUpper(char32_t cp) {
  return (cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) || (cp >= 0x410 && cp <= 0x42F);
}
bool IsLower(char32_t cp) {
  return (cp >= 'a' && cp <= 'z') || (cp >= 0xDF && cp <= 0xFF && cp != 0xF7) || (cp >= 0x430 && cp <= 0x44F);
}
bool IsDigit(char32_t cp) { return cp >= '0' && cp <= '9'; }

struct Cursor {
  std::string_view text;
  size_t at = 0;

  char32_t peek() const { return DecodeUtf8(text, at).value; }
  bool done() const { return at >= text.size(); }
  void SkipSpaces() {
    while (at < text.size() && text[at] == ' ') ++at;
  }
  bool Take(std::string_view what) {
    if (text.substr(at, what.size()) != what) return false;
    at += what.size();
    return true;
  }
  // Letters, digits and what stands inside names.
  std::string_view Word() {
    const size_t begin = at;
    while (!done()) {
      const CodePoint cp = DecodeUtf8(text, at);
      const bool inside =
          IsUpper(cp.value) || IsLower(cp.value) || IsDigit(cp.value) || cp.value == '.' || cp.value == '\'' ||
          cp.value == 0x2019 || cp.value == '/' ||
          (cp.value == '-' && at + 1 < text.size() && text[at + 1] != '-' && text[at + 1] != ' ' && at > begin);
      if (!inside) break;
      at += cp.length;
    }
    return text.substr(begin, at - begin);
  }
};

bool InCapitals(std::string_view word) {
  int upper = 0;
  for (size_t at = 0; at < word.size();) {
    const CodePoint cp = DecodeUtf8(word, at);
    if (IsLower(cp.value) || IsDigit(cp.value)) return false;
    upper += IsUpper(cp.value);
    at += cp.length;
  }
  return upper >= 2 || (upper == 1 && word.size() == 1);
}

// Words of a place: up to four, each with a capital. `capitals`: all of them in capitals.
std::string_view TakePlace(Cursor* cursor, bool* capitals) {
  const size_t begin = cursor->at;
  size_t end = begin;
  *capitals = true;
  int letters = 0;
  for (int words = 0; words < 4; ++words) {
    const char32_t first = cursor->peek();
    if (!IsUpper(first)) break;
    const std::string_view word = cursor->Word();
    const bool upper = InCapitals(word);
    if (words > 0 && *capitals != upper) {
      cursor->at = end;
      break;
    }
    *capitals = upper;
    letters += static_cast<int>(word.size());
    end = cursor->at;
    cursor->SkipSpaces();
  }
  cursor->at = end;
  if (letters < 3) *capitals = false;
  return cursor->text.substr(begin, end - begin);
}

// ", Ukraine", ", Dec. 7", ", 7 December 2025", ", D.C."
bool TakeDetail(Cursor* cursor) {
  if (!cursor->Take(",")) return false;
  cursor->SkipSpaces();
  int words = 0;
  while (words < 4) {
    const char32_t first = cursor->peek();
    if (!IsUpper(first) && !IsDigit(first)) break;
    cursor->Word();
    ++words;
    cursor->SkipSpaces();
  }
  return words > 0 || cursor->peek() == '(';
}

// "(Reuters)", "(AP Photo/Jane Doe)", "(Xinhua) --"
bool TakeAgency(Cursor* cursor) {
  if (!cursor->Take("(")) return false;
  const size_t close = cursor->text.find(')', cursor->at);
  if (close == std::string_view::npos || close - cursor->at > 40 || close == cursor->at) return false;
  if (!IsUpper(cursor->peek())) return false;
  cursor->at = close + 1;
  return true;
}

bool TakeDash(Cursor* cursor) {
  for (const std::string_view dash : {std::string_view("\u2014"), std::string_view("\u2013"), std::string_view("--"),
                                      std::string_view("-"), std::string_view("\u2015")}) {
    if (cursor->Take(dash)) return true;
  }
  return false;
}

}  // namespace

size_t DatelineLength(std::string_view paragraph, bool first) {
  Cursor cursor{paragraph.substr(0, kLongest)};
  bool capitals = false;
  const std::string_view place = TakePlace(&cursor, &capitals);
  if (place.empty()) return 0;
  const bool known = Contains(kCities, place);
  cursor.SkipSpaces();
  while (cursor.peek() == ',') {
    if (!TakeDetail(&cursor)) return 0;
    cursor.SkipSpaces();
  }
  bool agency = false;
  if (cursor.peek() == '(') {
    if (!TakeAgency(&cursor)) return 0;
    agency = true;
    cursor.SkipSpaces();
    if (cursor.Take(",")) cursor.SkipSpaces();
  }
  if (!capitals && !agency && !known) return 0;
  const bool dash_follows_space = cursor.at > 0 && paragraph[cursor.at - 1] == ' ';
  if (TakeDash(&cursor)) {
    if (!agency && !dash_follows_space && cursor.peek() != ' ') return 0;  // "COVID-19"
  } else if (first && !agency && cursor.Take(":")) {
    if (cursor.peek() != ' ' || Contains(kLabels, place)) return 0;
  } else if (!(agency && (cursor.Take(":") || cursor.Take(".")))) {
    return 0;
  }
  cursor.SkipSpaces();
  return cursor.at < paragraph.size() ? cursor.at : 0;
}

}  // namespace demarche
