// Cleaner: delivered characters in, readable ones out: Unicode normal form C, white space collapsed, control and
// invisible characters dropped (characters.h says which), line breaks turned into paragraph breaks where the text is
// plain. Gives what it makes to a TextBuilder, which must outlive it. One thread, one text. Linear time: a run of marks
// is normalised in pieces of 32 code points (Unicode's Stream-Safe Text Format allows 30).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "pipeline/base/span.h"
#include "pipeline/stages/normalize/text_builder.h"

namespace demarche {

class Cleaner {
 public:
  explicit Cleaner(TextBuilder* out) : out_(out) {}

  // Whether a line break ends the paragraph (plain text, <pre>) or is white space (HTML, titles).
  void SetNewlineBreaks(bool breaks) { newline_breaks_ = breaks; }

  // Delivered text as it stands: well-formed UTF-8, its first code point is number `delivered_begin`.
  // Gives the number of code points read.
  uint32_t Run(std::string_view utf8, uint32_t delivered_begin);
  // One character that is spelled by several delivered code points (an entity).
  void Decoded(char32_t cp, Span delivered);
  void Break();
  // REQUIRED at the end and before the builder is used otherwise.
  void Flush();

 private:
  size_t CopyAscii(std::string_view utf8, size_t at, uint32_t delivered);
  void Put(char32_t cp, std::string_view bytes, Span delivered, bool as_delivered);

  TextBuilder* out_;
  bool newline_breaks_ = true;
  // A character and the marks that follow it: kept back until the next character shows that it is complete.
  std::string cluster_;
  Span cluster_delivered_;
  uint32_t cluster_size_ = 0;         // code points
  bool cluster_as_delivered_ = true;  // each code point stands for exactly one delivered, without gaps
  bool cluster_stable_ = true;        // NFC does not change it
  char32_t last_ = 0;                 // last character kept
};

}  // namespace demarche
