// See clause_words.h.
#include "pipeline/lexicon/clause_words.h"

#include <utility>

#include "pipeline/lexicon/tsv.h"

namespace demarche {
namespace {

constexpr std::pair<std::string_view, uint32_t> kNames[] = {
    {"prep", kPreposition},    {"det", kDeterminer},  {"be", kBe},
    {"have", kHave},           {"do", kDo},           {"modal", kModal},
    {"neg", kNegation},        {"adverb", kAdverb},   {"coord", kCoordinator},
    {"subord", kSubordinator}, {"rel", kRelative},    {"pronoun", kPronounWord},
    {"light", kLightVerb},     {"verb", kCommonVerb},
};

}  // namespace

ClauseWords ClauseWords::Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics) {
  ClauseWords table;
  ReadTsv({file, bytes}, 2, 2, diagnostics, [&](const TsvRow& row) {
    uint32_t bit = 0;
    for (const auto& [name, value] : kNames) {
      if (name == row[0]) bit = value;
    }
    if (bit == 0) {
      row.Error(fmt::format("unknown word class '{}'", row[0]),
                "write prep, det, be, have, do, modal, neg, adverb, "
                "coord, subord, rel, pronoun, light or verb");
      return;
    }
    for (const std::string_view word : SplitForms(row[1])) table.classes_[std::string(word)] |= bit;
  });
  return table;
}

uint32_t ClauseWords::Find(std::string_view folded) const {
  const auto at = classes_.find(folded);
  return at == classes_.end() ? 0 : at->second;
}

PolarityTable PolarityTable::Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics) {
  PolarityTable table;
  ReadTsv({file, bytes}, 2, 2, diagnostics, [&](const TsvRow& row) {
    const std::string_view weight = row[1];
    const bool negative = weight.starts_with('-');
    const std::string_view digits = negative ? weight.substr(1) : weight;
    if (digits != "1" && digits != "2") {
      row.Error(fmt::format("'{}' is no weight", weight), "write -2, -1, 1 or 2");
      return;
    }
    table.weights_[std::string(row[0])] = (digits == "1" ? 1 : 2) * (negative ? -1 : 1);
  });
  return table;
}

int PolarityTable::Find(std::string_view folded) const {
  const auto at = weights_.find(folded);
  return at == weights_.end() ? 0 : at->second;
}

}  // namespace demarche
