#include "pipeline/stages/statements/confidence.h"

namespace demarche {
namespace {

struct RulePrecision {
  std::string_view rule;
  float precision;
};

constexpr RulePrecision kPrecision[] = {
    {"said_that", .8F},
};

}  // namespace

float ConfidenceOf(std::string_view rule) {
  for (const RulePrecision& entry : kPrecision) {
    if (entry.rule == rule) return entry.precision;
  }
  return .5F;
}

}  // namespace demarche
