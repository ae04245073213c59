// The language of a text, with CLD2 (the only place that sees it). Plain function over CLD2's constant tables; any
// thread.
#pragma once
#include <string>
#include <string_view>

namespace demarche {

struct DetectedLanguage {
  std::string code;        // ISO 639-1 ("zh" for both scripts); "" = unknown
  float confidence = 0;    // 0..1: share of the text in that language, halved where CLD2 is not sure
  bool disagrees = false;  // the feed said another language, and the text is long enough to say so
};

// `feed_says`: the feed's own word as a code or a name ("en", "en-GB", "eng", "English"); "" if none. Short texts take
// the feed's word; longer ones CLD2's, with the feed's word as a hint. Reads at most the first 2 KiB.
DetectedLanguage DetectLanguage(std::string_view utf8, std::string_view feed_says);

// ISO 639-1 of a code or English name; "" if CLD2 does not know it.
std::string CanonicalLanguage(std::string_view code_or_name);

}  // namespace demarche
