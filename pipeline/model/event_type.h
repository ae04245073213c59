// PLOVER event types, quad classes, modality and aspect. PLOVER: https://github.com/openeventdata/PLOVER (codebook
// 2021); quad classes as GDELT and ICEWS use them.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace demarche {

enum class EventType : uint8_t {
  kAgree,
  kConsult,
  kSupport,
  kCooperate,
  kAid,
  kYield,
  kRequest,
  kAccuse,
  kReject,
  kThreaten,
  kProtest,
  kSanction,
  kMobilize,
  kCoerce,
  kAssault,
  kInvestigate,
};
inline constexpr int kEventTypes = 16;

enum class QuadClass : uint8_t { kVerbalCooperation, kMaterialCooperation, kVerbalConflict, kMaterialConflict };
enum class Modality : uint8_t { kActual, kFuture, kDemanded, kHypothetical, kNegated };
enum class Aspect : uint8_t { kEvent, kState };

std::string_view ToString(EventType type);     // "AGREE"
std::string_view ToString(QuadClass quad);     // "verbal_cooperation"
std::string_view ToString(Modality modality);  // "actual"
std::string_view ToString(Aspect aspect);      // "event"

std::optional<EventType> ParseEventType(std::string_view name);
std::optional<Modality> ParseModality(std::string_view name);
QuadClass QuadClassOf(EventType type);

}  // namespace demarche
