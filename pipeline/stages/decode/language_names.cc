// See language_names.h.
#include "pipeline/stages/decode/language_names.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "pipeline/stages/decode/language_table.h"

namespace demarche {
namespace {

// What follows the code in "en-GB", "zh_Hans", is cut off.
std::string_view PrimarySubtag(std::string_view tag) { return tag.substr(0, tag.find_first_of("-_")); }

std::string_view Lookup(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kLanguageNames), std::end(kLanguageNames), name,
                                       [](const LanguageName& a, std::string_view b) { return a.name < b; });
  return found != std::end(kLanguageNames) && found->name == name ? found->iso639_1 : std::string_view();
}

}  // namespace

std::string ToIso639_1(std::string_view language, LanguageForm form) {
  constexpr size_t kLongest = 64;  // longer than any name in the table
  if (language.size() > kLongest) return std::string(language);
  std::string lower(language);
  for (char& c : lower) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  const std::string_view code = PrimarySubtag(lower);
  const bool any = form == LanguageForm::kAny;
  if ((any || form == LanguageForm::kIso639_1) && code.size() == 2) return std::string(code);
  if ((any || form == LanguageForm::kIso639_3) && code.size() == 3) {
    if (const std::string_view iso = Lookup(code); !iso.empty()) return std::string(iso);
  }
  if ((any || form == LanguageForm::kEnglishName) && lower.size() > 3) {
    if (const std::string_view iso = Lookup(lower); !iso.empty()) return std::string(iso);
  }
  return std::string(language);
}

}  // namespace demarche
