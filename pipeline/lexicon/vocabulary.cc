// Folds words (lower case of Latin letters), numbers them, and cuts forms as the segmenter cuts text.
#include "pipeline/lexicon/vocabulary.h"

#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

char32_t Lower(char32_t c) {
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 0x20;
  if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return (c & 1) != 0 ? c + 1 : c;
  if (c == 0x2019 || c == 0x2018 || c == 0x2BC) return '\'';
  return c;
}

bool IsUpper(char32_t c) { return (c >= 'A' && c <= 'Z') || (c > 0x7F && c != 0x2019 && c != 0x2018 && Lower(c) != c); }

bool IsLetter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x206F));
}

}  // namespace

void FoldWord(std::string_view word, std::string* out) {
  for (size_t i = 0; i < word.size();) {
    const auto c = static_cast<unsigned char>(word[i]);
    if (c < 0x80) {
      out->push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : static_cast<char>(c));
      ++i;
      continue;
    }
    const CodePoint cp = DecodeUtf8(word, i);
    AppendUtf8(Lower(cp.value), out);
    i += cp.length;
  }
}

Casing CasingOf(std::string_view word) {
  int letters = 0;
  int capitals = 0;
  bool first_is_capital = false;
  for (size_t i = 0; i < word.size();) {
    const CodePoint cp = DecodeUtf8(word, i);
    i += cp.length;
    if (!IsLetter(cp.value)) continue;
    const bool upper = IsUpper(cp.value);
    if (letters == 0) first_is_capital = upper;
    ++letters;
    if (upper) ++capitals;
  }
  if (letters >= 2 && capitals == letters) return Casing::kAllCaps;
  return first_is_capital ? Casing::kCapital : Casing::kLower;
}

WordId Vocabulary::Intern(std::string_view folded) {
  const auto [at, added] = ids_.try_emplace(std::string(folded), static_cast<WordId>(words_.size()));
  if (added) words_.emplace_back(folded);
  return at->second;
}

WordId Vocabulary::Find(std::string_view folded) const {
  const auto at = ids_.find(folded);
  return at == ids_.end() ? kUnknownWord : at->second;
}

std::vector<LexWord> Vocabulary::InternForm(std::string_view form) {
  std::vector<LexWord> words;
  std::string folded;
  for (const std::string_view word : FormWords(form)) {
    folded.clear();
    FoldWord(word, &folded);
    words.push_back({Intern(folded), CasingOf(word)});
  }
  return words;
}

std::vector<LexWord> Vocabulary::Look(const Text& text, std::span<const Token> tokens) const {
  // No table has a longer word; a longer token (hostile input) is not even folded.
  constexpr uint32_t kLongestWord = 64;
  std::vector<LexWord> out(tokens.size());
  std::string folded;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].span.size() > kLongestWord) continue;
    const std::string_view word = text.slice(tokens[i].span);
    folded.clear();
    FoldWord(word, &folded);
    out[i] = {Find(folded), CasingOf(word)};
  }
  return out;
}

std::vector<std::string_view> FormWords(std::string_view form) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  const auto flush = [&](size_t end) {
    if (end > begin) words.push_back(form.substr(begin, end - begin));
    begin = end;
  };
  for (size_t i = 0; i < form.size(); ++i) {
    if (form[i] == ' ') {
      flush(i);
      begin = i + 1;
    } else if (form[i] == '-' || form[i] == '/' || form[i] == '&' || form[i] == ',' || form[i] == ':') {
      flush(i);
      flush(i + 1);
    } else if (form.substr(i, 2) == "'s" && i + 2 >= form.size()) {
      flush(i);
    } else if (form.substr(i, 3) == "'s ") {
      flush(i);
    }
  }
  flush(form.size());
  return words;
}

}  // namespace demarche
