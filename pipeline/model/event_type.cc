// See event_type.h.
#include "pipeline/model/event_type.h"

#include <array>

namespace demarche {
namespace {

struct TypeRow {
  std::string_view name;
  QuadClass quad;
};

constexpr std::array<TypeRow, kEventTypes> kTypes = {{
    {"AGREE", QuadClass::kVerbalCooperation},
    {"CONSULT", QuadClass::kVerbalCooperation},
    {"SUPPORT", QuadClass::kVerbalCooperation},
    {"COOPERATE", QuadClass::kMaterialCooperation},
    {"AID", QuadClass::kMaterialCooperation},
    {"YIELD", QuadClass::kMaterialCooperation},
    {"REQUEST", QuadClass::kVerbalCooperation},
    {"ACCUSE", QuadClass::kVerbalConflict},
    {"REJECT", QuadClass::kVerbalConflict},
    {"THREATEN", QuadClass::kVerbalConflict},
    {"PROTEST", QuadClass::kMaterialConflict},
    {"SANCTION", QuadClass::kMaterialConflict},
    {"MOBILIZE", QuadClass::kMaterialConflict},
    {"COERCE", QuadClass::kMaterialConflict},
    {"ASSAULT", QuadClass::kMaterialConflict},
    {"INVESTIGATE", QuadClass::kVerbalConflict},
}};
constexpr std::array<std::string_view, 4> kQuads = {"verbal_cooperation", "material_cooperation", "verbal_conflict",
                                                    "material_conflict"};
constexpr std::array<std::string_view, 5> kModalities = {"actual", "future", "demanded", "hypothetical", "negated"};

}  // namespace

std::string_view ToString(EventType type) { return kTypes[static_cast<size_t>(type)].name; }
std::string_view ToString(QuadClass quad) { return kQuads[static_cast<size_t>(quad)]; }
std::string_view ToString(Modality modality) { return kModalities[static_cast<size_t>(modality)]; }
std::string_view ToString(Aspect aspect) { return aspect == Aspect::kEvent ? "event" : "state"; }
QuadClass QuadClassOf(EventType type) { return kTypes[static_cast<size_t>(type)].quad; }

std::optional<EventType> ParseEventType(std::string_view name) {
  for (size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].name == name) return static_cast<EventType>(i);
  }
  return std::nullopt;
}

std::optional<Modality> ParseModality(std::string_view name) {
  for (size_t i = 0; i < kModalities.size(); ++i) {
    if (kModalities[i] == name) return static_cast<Modality>(i);
  }
  return std::nullopt;
}

}  // namespace demarche
