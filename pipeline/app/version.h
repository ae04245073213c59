// Name and version of the program, as records, metrics and --version give them.
#pragma once
#include <string_view>

namespace demarche {

inline constexpr std::string_view kProgramName = "demarche";
inline constexpr std::string_view kVersion = DEMARCHE_VERSION;

}  // namespace demarche
