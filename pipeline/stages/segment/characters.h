// Classes of code points, as far as finding words needs them. Own small tables (utf8proc stays behind normalize's
// wall): exact for ASCII and for the punctuation blocks; capitals for Latin, Greek and Cyrillic; the rest are letters.
#pragma once
#include <cstdint>

namespace demarche {

enum class CharClass : uint8_t { kSpace, kLetter, kIdeograph, kDigit, kPunct, kSymbol };

CharClass ClassOf(char32_t cp);
bool IsCapital(char32_t cp);
inline bool IsApostrophe(char32_t cp) { return cp == '\'' || cp == 0x2019 || cp == 0x02BC || cp == '`'; }

}  // namespace demarche
