// See sentences.h.
#include "pipeline/stages/segment/sentences.h"

#include <string_view>

#include "pipeline/base/utf8.h"
#include "pipeline/stages/segment/characters.h"
#include "pipeline/stages/segment/words.h"

namespace demarche {
namespace {

class Splitter {
 public:
  Splitter(const Text& text, TokenRange range, const std::vector<Token>& tokens)
      : text_(text), range_(range), tokens_(tokens) {}

  // The token after the sentence that holds token `i`, if a sentence may end at `i`; 0 if not.
  uint32_t EndAt(uint32_t i, uint32_t begin) const {
    const Token& token = tokens_[i];
    const std::string_view word = Word(i);
    const char last = word.back();
    const bool stop = IsStop(word);
    const bool dotted = !stop && last == '.' && token.has(Token::kWord);
    if (!stop && !dotted) return 0;
    uint32_t next = i + 1;
    bool quoted = false;
    while (next < range_.end && IsCloser(next)) {
      quoted = quoted || tokens_[next].has(Token::kQuoteMark);
      ++next;
    }
    if (next >= range_.end) return next;
    if (IsWideStop(word)) return next;
    if (!tokens_[next].has(Token::kSpaceBefore)) return 0;
    if (i == begin + 1 && tokens_[begin].has(Token::kNumber)) return 0;  // "2. The second point"
    if (!LooksLikeStart(next) && !(stop && !quoted && StartsInLowerCase(i, next))) return 0;
    if (quoted && (last == '?' || last == '!') && CueFollows(next)) return 0;
    if (dotted) return EndsAtAbbreviation(i, next) ? next : 0;
    return next;
  }

 private:
  std::string_view Word(uint32_t i) const { return text_.slice(tokens_[i].span); }

  static bool IsStop(std::string_view word) {
    const char c = word.front();
    if (c == '.' || c == '!' || c == '?') return true;
    return word == "\u2026" || IsWideStop(word);
  }
  static bool IsWideStop(std::string_view word) { return word == "\u3002" || word == "\uFF01" || word == "\uFF1F"; }

  // A mark or bracket that closes what the sentence holds.
  bool IsCloser(uint32_t i) const {
    const std::string_view word = Word(i);
    if (tokens_[i].has(Token::kQuoteMark)) {
      return !tokens_[i].has(Token::kSpaceBefore) || word == "\u00BB" || word == "\u203A";
    }
    if (tokens_[i].has(Token::kSpaceBefore)) return false;
    return word == ")" || word == "]" || word == "}" || word == "\"" || word == "\u201D" || word == "\u2019" ||
           word == "'" || word == "''" || word == "\u00BB";
  }

  bool IsOpener(uint32_t i) const {
    const std::string_view word = Word(i);
    return tokens_[i].has(Token::kQuoteMark) || word == "(" || word == "[" || word == "\"" || word == "\u201C" ||
           word == "\u2018" || word == "'" || word == "``" || word == "\u00AB" || word == "\u201E" ||
           word == "\u00BF" || word == "\u00A1" || word == "*" || word == "-" || word == "\u2013" || word == "\u2014" ||
           word == "--" || word == "\u2022";
  }

  // Whether a sentence may begin at `i`: a capital, a digit, or a mark before one; letters without case.
  bool LooksLikeStart(uint32_t i) const {
    uint32_t at = i;
    while (at < range_.end && at < i + 4 && IsOpener(at)) ++at;
    if (at >= range_.end) return at > i;
    const Token& token = tokens_[at];
    if (token.has(Token::kCapital) || token.has(Token::kNumber)) return true;
    const CodePoint cp = DecodeUtf8(Word(at), 0);
    if (cp.value == '@' || cp.value == '#' || cp.value == '$' || cp.value == 0xA3 || cp.value == 0x20AC) return true;
    return cp.value >= 0x590 && token.has(Token::kWord);
  }

  // Careless text that begins sentences in lower case: after a question, or after the full stop of a long plain word.
  bool StartsInLowerCase(uint32_t i, uint32_t next) const {
    if (!tokens_[next].has(Token::kWord) || tokens_[i].has(Token::kInsideQuote)) return false;
    if (Word(i).front() == '?') return true;
    if (Word(i) != "." || i == range_.begin) return false;
    const Token& before = tokens_[i - 1];
    return before.has(Token::kWord) && !before.has(Token::kCapital) && before.span.size() >= 4;
  }

  // "?" he asked; "!" Smith said; "?" asked Smith.
  bool CueFollows(uint32_t i) const {
    for (uint32_t at = i; at < range_.end && at < i + 5; ++at) {
      if (tokens_[at].has(Token::kPunct)) return false;
      if (IsSpeechVerb(Word(at))) return true;
    }
    return false;
  }

  // Whether the sentence ends at the dotted word `i`, given that what follows could begin one.
  bool EndsAtAbbreviation(uint32_t i, uint32_t next) const {
    const std::string_view word = Word(i).substr(0, Word(i).size() - 1);
    if (AbbreviationOf(word, text_.language) == Abbreviation::kBeforeName) return false;
    if (IsOpener(next) && next + 1 < range_.end) return tokens_[next + 1].has(Token::kCapital) && word.size() > 1;
    return IsSentenceStarter(Word(next));
  }

  const Text& text_;
  TokenRange range_;
  const std::vector<Token>& tokens_;
};

}  // namespace

void SplitSentences(const Text& text, uint32_t paragraph, TokenRange range, std::vector<Token>* tokens,
                    std::vector<Sentence>* sentences) {
  if (range.begin >= range.end) return;
  const Paragraph& info = text.paragraphs[paragraph];
  const bool whole = info.kind == Paragraph::Kind::kTitle || info.byline;
  const Splitter splitter(text, range, *tokens);
  uint32_t begin = range.begin;
  const auto add = [&](uint32_t end) {
    Sentence sentence;
    sentence.span = {(*tokens)[begin].span.begin, (*tokens)[end - 1].span.end};
    sentence.token_begin = begin;
    sentence.token_end = end;
    sentence.paragraph = paragraph;
    sentence.title = info.kind == Paragraph::Kind::kTitle;
    (*tokens)[begin].flags |= Token::kSentenceStart;
    sentences->push_back(sentence);
    begin = end;
  };
  for (uint32_t i = range.begin; !whole && i < range.end; ++i) {
    if ((*tokens)[i].span.begin < info.dateline.end) continue;  // "GENEVA, Sept. 7 (AP) -"
    if (const uint32_t end = splitter.EndAt(i, begin); end > 0) {
      add(end);
      i = end - 1;
    }
  }
  if (begin < range.end) add(range.end);
}

}  // namespace demarche
