// See tokenizer.h. White space cuts the paragraph into chunks; a chunk is read left to right: addresses first, then
// words with what may stand inside them, else punctuation.
#include "pipeline/stages/segment/tokenizer.h"

#include <algorithm>
#include <array>
#include <string>

#include "pipeline/base/utf8.h"
#include "pipeline/stages/segment/characters.h"
#include "pipeline/stages/segment/words.h"

namespace demarche {
namespace {

// The longest word that is compared with a list, in bytes.
constexpr size_t kLongestListed = 16;

bool IsWordChar(CharClass c) { return c == CharClass::kLetter || c == CharClass::kDigit; }
bool IsAsciiLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAsciiUpper(char c) { return c >= 'A' && c <= 'Z'; }

std::string Lower(std::string_view word) {
  std::string lower(word);
  for (char& c : lower) c = static_cast<char>(IsAsciiUpper(c) ? c + 32 : c);
  return lower;
}

bool StartsWithIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && Lower(text.substr(0, lower.size())) == lower;
}

class ChunkReader {
 public:
  ChunkReader(std::string_view utf8, std::string_view language, std::vector<Token>* tokens)
      : utf8_(utf8), language_(language), english_(language.empty() || language == "en"), tokens_(tokens) {}

  // Reads the chunk [begin, end). `last`: it ends the paragraph.
  void Read(size_t begin, size_t end) {
    at_ = begin;
    end_ = end;
    space_before_ = true;
    no_address_before_ = 0;
    while (at_ < end_) {
      const CodePoint cp = DecodeUtf8(utf8_, at_);
      const CharClass type = ClassOf(cp.value);
      if (type == CharClass::kIdeograph) {
        Emit(at_, at_ + cp.length);
      } else if (IsWordChar(type)) {
        if (!ReadAddress()) ReadWord();
      } else if (!ReadMarkedWord(cp.value)) {
        ReadPunctuation(cp);
      }
    }
  }

 private:
  char ByteAt(size_t at) const { return at < end_ ? utf8_[at] : '\0'; }
  CodePoint At(size_t at) const { return at < end_ ? DecodeUtf8(utf8_, at) : CodePoint{}; }
  bool WordCharAt(size_t at) const {
    const CodePoint cp = At(at);
    return cp.length > 0 && IsWordChar(ClassOf(cp.value));
  }

  // Emits [begin, end) and moves behind it.
  void Emit(size_t begin, size_t end, uint16_t flags = 0) {
    Token token{{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, flags};
    int letters = 0;
    int capitals = 0;
    bool digit = false;
    for (size_t i = begin; i < end;) {
      const CodePoint cp = DecodeUtf8(utf8_, i);
      const CharClass type = ClassOf(cp.value);
      if (type == CharClass::kLetter || type == CharClass::kIdeograph) {
        const bool capital = IsCapital(cp.value);
        if (letters == 0 && capital) token.flags |= Token::kCapital;
        ++letters;
        capitals += capital;
      } else if (type == CharClass::kDigit) {
        digit = true;
        if (i == begin) token.flags |= Token::kNumber;
      }
      i += cp.length;
    }
    if (letters > 0) token.flags |= Token::kWord;
    if (letters >= 2 && capitals == letters) token.flags |= Token::kAllCaps;
    if (letters == 0 && !digit) token.flags |= Token::kPunct;
    if (space_before_) token.flags |= Token::kSpaceBefore;
    tokens_->push_back(token);
    space_before_ = false;
    at_ = end;
  }

  static size_t UrlLength(std::string_view rest) {
    size_t length = 0;
    while (length < rest.size() && rest[length] > ' ' && rest[length] < 0x7F && rest[length] != '<' &&
           rest[length] != '>' && rest[length] != '"') {
      ++length;
    }
    return length;
  }

  // "https://...", "www...", "jane@example.org": one token, without punctuation that belongs to the sentence.
  bool ReadAddress() {
    if (at_ < no_address_before_) return false;
    const std::string_view rest = utf8_.substr(at_, end_ - at_);
    bool address = StartsWithIgnoringCase(rest, "http://") || StartsWithIgnoringCase(rest, "https://") ||
                   StartsWithIgnoringCase(rest, "www.") || StartsWithIgnoringCase(rest, "ftp://") ||
                   StartsWithIgnoringCase(rest, "mailto:");
    size_t stop = 0;
    if (address) {
      stop = UrlLength(rest);
    } else {
      // An e-mail address, or a site without scheme ("pic.twitter.com/x").
      size_t name = 0;
      while (name < rest.size() && (IsAsciiLetter(rest[name]) || IsAsciiDigit(rest[name]) || rest[name] == '.' ||
                                    rest[name] == '_' || rest[name] == '-' || rest[name] == '%')) {
        ++name;
      }
      if (name == 0 || name + 1 >= rest.size()) {
        no_address_before_ = at_ + name;
        return false;
      }
      if (rest[name] == '@' && IsAsciiLetter(rest[name + 1])) {
        address = true;
        stop = name + 1;
        while (stop < rest.size() && (IsAsciiLetter(rest[stop]) || IsAsciiDigit(rest[stop]) || rest[stop] == '.' ||
                                      rest[stop] == '-' || rest[stop] == '_')) {
          ++stop;
        }
      } else if (rest[name] == '/') {
        const size_t dot = rest.substr(0, name).rfind('.');
        address = dot != std::string_view::npos && dot > 0 && name - dot <= 5 &&
                  IsDomainEnding(Lower(rest.substr(dot + 1, name - dot - 1)));
        if (address) stop = UrlLength(rest);
      }
      if (!address) {
        no_address_before_ = at_ + name;  // a later start would end at the same character
        return false;
      }
    }
    while (stop > 0 && std::string_view(".,;:!?)]}'*").find(rest[stop - 1]) != std::string_view::npos) --stop;
    if (stop == 0) return false;
    Emit(at_, at_ + stop);
    return true;
  }

  // "@handle", "#tag", "'90s", "'em": a mark that belongs to the word after it.
  bool ReadMarkedWord(char32_t mark) {
    const bool hash_or_at = (mark == '@' || mark == '#') && (at_ == 0 || space_before_ || !WordBefore());
    const size_t after = at_ + At(at_).length;
    if (hash_or_at && At(after).length > 0 && ClassOf(At(after).value) == CharClass::kLetter) {
      size_t end = after;
      while (WordCharAt(end) || (ByteAt(end) == '_' && end + 1 < end_)) end += At(end).length;
      Emit(at_, end);
      return true;
    }
    if (!IsApostrophe(mark) && mark != 0x2018) return false;
    size_t end = after;
    while (end < after + kLongestListed && WordCharAt(end)) end += At(end).length;
    const std::string_view word = utf8_.substr(after, end - after);
    if (word.empty()) return false;
    const bool decade = (word.size() == 3 || word.size() == 2) && IsAsciiDigit(word[0]) && IsAsciiDigit(word[1]) &&
                        (word.size() == 2 || word[2] == 's') && !IsApostrophe(At(end).value);
    if (!decade && !(english_ && IsAphaeresis(Lower(word)))) return false;
    if (word == "n" || word == "N") {
      if (IsApostrophe(At(end).value)) end += At(end).length;  // rock 'n' roll
    }
    Emit(at_, end);
    return true;
  }

  bool WordBefore() const { return !tokens_->empty() && !tokens_->back().has(Token::kPunct); }

  // Whether the word [begin, at) goes on over the character at `at`, which is no letter or digit.
  bool GoesOn(size_t begin, size_t at) const {
    const CodePoint cp = At(at);
    const size_t next = at + cp.length;
    const char before = utf8_[at - 1];
    const char after = ByteAt(next);
    if (IsApostrophe(cp.value))
      return WordCharAt(next) && ClassOf(At(next).value) == CharClass::kLetter && !IsAsciiDigit(before);
    switch (cp.value) {
      case '_':
        return true;
      case '.':
        if (IsAsciiDigit(before) && IsAsciiDigit(after)) return true;
        return IsAsciiLetter(before) && WordCharAt(next) && (IsAcronymDot(begin, at) || IsDomainDot(begin, at));
      case ',':
        return IsAsciiDigit(before) && IsAsciiDigit(after) && IsAsciiDigit(ByteAt(next + 1)) &&
               IsAsciiDigit(ByteAt(next + 2));
      case ':':
        return IsAsciiDigit(before) && IsAsciiDigit(after);
      case '/':
        return IsAsciiDigit(before) && IsAsciiDigit(after);
      case '-':
      case 0x2011:
        if (!WordCharAt(next)) return false;
        if (!english_) return true;
        if (IsAsciiDigit(before) && IsAsciiDigit(after)) return IsPhoneHyphen(begin, at);
        return at - begin <= kLongestListed && IsJoinedPrefix(Lower(utf8_.substr(begin, at - begin)));
      case '&':
        return IsAsciiUpper(before) && IsAsciiUpper(after) && at - begin <= 3;
      case '*':
        return IsAsciiLetter(before) && (after == '*' || IsAsciiLetter(after));
      default:
        return false;
    }
  }

  // "U.S", "a.m", "e.g": single letters between dots.
  bool IsAcronymDot(size_t begin, size_t dot) const {
    const bool single_before = dot - begin == 1 || utf8_[dot - 2] == '.';
    const size_t after = dot + 1;
    if (single_before && IsAsciiLetter(ByteAt(after)) && !WordCharAt(after + 1)) return true;
    return utf8_.substr(begin, dot - begin) == "Ph" && ByteAt(after) == 'D';
  }

  // "Amazon.com", "report.pdf", not "end.The".
  bool IsDomainDot(size_t begin, size_t dot) const {
    size_t end = dot + 1;
    while (end < end_ && end - dot <= 5 && IsAsciiLetter(utf8_[end])) ++end;
    if (WordCharAt(end) || dot - begin < 2) return false;
    return IsDomainEnding(Lower(utf8_.substr(dot + 1, end - dot - 1)));
  }

  // "713-853-1234", not "2004-2005".
  bool IsPhoneHyphen(size_t begin, size_t hyphen) const {
    size_t end = hyphen + 1;
    while (IsAsciiDigit(ByteAt(end))) ++end;
    const bool second = ByteAt(end) == '-' && IsAsciiDigit(ByteAt(end + 1));
    const bool had = utf8_.substr(begin, hyphen - begin).find('-') != std::string_view::npos;
    return second || had || (hyphen - begin == 3 && end - hyphen - 1 == 4);
  }

  void ReadWord() {
    size_t begin = at_;
    size_t end = begin;
    while (end < end_) {
      const CodePoint cp = At(end);
      const CharClass type = ClassOf(cp.value);
      if (!IsWordChar(type) && !(type != CharClass::kIdeograph && GoesOn(begin, end))) break;
      end += cp.length;
    }
    if (english_ && IsAsciiDigit(utf8_[begin])) {
      if (const size_t unit = UnitStart(begin, end); unit > 0) {  // "5pm", "3.5bn"
        Emit(begin, unit);
        begin = unit;
      }
    }
    if (ByteAt(end) == '$' && end - begin <= 3 && IsAsciiUpper(utf8_[begin])) ++end;  // US$
    if (ByteAt(end) == '.' && ByteAt(end + 1) != '.' && KeepsDot(begin, end)) ++end;
    EmitWord(begin, end);
  }

  // Where the unit begins that is written to the number [begin, end); 0 if there is none.
  size_t UnitStart(size_t begin, size_t end) const {
    size_t unit = end;
    while (unit > begin && IsAsciiLetter(utf8_[unit - 1])) --unit;
    if (unit == end || end - unit > 4 || !IsAsciiDigit(utf8_[unit - 1])) return 0;
    return IsUnit(Lower(utf8_.substr(unit, end - unit))) ? unit : 0;
  }

  // Whether the dot at `end` belongs to the word [begin, end).
  bool KeepsDot(size_t begin, size_t end) const {
    const std::string_view word = utf8_.substr(begin, end - begin);
    if (word.size() > kLongestListed) return false;
    if (IsAsciiDigit(word[0])) return false;
    if (word.size() == 1) return IsAsciiUpper(word[0]) && (word[0] != 'I' || !english_);
    if (word.size() >= 3 && word[word.size() - 2] == '.' && IsAsciiLetter(word.back())) return true;
    if (word == "No" && english_) {  // "No. 5", not "No."
      return utf8_.substr(end + 1, 1) == " " && end + 2 < utf8_.size() && IsAsciiDigit(utf8_[end + 2]);
    }
    return AbbreviationOf(word, language_) != Abbreviation::kNone;
  }

  // A word as one token, or as several where it holds a clitic or a contraction.
  void EmitWord(size_t begin, size_t end) {
    const std::string_view word = utf8_.substr(begin, end - begin);
    const bool apostrophe = word.find_first_of("'`\xE2\xCA") != std::string_view::npos;
    if (english_ && apostrophe) {
      EmitWithClitics(begin, end);
    } else if (english_ && word.size() >= 2 && word.size() <= 8) {
      if (const size_t cut = ContractionCut(Lower(word)); cut > 0) {
        Emit(begin, begin + cut);
        Emit(begin + cut, end, word.substr(cut) == "not" ? 0 : Token::kClitic);
      } else {
        Emit(begin, end);
      }
    } else {
      if (language_ == "fr" && apostrophe) begin = EmitElisions(begin, end);
      Emit(begin, end);
    }
  }

  // "would" + "n't" + "'ve": two clitics at most.
  void EmitWithClitics(size_t begin, size_t end) {
    const size_t last = CliticStart(utf8_.substr(begin, end - begin));
    const size_t first = last > 0 ? CliticStart(utf8_.substr(begin, last)) : 0;
    if (first > 0) Emit(begin, begin + first);
    if (first > 0) Emit(begin + first, begin + last, Token::kClitic);
    if (first == 0 && last > 0) Emit(begin, begin + last);
    Emit(begin + last, end, last > 0 ? Token::kClitic : 0);
  }

  // "l'", "qu'", "d'": gives where the word itself begins.
  size_t EmitElisions(size_t begin, size_t end) {
    for (;;) {
      const std::string_view word = utf8_.substr(begin, end - begin);
      const size_t at = word.substr(0, 10).find_first_of("'`\xE2\xCA");
      if (at == std::string_view::npos || at == 0) return begin;
      const CodePoint mark = DecodeUtf8(word, at);
      if (!IsApostrophe(mark.value) || !IsElided(Lower(word.substr(0, at)))) return begin;
      Emit(begin, begin + at + mark.length, Token::kClitic);
      begin += at + mark.length;
    }
  }

  // Where the clitic of `word` begins ("n't", "'s", "'re" ...), 0 if it has none.
  static size_t CliticStart(std::string_view word) {
    for (size_t at = word.size() >= 5 ? word.size() - 5 : 0; at < word.size(); ++at) {
      const CodePoint cp = DecodeUtf8(word, at);
      if (!IsApostrophe(cp.value)) continue;
      const std::string rest = Lower(word.substr(at + cp.length));
      if (rest == "s" || rest == "re" || rest == "ve" || rest == "ll" || rest == "d" || rest == "m") return at;
      if (rest == "t" && at >= 2 && (word[at - 1] == 'n' || word[at - 1] == 'N')) return at - 1;
    }
    return 0;
  }

  // ":)" and the like, alone between spaces.
  bool ReadEmoticon() {
    static constexpr std::array<std::string_view, 10> kEmoticons = {":-)", ":-(", ";-)", ":)", ":(",
                                                                    ";)",  ":D",  ":P",  "=)", "(:"};
    if (!space_before_) return false;
    const std::string_view rest = utf8_.substr(at_, end_ - at_);
    if (std::find(kEmoticons.begin(), kEmoticons.end(), rest) == kEmoticons.end()) return false;
    Emit(at_, end_);
    return true;
  }

  void ReadPunctuation(const CodePoint& first) {
    if (ReadEmoticon()) return;
    size_t end = at_ + first.length;
    switch (first.value) {
      case '.':
      case '-':
      case '*':
      case '=':
      case '~':
      case '+':
      case '_':
      case '<':
      case '>':
      case '\'':
      case '`':
        while (ByteAt(end) == static_cast<char>(first.value)) ++end;
        break;
      case '!':
      case '?':
        while (ByteAt(end) == '!' || ByteAt(end) == '?') ++end;
        break;
      default:
        break;
    }
    Emit(at_, end);
  }

  std::string_view utf8_;
  std::string_view language_;
  bool english_;
  std::vector<Token>* tokens_;
  size_t at_ = 0;
  size_t end_ = 0;
  size_t no_address_before_ = 0;
  bool space_before_ = true;
};

}  // namespace

void TokenizeParagraph(std::string_view utf8, Span paragraph, std::string_view language, std::vector<Token>* tokens) {
  ChunkReader reader(utf8, language, tokens);
  for (size_t at = paragraph.begin; at < paragraph.end;) {
    if (utf8[at] == ' ') {
      ++at;
      continue;
    }
    const size_t end = std::min<size_t>(utf8.find(' ', at), paragraph.end);
    reader.Read(at, end);
    at = end;
  }
}

}  // namespace demarche
