// See characters.h.
#include "pipeline/stages/segment/characters.h"

#include <array>

namespace demarche {
namespace {

constexpr std::array<CharClass, 128> kAscii = [] {
  std::array<CharClass, 128> table{};
  for (char32_t c = 0; c < 128; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool symbol = c == '$' || c == '+' || c == '<' || c == '=' || c == '>' || c == '^' || c == '|' || c == '~';
    table[c] = c <= ' ' || c == 0x7F  ? CharClass::kSpace
               : letter               ? CharClass::kLetter
               : c >= '0' && c <= '9' ? CharClass::kDigit
               : symbol               ? CharClass::kSymbol
                                      : CharClass::kPunct;
  }
  return table;
}();

bool IsIdeograph(char32_t cp) {
  return (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
         (cp >= 0x20000 && cp <= 0x3FFFF);
}

CharClass ClassOfLatin1(char32_t cp) {
  switch (cp) {
    case 0xA0:
      return CharClass::kSpace;
    case 0xA1:
    case 0xA7:
    case 0xAB:
    case 0xB6:
    case 0xB7:
    case 0xBB:
    case 0xBF:
      return CharClass::kPunct;
    case 0xAA:
    case 0xB5:
    case 0xBA:
      return CharClass::kLetter;
    default:
      return cp < 0xC0 || cp == 0xD7 || cp == 0xF7 ? CharClass::kSymbol : CharClass::kLetter;
  }
}

}  // namespace

CharClass ClassOf(char32_t cp) {
  if (cp < 0x80) return kAscii[cp];
  if (cp < 0x100) return ClassOfLatin1(cp);
  if (cp < 0x2000) return cp == 0x1680 ? CharClass::kSpace : CharClass::kLetter;
  if (cp <= 0x200A || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000) {
    return CharClass::kSpace;
  }
  if (cp == 0x200C || cp == 0x200D) return CharClass::kLetter;  // joiners stay with their word
  if (cp <= 0x206F) return CharClass::kPunct;
  if (cp >= 0x20A0 && cp <= 0x20CF) return CharClass::kSymbol;
  if (cp >= 0x2190 && cp <= 0x2BFF) return CharClass::kSymbol;
  if (cp >= 0x2E00 && cp <= 0x2E7F) return CharClass::kPunct;
  if (cp >= 0x3001 && cp <= 0x303F) return CharClass::kPunct;
  if (cp == 0x30FB) return CharClass::kPunct;
  if (IsIdeograph(cp)) return CharClass::kIdeograph;
  if (cp >= 0xFE30 && cp <= 0xFE6F) return CharClass::kPunct;
  if ((cp >= 0xFF01 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20) || (cp >= 0xFF3B && cp <= 0xFF40) ||
      (cp >= 0xFF5B && cp <= 0xFF65)) {
    return CharClass::kPunct;
  }
  if (cp >= 0xFF10 && cp <= 0xFF19) return CharClass::kDigit;
  if (cp == 0xFFFD || (cp >= 0x1F000 && cp <= 0x1FAFF)) return CharClass::kSymbol;
  return CharClass::kLetter;
}

bool IsCapital(char32_t cp) {
  if (cp < 0x80) return cp >= 'A' && cp <= 'Z';
  if (cp < 0x100) return cp >= 0xC0 && cp <= 0xDE && cp != 0xD7;
  if (cp < 0x138) return (cp & 1) == 0;
  if (cp < 0x149) return (cp & 1) == 1;
  if (cp < 0x178) return (cp & 1) == 0;
  if (cp < 0x17F) return cp == 0x178 || (cp & 1) == 1;
  if (cp >= 0x386 && cp <= 0x3AB) return cp != 0x387 && cp != 0x390;
  if (cp >= 0x400 && cp <= 0x42F) return true;
  if (cp >= 0x460 && cp <= 0x481) return (cp & 1) == 0;
  if (cp >= 0x48A && cp <= 0x52F) return (cp & 1) == 0 && cp != 0x4C0;
  if (cp >= 0x531 && cp <= 0x556) return true;
  if (cp >= 0x1E00 && cp <= 0x1EFF) return (cp & 1) == 0;
  return false;
}

}  // namespace demarche
