// How often a rule is right: its measured precision on our own training codings (README.md says how it is measured).
#pragma once
#include <string_view>

namespace demarche {

// 0..1; a rule that was never measured gets .5.
float ConfidenceOf(std::string_view rule);

// The same for a report of speech that the network gives `chance`: on held-out codings it is right a little less often
// than it believes (bench/quality/reliability.py).
float ConfidenceOfChance(float chance);

}  // namespace demarche
