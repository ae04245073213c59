// See characters.h.
#include "pipeline/stages/normalize/characters.h"

#include <array>

#include "pipeline/base/utf8.h"
#include "utf8proc.h"

namespace demarche {
namespace {

bool IsDropped(char32_t cp) {
  if (cp < 0x20 || (cp >= 0x7F && cp <= 0x9F)) return true;  // white space among them is sorted out before
  switch (cp) {
    case 0x00AD:  // soft hyphen
    case 0x034F:  // combining grapheme joiner
    case 0x061C:  // Arabic letter mark
    case 0x115F:
    case 0x1160:  // Hangul fillers
    case 0x17B4:
    case 0x17B5:
    case 0x180E:
    case 0x200B:  // zero-width space
    case 0x200E:
    case 0x200F:  // directional marks
    case 0x3164:
    case 0xFEFF:  // zero-width no-break space, byte-order mark
    case 0xFFA0:
    case 0xFFFC:  // object replacement
      return true;
    default:
      break;
  }
  return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || (cp >= 0xFFF0 && cp <= 0xFFFB) ||
         (cp >= 0xE0000 && cp <= 0xE001F);
}

// Code points that may compose with the one before although they are no marks (Hangul vowels and finals, Kirat Rai).
bool ComposesBackwards(char32_t cp) {
  return (cp >= 0x1161 && cp <= 0x1175) || (cp >= 0x11A8 && cp <= 0x11C2) || (cp >= 0x16D63 && cp <= 0x16D6A);
}

bool IsMark(char32_t cp) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(cp))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return true;
    default:
      return false;
  }
}

}  // namespace

CharacterFate FateOf(char32_t cp) {
  if (cp >= 0xA1 && cp < 0x300) return cp == 0xAD ? CharacterFate::kDrop : CharacterFate::kKeep;
  if ((cp >= 0x9 && cp <= 0xD) || cp == 0x85 || cp == 0x2028 || cp == 0x2029) {
    return cp == 0x9 ? CharacterFate::kSpace : CharacterFate::kLineBreak;
  }
  if (cp == 0x20 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
      cp == 0x3000) {
    return CharacterFate::kSpace;
  }
  if (cp > 0x20 && cp < 0x7F) return CharacterFate::kKeep;
  if (IsDropped(cp)) return CharacterFate::kDrop;
  if (cp == 0x200C || cp == 0x200D) return CharacterFate::kJoiner;
  if (cp >= 0x2010 && cp <= 0x2027) return CharacterFate::kKeep;
  return IsMark(cp) || ComposesBackwards(cp) ? CharacterFate::kExtend : CharacterFate::kKeep;
}

bool IsStableAlone(char32_t cp) {
  if (cp < 0x300 || (cp >= 0x1E00 && cp <= 0x1EFF) || (cp >= 0x2010 && cp <= 0x2027)) return true;
  const utf8proc_property_t* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(cp));
  return property->decomp_seqindex == UINT16_MAX || property->decomp_type != 0;
}

std::string ToNfc(std::string_view bytes) {
  std::array<utf8proc_int32_t, kMaxCluster * 8> buffer;
  constexpr auto kForm = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const utf8proc_ssize_t decomposed =
      utf8proc_decompose(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()),
                         static_cast<utf8proc_ssize_t>(bytes.size()), buffer.data(), buffer.size(), kForm);
  if (decomposed < 0 || decomposed > static_cast<utf8proc_ssize_t>(buffer.size())) return std::string(bytes);
  const utf8proc_ssize_t length = utf8proc_normalize_utf32(buffer.data(), decomposed, kForm);
  std::string out;
  for (utf8proc_ssize_t i = 0; i < length; ++i) AppendUtf8(static_cast<char32_t>(buffer[i]), &out);
  return out;
}

}  // namespace demarche
