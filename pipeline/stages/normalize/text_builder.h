// TextBuilder: appends pieces of readable text and keeps, beside them, the way back to the delivered code points. It
// collapses white space, so that a paragraph neither begins nor ends with it, and puts one line break between
// paragraphs. Takes views that it copies; gives a Text without language. One thread, one text.
#pragma once
#include <cstdint>
#include <string_view>

#include "pipeline/base/span.h"
#include "pipeline/model/text.h"

namespace demarche {

class TextBuilder {
 public:
  void Reserve(size_t bytes) { text_.utf8.reserve(bytes); }

  // Appends `bytes`, unchanged: `code_points` delivered ones from `delivered_begin` on. No white space at its ends.
  void Copy(std::string_view bytes, uint32_t delivered_begin, uint32_t code_points);
  // Appends `bytes`, which stand for all of the delivered code points `delivered`.
  void Replace(std::string_view bytes, Span delivered);
  // White space between words. Runs of it, also over several calls, become one space.
  void Space(Span delivered, bool is_ascii_space);
  // Ends the paragraph, if it holds anything.
  void Break();
  void SetKind(Paragraph::Kind kind) { kind_ = kind; }

  // Ends the last paragraph and gives the text. The builder is empty afterwards.
  Text Finish();

 private:
  void BeforeText(uint32_t delivered_begin);
  void AddPiece(AlignmentPiece::Kind kind, Span delivered);

  Text text_;
  Paragraph::Kind kind_ = Paragraph::Kind::kBody;
  bool in_paragraph_ = false;
  bool space_pending_ = false;
  bool space_is_ascii_ = false;  // exactly one delivered U+0020
  Span space_;                   // delivered code points of the pending white space
  uint32_t delivered_end_ = 0;   // of the last piece
};

}  // namespace demarche
