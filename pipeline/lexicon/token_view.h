// TokenView: a document's tokens as the lexicon sees them, with the questions that the stages ask of a token. A view:
// the text, the segments and the lexicon must outlive it. Cheap to copy around by reference; one thread.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

class TokenView {
 public:
  TokenView(const Lexicon& lexicon, const Text& text, const Segments& segments)
      : lexicon_(&lexicon),
        text_(&text),
        segments_(&segments),
        words_(lexicon.vocabulary.Look(text, segments.tokens)) {}

  const Lexicon& lexicon() const { return *lexicon_; }
  const Text& text() const { return *text_; }
  const Segments& segments() const { return *segments_; }
  std::span<const LexWord> words() const { return words_; }
  uint32_t size() const { return static_cast<uint32_t>(words_.size()); }

  const Token& token(uint32_t i) const { return segments_->tokens[i]; }
  std::string_view str(uint32_t i) const { return text_->slice(token(i).span); }
  bool Is(uint32_t i, WordClass c) const { return lexicon_->words.Is(words_[i].id, c); }
  bool IsAny(uint32_t i, uint64_t classes) const { return lexicon_->words.Any(words_[i].id, classes); }
  bool IsCapital(uint32_t i) const { return words_[i].casing != Casing::kLower; }
  bool IsWord(uint32_t i) const { return token(i).has(Token::kWord); }
  bool IsPunct(uint32_t i) const { return token(i).has(Token::kPunct); }
  bool IsChar(uint32_t i, char c) const { return token(i).span.size() == 1 && text_->utf8[token(i).span.begin] == c; }
  bool IsComma(uint32_t i) const { return IsChar(i, ','); }
  bool IsPossessive(uint32_t i) const {
    if (token(i).has(Token::kQuoteMark)) return false;
    const std::string_view s = str(i);
    return s == "'s" || s == "’s" || s == "'" || s == "’";
  }
  bool SpaceBefore(uint32_t i) const { return token(i).has(Token::kSpaceBefore); }
  Span SpanOf(uint32_t begin, uint32_t end) const { return {token(begin).span.begin, token(end - 1).span.end}; }

 private:
  const Lexicon* lexicon_;
  const Text* text_;
  const Segments* segments_;
  std::vector<LexWord> words_;
};

}  // namespace demarche
