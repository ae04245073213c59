// Where the characters of a parsed HTML text node come from. gumbo gives a node's text with entities decoded, and the
// source range that it was read from; this walks both side by side and tells, for each character, its delivered code
// points. The source of one node may hold ignored tags between its characters, which belong to none.
#pragma once
#include <cstdint>
#include <string_view>

#include "pipeline/stages/normalize/cleaner.h"

namespace demarche {

// Gives `decoded` to `out`. `source` begins at delivered code point `delivered_begin`. Both are well-formed UTF-8.
// Never fails: where the two do not fit, characters are given to the nearest source code point before them.
void AlignDecodedText(std::string_view decoded, std::string_view source, uint32_t delivered_begin, Cleaner* out);

// The length of the character reference at the start of `source` ("&amp;", "&#8217;", "&copy" without semicolon),
// given what follows the character that it was decoded to; 0 if `source` begins with none.
size_t CharacterReferenceLength(std::string_view source, std::string_view decoded_after);

}  // namespace demarche
