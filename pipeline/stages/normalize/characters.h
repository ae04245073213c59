// What becomes of each delivered code point: kept, dropped, white space, or a line break. The sets are White_Space,
// Default_Ignorable_Code_Point and the control characters of Unicode 15, with two decisions: joiners are kept in
// scripts that need them, and variation selectors are kept (emoji).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace demarche {

enum class CharacterFate : uint8_t {
  kKeep,
  kExtend,  // kept, and belongs to the character before it (marks, conjoining Hangul)
  kJoiner,  // U+200C, U+200D: kept after a character of a script that uses it
  kSpace,
  kLineBreak,
  kDrop
};

CharacterFate FateOf(char32_t cp);

// Whether NFC never changes `cp` where no mark follows it.
bool IsStableAlone(char32_t cp);

// `bytes` (well-formed UTF-8, at most kMaxCluster code points) in NFC.
inline constexpr uint32_t kMaxCluster = 32;
std::string ToNfc(std::string_view bytes);

}  // namespace demarche
