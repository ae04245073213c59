// The table of measured precisions; README.md says how they come about.
#include "pipeline/stages/statements/confidence.h"

namespace demarche {
namespace {

struct RulePrecision {
  std::string_view rule;
  float precision;
};

constexpr RulePrecision kPrecision[] = {
    {"according_to", 0.90F},
    {"according_to_front", 0.87F},
    {"accused_x_of", 0.68F},
    {"asked_whether", 0.60F},
    {"asked_x_whether", 0.50F},
    {"called_for", 0.65F},
    {"called_on_x_to", 0.74F},
    {"called_x_y", 0.65F},
    {"clause_said_x", 0.78F},
    {"clause_x_said", 0.94F},
    {"dash_name", 0.80F},
    {"denied_doing", 0.67F},
    {"described_by", 0.67F},
    {"floating", 0.96F},
    {"floating_subject", 0.86F},
    {"headline_claim_dash", 0.33F},
    {"headline_claim_source", 0.83F},
    {"headline_quote", 0.60F},
    {"headline_quote_colon", 0.90F},
    {"headline_source_claim", 0.17F},
    {"headline_source_quote", 0.80F},
    {"name_colon", 0.69F},
    {"quote_said_x", 0.85F},
    {"quote_x_said", 0.92F},
    {"said_clause", 0.77F},
    {"said_colon", 0.63F},
    {"said_quote", 0.74F},
    {"said_that", 0.88F},
    {"slammed_x", 0.58F},
    {"slammed_x_for", 0.84F},
    {"thanked_x_for", 0.40F},
    {"told_by", 0.75F},
    {"told_x_clause", 0.88F},
    {"told_x_quote", 0.63F},
    {"told_x_that", 0.79F},
    {"urged_x_to", 0.76F},
    {"vowed_to", 0.71F},
    {"warned_x_of", 0.71F},
};

}  // namespace

float ConfidenceOf(std::string_view rule) {
  for (const RulePrecision& entry : kPrecision) {
    if (entry.rule == rule) return entry.precision;
  }
  return .5F;
}

float ConfidenceOfChance(float chance) { return 0.95F * chance - 0.03F; }

}  // namespace demarche
