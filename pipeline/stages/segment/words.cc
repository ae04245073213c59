// See words.h. The tables are sorted; a lookup is a binary search.
#include "pipeline/stages/segment/words.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace demarche {
namespace {

template <size_t N>
constexpr bool IsSorted(const std::array<std::string_view, N>& table) {
  return std::is_sorted(table.begin(), table.end());
}
template <size_t N>
bool Contains(const std::array<std::string_view, N>& table, std::string_view word) {
  return std::binary_search(table.begin(), table.end(), word);
}

constexpr auto kBeforeName = std::to_array<std::string_view>(
    {"Adm",    "Amb",    "Asst", "Atty", "Brig", "Bros", "Capt", "Cmdr", "Col", "Cpl",  "Det",  "Dr",
     "Drs",    "Fig",    "Fr",   "Ft",   "Gen",  "Gens", "Gov",  "Govs", "Hon", "Insp", "Lt",   "Maj",
     "Messrs", "Mme",    "Mr",   "Mrs",  "Ms",   "Msgr", "Mt",   "No",   "Nos", "Pfc",  "Pres", "Prof",
     "Profs",  "Pvt",    "Rep",  "Reps", "Rev",  "Sen",  "Sens", "Sgt",  "Spc", "St",   "Ste",  "Supt",
     "Vol",    "approx", "cf",   "e.g",  "eg",   "i.e",  "ie",   "nos",  "pp",  "v",    "vs"});
static_assert(IsSorted(kBeforeName));

constexpr auto kMayEnd = std::to_array<std::string_view>(
    {"A.D",   "A.M",  "Ala",   "Apr",  "Ariz", "Ark",  "Assn", "Aug",  "Ave",  "B.C",  "Blvd", "Calif", "Co",
     "Colo",  "Conn", "Corp",  "Cos",  "Dec",  "Del",  "Dept", "Dist", "Esq",  "Est",  "Feb",  "Fla",   "Fri",
     "Ga",    "Hwy",  "Ill",   "Inc",  "Ind",  "Jan",  "Jr",   "Jul",  "Jun",  "Kan",  "Ky",   "La",    "Ltd",
     "M.D",   "Mar",  "Mass",  "Md",   "Mich", "Minn", "Miss", "Mo",   "Mon",  "Mont", "Neb",  "Nev",   "Nov",
     "Oct",   "Okla", "Ore",   "P.M",  "Pa",   "Ph.D", "Plc",  "Rd",   "Sat",  "Sept", "Sr",   "Tenn",  "Tex",
     "Thu",   "Thur", "Thurs", "Tue",  "Tues", "Univ", "Va",   "Vt",   "W.Va", "Wash", "Wed",  "Wis",   "Wyo",
     "a.k.a", "a.m",  "al",    "dept", "est",  "etc",  "ft",   "lb",   "lbs",  "oz",   "p.m",  "tel"});
static_assert(IsSorted(kMayEnd));

constexpr auto kGerman = std::to_array<std::string_view>(
    {"Abs", "Bd", "Dr", "Hr",   "Jh",  "Mio", "Mrd",  "Nr",  "Prof", "S",   "St",  "Tel", "a",
     "bzw", "ca", "d",  "evtl", "ggf", "h",   "inkl", "sog", "u",    "usw", "vgl", "z"});
static_assert(IsSorted(kGerman));
constexpr auto kFrench =
    std::to_array<std::string_view>({"M", "MM", "Mgr", "St", "Ste", "av", "bd", "env", "etc", "p"});
static_assert(IsSorted(kFrench));
constexpr auto kSpanish =
    std::to_array<std::string_view>({"Av", "D", "Dr", "Dra", "EE", "Gral", "Lic", "Prof", "Sr", "Sra", "Sres", "Srta",
                                     "UU", "Ud", "Uds", "etc", "nro", "p", "pág"});
static_assert(IsSorted(kSpanish));

constexpr auto kStarters = std::to_array<std::string_view>(
    {"A",        "About", "According", "Additionally", "After",   "All",     "Also",   "Although",  "Among",
     "An",       "And",   "Another",   "Any",          "As",      "At",      "Back",   "Because",   "Before",
     "Both",     "But",   "By",        "Despite",      "Do",      "During",  "Each",   "Earlier",   "Even",
     "Every",    "Few",   "For",       "From",         "Further", "Give",    "Had",    "He",        "Her",
     "Here",     "His",   "How",       "However",      "I",       "If",      "In",     "Instead",   "Is",
     "It",       "Its",   "Just",      "Last",         "Later",   "Like",    "Many",   "Meanwhile", "More",
     "Moreover", "Most",  "Much",      "My",           "Neither", "No",      "Nor",    "Not",       "Nothing",
     "Now",      "Of",    "Officials", "On",           "Once",    "One",     "Only",   "Or",        "Other",
     "Others",   "Our",   "Over",      "Part",         "People",  "Perhaps", "Police", "Recent",    "Several",
     "She",      "Since", "So",        "Some",         "Still",   "Such",    "Than",   "That",      "The",
     "Their",    "Then",  "There",     "These",        "They",    "This",    "Those",  "Though",    "Through",
     "Thus",     "To",    "Today",     "Two",          "Under",   "Unlike",  "Until",  "We",        "Well",
     "Were",     "What",  "When",      "Where",        "Whether", "Which",   "While",  "Who",       "Why",
     "Will",     "With",  "Would",     "Yes",          "Yet",     "You",     "Your"});
constexpr auto kSpeech = std::to_array<std::string_view>(
    {"added",    "admitted", "announced", "argued",    "ask",       "asked",    "asks",     "concluded", "continued",
     "cried",    "declared", "demanded",  "exclaimed", "explained", "inquired", "insisted", "noted",     "quipped",
     "remarked", "replied",  "responded", "said",      "say",       "says",     "shouted",  "stated",    "told",
     "tweeted",  "warned",   "wondered",  "writes",    "wrote",     "yelled"});
static_assert(IsSorted(kSpeech));
constexpr auto kPrefixes = std::to_array<std::string_view>(
    {"anti",   "arch",   "co",    "counter", "e",     "ex",   "extra", "infra", "inter", "intra", "macro",
     "mid",    "mini",   "multi", "neo",     "non",   "over", "para",  "post",  "pre",   "pro",   "proto",
     "pseudo", "psycho", "re",    "semi",    "socio", "sub",  "supra", "trans", "ultra", "un",    "under"});
static_assert(IsSorted(kPrefixes));
constexpr auto kDomainEndings = std::to_array<std::string_view>(
    {"biz", "ca", "co",  "com", "de",  "doc", "edu", "es", "eu", "exe", "fr", "gov", "html", "info",
     "int", "io", "jpg", "mil", "net", "org", "pdf", "ru", "tv", "txt", "uk", "us",  "xls"});
static_assert(IsSorted(kDomainEndings));
constexpr auto kUnits =
    std::to_array<std::string_view>({"am", "bn", "cm",  "ft", "g",  "gb", "gw",  "ha", "hrs", "k",  "kg", "km", "kph",
                                     "kw", "lb", "lbs", "m",  "mb", "mm", "mph", "mw", "oz",  "pm", "tb", "tn"});
static_assert(IsSorted(kUnits));
// Each with where it parts.
constexpr auto kContractions = std::to_array<std::pair<std::string_view, size_t>>(
    {{"aint", 2},   {"arent", 3}, {"cannot", 3},   {"cant", 2},    {"couldnt", 5}, {"didnt", 3},  {"doesnt", 4},
     {"dont", 2},   {"gonna", 3}, {"gotta", 3},    {"hadnt", 3},   {"hasnt", 3},   {"havent", 4}, {"im", 1},
     {"isnt", 2},   {"ive", 1},   {"shouldnt", 6}, {"thats", 4},   {"theyre", 4},  {"wanna", 3},  {"wasnt", 3},
     {"werent", 4}, {"whats", 4}, {"wont", 2},     {"wouldnt", 5}, {"youre", 3}});
static_assert(std::is_sorted(kContractions.begin(), kContractions.end()));
constexpr auto kElisions = std::to_array<std::string_view>(
    {"c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quelqu", "quoiqu", "s", "t"});
static_assert(IsSorted(kElisions));
constexpr auto kAphaereses = std::to_array<std::string_view>(
    {"bout", "cause", "em", "er", "ere", "im", "kay", "n", "nuff", "round", "til", "tis", "twas"});
static_assert(IsSorted(kAphaereses));

}  // namespace

Abbreviation AbbreviationOf(std::string_view word, std::string_view language) {
  if (language == "de") return Contains(kGerman, word) ? Abbreviation::kBeforeName : Abbreviation::kNone;
  if (language == "fr") return Contains(kFrench, word) ? Abbreviation::kBeforeName : Abbreviation::kNone;
  if (language == "es") return Contains(kSpanish, word) ? Abbreviation::kBeforeName : Abbreviation::kNone;
  if (Contains(kBeforeName, word)) return Abbreviation::kBeforeName;
  if (Contains(kMayEnd, word)) return Abbreviation::kMayEnd;
  return Abbreviation::kNone;
}

bool IsSentenceStarter(std::string_view word) {
  return std::find(kStarters.begin(), kStarters.end(), word) != kStarters.end();
}
bool IsSpeechVerb(std::string_view word) { return Contains(kSpeech, word); }
bool IsJoinedPrefix(std::string_view lower) { return Contains(kPrefixes, lower); }
bool IsDomainEnding(std::string_view lower) { return Contains(kDomainEndings, lower); }
bool IsUnit(std::string_view lower) { return Contains(kUnits, lower); }
size_t ContractionCut(std::string_view lower) {
  const auto at = std::lower_bound(kContractions.begin(), kContractions.end(), lower,
                                   [](const auto& row, std::string_view word) { return row.first < word; });
  return at != kContractions.end() && at->first == lower ? at->second : 0;
}
bool IsElided(std::string_view lower) { return Contains(kElisions, lower); }
bool IsAphaeresis(std::string_view lower) { return Contains(kAphaereses, lower); }

}  // namespace demarche
