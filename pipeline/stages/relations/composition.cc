// See composition.h.
#include "pipeline/stages/relations/composition.h"

namespace demarche {

std::string_view ComposedCameo(EventType outer, EventType inner) {
  switch (outer) {
    case EventType::kAgree:
      switch (inner) {
        case EventType::kAid:
          return "033";
        case EventType::kConsult:
          return "036";
        case EventType::kYield:
          return "035";
        case EventType::kCooperate:
          return "031";
        case EventType::kSupport:
          return "032";
        default:
          return "030";
      }
    case EventType::kRequest:
      switch (inner) {
        case EventType::kAid:
          return "023";
        case EventType::kConsult:
          return "026";
        case EventType::kYield:
          return "025";
        case EventType::kCooperate:
          return "021";
        case EventType::kSupport:
          return "022";
        default:
          return "020";
      }
    case EventType::kReject:
      switch (inner) {
        case EventType::kAid:
          return "122";
        case EventType::kConsult:
          return "125";
        case EventType::kYield:
          return "124";
        case EventType::kCooperate:
          return "121";
        default:
          return "120";
      }
    case EventType::kThreaten:
      switch (inner) {
        case EventType::kAssault:
        case EventType::kMobilize:
          return "138";
        case EventType::kSanction:
          return "132";
        default:
          return "130";
      }
    default:
      return "";
  }
}

bool ComposesWithNoun(EventType outer, EventType inner) {
  const bool friendly = inner == EventType::kConsult || inner == EventType::kAid || inner == EventType::kAgree ||
                        inner == EventType::kCooperate || inner == EventType::kSupport;
  switch (outer) {
    case EventType::kThreaten:
      return true;
    case EventType::kAgree:
      return true;
    case EventType::kRequest:
      return friendly;
    case EventType::kReject:
      return friendly || inner == EventType::kRequest;
    case EventType::kYield:
      return inner == EventType::kSanction || inner == EventType::kCoerce || inner == EventType::kAssault;
    case EventType::kSanction:
      return friendly;
    default:
      return false;
  }
}

bool NegatedFutureIsRejection(EventType type) {
  switch (type) {
    case EventType::kAid:
    case EventType::kAgree:
    case EventType::kConsult:
    case EventType::kCooperate:
    case EventType::kSupport:
    case EventType::kYield:
      return true;
    default:
      return false;
  }
}

}  // namespace demarche
