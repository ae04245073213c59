// Slow, obvious twins of normalize for plain text and of Text::ToDelivered: whole-text passes with one vector entry a
// code point or byte, no pieces and no fast paths. Tests compare the program's results with them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/model/text.h"

namespace demarche::reference {

// The readable text of a plain body: code points sorted into kept, dropped, white space and line breaks; each line
// between breaks normalised to NFC as a whole by utf8proc, trimmed, its white space collapsed; empty lines left out.
std::string PlainText(std::string_view body);

// For each byte of text.utf8 the delivered code points [begin, end) that it stands for.
std::vector<Span> DeliveredByByte(const Text& text);

// What is wrong with `text`, read from `delivered_size` delivered code points: alignment out of order or range,
// paragraphs that do not cover the text, white space that should be collapsed, a form other than NFC. "" if nothing.
std::string Complaint(const Text& text, uint32_t delivered_size);

}  // namespace demarche::reference
