// RepairJson: makes JSON that RFC 8259 allows but simdjson refuses readable for it. Two cases: a lone surrogate (\ud83d
// without its second half) becomes the escape of kRepairMark, which Decoder turns into U+FFFD and counts per article; a
// number too large for 64 bits becomes a string of its digits (not counted: nothing is lost). Linear, any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace demarche {

// U+FDD1, a noncharacter, in UTF-8: stands for a repaired surrogate between repair and Decoder.
inline constexpr std::string_view kRepairMark = "\xEF\xB7\x91";

struct RepairedJson {
  std::string json;
  uint32_t lone_surrogates = 0;
};

// REQUIRES: CheckJson() found nothing wrong with `json`.
RepairedJson RepairJson(std::string_view json);

}  // namespace demarche
