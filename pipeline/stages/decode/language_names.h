// Names of languages as feeds write them -> ISO 639-1. Plain function over a constant table, any thread.
#pragma once
#include <string>
#include <string_view>

#include "pipeline/stages/decode/feed_mapping.h"

namespace demarche {

// "en-GB" -> "en", "eng" -> "en", "English" -> "en", as `form` allows. What the table does not know comes back as
// given. Regions and scripts are cut off ("nb-NO" -> "nb").
std::string ToIso639_1(std::string_view language, LanguageForm form);

}  // namespace demarche
