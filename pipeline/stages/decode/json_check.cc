// See json_check.h. A state machine over the bytes with an explicit stack of open brackets.
#include "pipeline/stages/decode/json_check.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "pipeline/base/str.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/decode/json_place.h"

namespace demarche {
namespace {

enum class Expect : uint8_t { kValue, kValueOrClose, kNameOrClose, kName, kColon, kCommaOrClose, kNothing };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

class JsonChecker {
 public:
  JsonChecker(std::string_view bytes, size_t max_depth) : bytes_(bytes), max_depth_(max_depth) {
    if (bytes.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::optional<JsonProblem> Run() {
    while (!problem_) {
      SkipSpace();
      if (at_ == bytes_.size()) {
        if (expect_ != Expect::kNothing) Truncated();
        break;
      }
      Token();
    }
    return problem_;
  }

 private:
  char Peek() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }

  void SkipSpace() {
    while (at_ < bytes_.size() && std::string_view(" \t\n\r").find(bytes_[at_]) != std::string_view::npos) ++at_;
  }

  void Problem(Reason reason, size_t offset, std::string message) {
    problem_ = JsonProblem{reason, offset, std::move(message)};
  }

  void Truncated() {
    std::string where = "before a value";
    if (!open_.empty()) {
      const bool object = bytes_[open_.back()] == '{';
      where = fmt::format("inside the {} that opens {}: '{}' is missing", object ? "object" : "array",
                          JsonPlace(bytes_, open_.back()), object ? '}' : ']');
    }
    Problem(Reason::kTruncatedJson, bytes_.size(),
            fmt::format("JSON ends too early: the message ends at byte {} {}", bytes_.size(), where));
  }

  void Expected(std::string_view what, std::string_view hint = "") {
    const std::string found = JsonSnippet(bytes_, at_);
    Problem(Reason::kInvalidJson, at_,
            fmt::format("not JSON: expected {} {}, found {}{}{}", what, JsonPlace(bytes_, at_), found,
                        hint.empty() ? "" : ": ", hint));
  }

  void TooDeep() {
    Problem(Reason::kTooDeep, open_.back(),
            fmt::format("nested deeper than {} levels {}", max_depth_, JsonPlace(bytes_, open_.back())));
  }

  // One token where `expect_` says what may come. REQUIRES: not at the end, not at white space.
  void Token() {
    const char c = bytes_[at_];
    if (open_.size() > max_depth_ && c != '}' && c != ']') return TooDeep();
    switch (expect_) {
      case Expect::kValueOrClose:
        if (c == ']') return Close();
        [[fallthrough]];
      case Expect::kValue:
        return Value(c);
      case Expect::kNameOrClose:
        if (c == '}') return Close();
        [[fallthrough]];
      case Expect::kName:
        if (c != '"')
          return Expected(expect_ == Expect::kName ? "'\"' (a field name)" : "'\"' (a field name) or '}'",
                          c == '}' ? "there is a comma too many before it" : "");
        String();
        expect_ = Expect::kColon;
        return;
      case Expect::kColon:
        if (c != ':') return Expected("':'");
        ++at_;
        expect_ = Expect::kValue;
        return;
      case Expect::kCommaOrClose:
        return CommaOrClose(c);
      case Expect::kNothing:
        return Expected("nothing after the end of the JSON value", c == '{' || c == '[' ? "a message is one JSON value"
                                                                   : c == ':'           ? "'{' is missing at the start"
                                                                                        : "");
    }
  }

  void Value(char c) {
    if (c == '{' || c == '[') {
      open_.push_back(at_++);
      expect_ = c == '{' ? Expect::kNameOrClose : Expect::kValueOrClose;
      return;
    }
    if (c == '"') {
      String();
    } else if (c == '-' || IsDigit(c)) {
      Number();
    } else if (!Word("true") && !Word("false") && !Word("null")) {
      return Expected(expect_ == Expect::kValueOrClose ? "a value or ']'" : "a value",
                      c == ']' || c == '}' ? "there is a comma too many before it"
                      : c == '\''          ? "text needs double quotation marks"
                                           : "");
    }
    AfterValue();
  }

  void AfterValue() { expect_ = open_.empty() ? Expect::kNothing : Expect::kCommaOrClose; }

  void CommaOrClose(char c) {
    const bool object = bytes_[open_.back()] == '{';
    if (c == ',') {
      ++at_;
      expect_ = object ? Expect::kName : Expect::kValue;
    } else if (c == (object ? '}' : ']')) {
      Close();
    } else {
      Expected(object ? "',' or '}'" : "',' or ']'",
               c == ':' && !object
                   ? fmt::format("names with values need '{{' instead of '[' {}", JsonPlace(bytes_, open_.back()))
                   : "");
    }
  }

  void Close() {
    open_.pop_back();
    ++at_;
    AfterValue();
  }

  bool Word(std::string_view word) {
    if (!bytes_.substr(at_).starts_with(word)) {
      // "tru" at the very end is the start of a word that was cut off.
      if (!word.starts_with(bytes_.substr(at_))) return false;
      at_ = bytes_.size();
      Truncated();
      return true;
    }
    at_ += word.size();
    return true;
  }

  void String() {
    const size_t begin = at_++;
    while (at_ < bytes_.size() && bytes_[at_] != '"') {
      if (static_cast<unsigned char>(bytes_[at_]) < 0x20)
        return Problem(Reason::kInvalidJson, at_,
                       fmt::format("not JSON: control character 0x{:02X} inside a string {}: it must be written as an "
                                   "escape",
                                   static_cast<unsigned char>(bytes_[at_]), JsonPlace(bytes_, at_)));
      if (bytes_[at_] == '\\') {
        if (!Escape()) return;
      } else {
        ++at_;
      }
    }
    if (at_ >= bytes_.size())
      return Problem(Reason::kTruncatedJson, bytes_.size(),
                     fmt::format("JSON ends too early: the message ends at byte {} inside the string that opens {}, {}",
                                 bytes_.size(), JsonPlace(bytes_, begin), JsonSnippet(bytes_, begin)));
    ++at_;
  }

  // False: a problem was found. At the end of the input it stops there; String() reports it.
  bool Escape() {
    ++at_;
    if (at_ == bytes_.size()) return true;
    if (bytes_[at_] != 'u') {
      if (std::string_view("\"\\/bfnrt").find(bytes_[at_]) == std::string_view::npos) return BadEscape();
      ++at_;
      return true;
    }
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ == bytes_.size()) return true;
      if (!IsHexDigit(bytes_[at_])) return BadEscape();
    }
    return true;
  }

  bool BadEscape() {
    const size_t backslash = bytes_.rfind('\\', at_ - 1);
    Problem(Reason::kInvalidJson, backslash,
            fmt::format("not JSON: {} is no escape {}", JsonSnippet(bytes_.substr(0, at_ + 1), backslash),
                        JsonPlace(bytes_, backslash)));
    return false;
  }

  void Digits(std::string_view after) {
    if (!IsDigit(Peek())) {
      if (at_ == bytes_.size()) return Truncated();
      return Expected(fmt::format("a digit {}", after));
    }
    while (IsDigit(Peek())) ++at_;
  }

  void Number() {
    if (Peek() == '-') ++at_;
    if (Peek() == '0') {
      ++at_;
      if (IsDigit(Peek())) return Expected("no digit after a leading 0");
    } else {
      Digits("of a number");
    }
    if (!problem_ && Peek() == '.') {
      ++at_;
      Digits("after the decimal point");
    }
    if (!problem_ && (Peek() == 'e' || Peek() == 'E')) {
      ++at_;
      if (Peek() == '+' || Peek() == '-') ++at_;
      Digits("of the exponent");
    }
  }

  const std::string_view bytes_;
  const size_t max_depth_;
  size_t at_ = 0;
  Expect expect_ = Expect::kValue;
  std::vector<size_t> open_;  // where the brackets open
  std::optional<JsonProblem> problem_;
};

// The first byte that is not part of well-formed UTF-8, or npos.
size_t FirstBadUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const CodePoint cp = DecodeUtf8(bytes, at);
    if (cp.value == 0xFFFD && cp.length == 1) return at;
    at += cp.length;
  }
  return std::string_view::npos;
}

// Whether the bytes from `offset` to the end are the start of a character that was cut off.
bool CutInCharacter(std::string_view bytes, size_t offset) {
  const auto lead = static_cast<unsigned char>(bytes[offset]);
  const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() - offset >= length) return false;
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(offset) + 1, bytes.end(),
                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
}

// What else the bytes may be, by their first ones; "" if nothing known.
std::string_view OtherFormat(std::string_view bytes) {
  using namespace std::string_view_literals;
  constexpr std::pair<std::string_view, std::string_view> kMagic[] = {
      {"\x1F\x8B"sv, "the message is compressed with gzip"},
      {"\x28\xB5\x2F\xFD"sv, "the message is compressed with zstd"},
      {"\xFF\xFE"sv, "the message is UTF-16, it must be UTF-8"},
      {"\xFE\xFF"sv, "the message is UTF-16, it must be UTF-8"},
      {"{\0"sv, "the message is UTF-16, it must be UTF-8"},
      {"\0{"sv, "the message is UTF-16, it must be UTF-8"},
      {"\0"sv, "the message starts with byte 0x00, as those of schema registry serializers do"},
      {"<"sv, "the message starts with '<': it is XML or HTML"},
  };
  for (const auto& [magic, what] : kMagic) {
    if (bytes.starts_with(magic)) return what;
  }
  return "";
}

}  // namespace

std::optional<JsonProblem> CheckJson(std::string_view bytes, size_t max_depth) {
  if (const std::string_view other = OtherFormat(bytes); !other.empty())
    return JsonProblem{Reason::kInvalidJson, 0, fmt::format("not JSON: {}", other)};
  const size_t bad = FirstBadUtf8(bytes);
  if (bad != std::string_view::npos && !CutInCharacter(bytes, bad)) {
    return JsonProblem{
        Reason::kInvalidUtf8, bad,
        fmt::format("not UTF-8: byte 0x{:02X} {} begins no character, in {}", static_cast<unsigned char>(bytes[bad]),
                    JsonPlace(bytes, bad), JsonSnippet(bytes, bad < 12 ? 0 : bad - 12))};
  }
  return JsonChecker(bytes, max_depth).Run();
}

}  // namespace demarche
