// Reads words_en.tsv: one bit a class.
#include "pipeline/lexicon/words.h"

#include <algorithm>
#include <array>

#include "fmt/format.h"

namespace demarche {
namespace {

// In the order of WordClass.
constexpr std::array<std::string_view, kWordClasses> kNames = {"determiner",
                                                               "number",
                                                               "preposition",
                                                               "subject_pronoun",
                                                               "object_pronoun",
                                                               "possessive",
                                                               "male",
                                                               "female",
                                                               "plural",
                                                               "reflexive",
                                                               "auxiliary",
                                                               "negation",
                                                               "conjunction",
                                                               "subordinator",
                                                               "wh",
                                                               "month",
                                                               "weekday",
                                                               "time",
                                                               "adverb",
                                                               "title",
                                                               "finite",
                                                               "that",
                                                               "to",
                                                               "of",
                                                               "by",
                                                               "for",
                                                               "as",
                                                               "contrast",
                                                               "anaphoric",
                                                               "modifier",
                                                               "name_particle",
                                                               "body_word",
                                                               "credit"};

}  // namespace

void WordClasses::Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics) {
  ReadTsv(file, 2, 2, diagnostics, [&](const TsvRow& row) {
    const auto* const at = std::find(kNames.begin(), kNames.end(), row[0]);
    if (at == kNames.end()) {
      return row.Error(fmt::format("unknown class '{}'", row[0]),
                       fmt::format("write one of {}", fmt::join(kNames, ", ")));
    }
    std::string folded;
    for (const std::string_view word : SplitForms(row[1], ' ')) {
      folded.clear();
      FoldWord(word, &folded);
      const WordId id = vocabulary->Intern(folded);
      if (bits_.size() <= id) bits_.resize(id + 1);
      bits_[id] |= uint64_t{1} << (at - kNames.begin());
    }
  });
}

}  // namespace demarche
