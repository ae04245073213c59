// How often a rule is right: its measured precision on our own training codings (README.md says how it is measured).
#pragma once
#include <string_view>

namespace demarche {

// 0..1; a rule that was never measured gets .5.
float ConfidenceOf(std::string_view rule);

}  // namespace demarche
