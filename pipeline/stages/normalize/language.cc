// See language.h.
#include "pipeline/stages/normalize/language.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cld2/public/compact_lang_det.h"
#include "cld2/public/encodings.h"

namespace demarche {
namespace {

constexpr size_t kSampleBytes = 2048;
// Bytes of text in the language's script below which CLD2 errs too often to overrule the feed.
constexpr int kShortText = 100;

// Codes that CLD2 knows only as ISO 639-1, or spells in an old way.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kAliases = {{
    {"iw", "he"},  {"in", "id"},  {"jw", "jv"},  {"mo", "ro"},  {"nb", "no"},  {"nn", "no"},
    {"eng", "en"}, {"fra", "fr"}, {"fre", "fr"}, {"deu", "de"}, {"ger", "de"}, {"spa", "es"},
    {"ita", "it"}, {"por", "pt"}, {"rus", "ru"}, {"ukr", "uk"}, {"zho", "zh"}, {"chi", "zh"},
    {"ara", "ar"}, {"tur", "tr"}, {"nld", "nl"}, {"pol", "pl"}, {"jpn", "ja"}, {"heb", "he"},
}};

std::string Alias(std::string code) {
  for (const auto& [from, to] : kAliases) {
    if (code == from) return std::string(to);
  }
  return code;
}

std::string CodeOf(CLD2::Language language) {
  if (language == CLD2::UNKNOWN_LANGUAGE) return "";
  const std::string code = CLD2::LanguageCode(language);
  const std::string base = code.substr(0, code.find('-'));
  return base == "un" || base == "xx" ? "" : Alias(base);
}

std::string_view Sample(std::string_view utf8) {
  if (utf8.size() <= kSampleBytes) return utf8;
  size_t end = kSampleBytes;
  while (end > 0 && (utf8[end] & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

}  // namespace

std::string CanonicalLanguage(std::string_view code_or_name) {
  std::string base(code_or_name.substr(0, code_or_name.find_first_of("-_")));
  for (char& c : base) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  std::string alias = Alias(base);
  if (alias.size() > 3) {  // CLD2 has its names in capitals: "ENGLISH"
    for (char& c : alias) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  }
  const CLD2::Language language = CLD2::GetLanguageFromName(alias.c_str());
  if (language != CLD2::UNKNOWN_LANGUAGE) return CodeOf(language);
  return "";
}

DetectedLanguage DetectLanguage(std::string_view utf8, std::string_view feed_says) {
  const std::string feed = CanonicalLanguage(feed_says);
  const std::string_view sample = Sample(utf8);
  CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  if (!feed.empty()) hints.language_hint = CLD2::GetLanguageFromName(feed.c_str());
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int text_bytes = 0;
  bool reliable = false;
  int valid_prefix = 0;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(
      sample.data(), static_cast<int>(sample.size()), /*is_plain_text=*/true, &hints,
      /*flags=*/0, languages.data(), percents.data(), scores.data(), nullptr, &text_bytes, &reliable, &valid_prefix);
  const std::string found = CodeOf(languages[0]);
  const float share = static_cast<float>(std::clamp(percents[0], 0, 100)) / 100.0F;
  const float confidence = reliable ? share : share / 2;
  const bool sure = reliable && !found.empty() && text_bytes >= kShortText && percents[0] >= 70;
  if (!feed.empty() && found != feed && !sure) return {feed, std::min(confidence, 0.5F), false};
  if (found.empty() || !reliable) return found == feed ? DetectedLanguage{feed, confidence, false} : DetectedLanguage{};
  return {found, confidence, !feed.empty() && found != feed};
}

}  // namespace demarche
