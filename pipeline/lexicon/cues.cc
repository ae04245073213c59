// Reads cues_<language>.tsv: classes, complements, marks, and the forms of verbs and phrases.
#include "pipeline/lexicon/cues.h"

#include <algorithm>
#include <array>

#include "fmt/format.h"

namespace demarche {
namespace {

// In the order of Complement.
constexpr std::array<std::string_view, kComplements> kNames = {
    "q",          "that",      "bare",      "wh",        "to",       "np",      "np-adj",   "np-as",
    "ing",        "for",       "of",        "against",   "about",    "on",      "with",     "at",
    "on-to",      "to-to",     "with-to",   "out-that",  "out-bare", "out-at",  "back-at",  "back-q",
    "np-on",      "addr-that", "addr-bare", "addr-to",   "addr-wh",  "addr-of", "addr-for", "addr-against",
    "addr-about", "addr-on",   "addr-as",   "addr-with", "to-ing",   "source"};

constexpr std::array<std::string_view, 14> kClasses = {"say",      "ask",   "announce", "accuse",      "demand",
                                                       "deny",     "write", "warn",     "promise",     "praise",
                                                       "describe", "cite",  "forecast", "according-to"};

}  // namespace

void CueTable::Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics) {
  ReadTsv(file, 4, 5, diagnostics, [&](const TsvRow& row) {
    Cue cue;
    cue.lemma = row[0];
    cue.cue_class = row[1];
    if (std::find(kClasses.begin(), kClasses.end(), row[1]) == kClasses.end()) {
      return row.Error(fmt::format("unknown class '{}'", row[1]),
                       fmt::format("write one of {}", fmt::join(kClasses, ", ")));
    }
    for (const std::string_view name : SplitForms(row[3], ',')) {
      const auto* const at = std::find(kNames.begin(), kNames.end(), name);
      if (at == kNames.end()) {
        return row.Error(fmt::format("unknown complement '{}'", name),
                         fmt::format("write some of {}", fmt::join(kNames, ", ")));
      }
      cue.complements |= uint64_t{1} << (at - kNames.begin());
    }
    for (const std::string_view mark : SplitForms(row[4], ' ')) {
      if (mark == "weak") {
        cue.weak = true;
      } else if (mark == "headline") {
        cue.headline = true;
      } else {
        return row.Error(fmt::format("unknown mark '{}'", mark), "write weak, headline or nothing");
      }
    }
    const std::vector<std::string_view> forms = SplitForms(row[2]);
    if (forms.empty()) return row.Error("no forms", "write the verb's five forms or the phrase");
    // Five forms are a verb's, in the order of CueFormKind; otherwise each is a phrase of its own.
    const auto index = static_cast<uint32_t>(cues_.size());
    cues_.push_back(std::move(cue));
    std::vector<std::pair<std::string_view, uint8_t>> distinct;
    for (size_t i = 0; i < forms.size(); ++i) {
      const auto kind = static_cast<uint8_t>(1U << (forms.size() == 5 ? i : static_cast<size_t>(CueFormKind::kPhrase)));
      const auto same =
          std::find_if(distinct.begin(), distinct.end(), [&](const auto& d) { return d.first == forms[i]; });
      if (same != distinct.end()) {
        same->second |= kind;
      } else {
        distinct.emplace_back(forms[i], kind);
      }
    }
    for (const auto& [form, kinds] : distinct) {
      if (phrases_.Add(vocabulary->InternForm(form), static_cast<uint32_t>(forms_.size()))) {
        forms_.push_back({index, kinds});
      } else {
        row.Error(fmt::format("'{}' has more than {} words", form, kMaxPhraseWords), "shorten it");
      }
    }
  });
}

}  // namespace demarche
