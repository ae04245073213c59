// See pair_weights.h.
#include "pipeline/lexicon/pair_weights.h"

#include <charconv>
#include <optional>
#include <string>

#include "fmt/format.h"
#include "pipeline/lexicon/tsv.h"

namespace demarche {
namespace {

std::optional<float> ParseWeight(std::string_view text) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

// A row: feature, then "TYPE weight" pairs, as "b:sanctions<TAB>SANCTION 1.25 none -0.4". The row "threshold" holds one
// number.
PairWeights PairWeights::Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics) {
  PairWeights table;
  ReadTsv({file, bytes}, 2, 2, diagnostics, [&](const TsvRow& row) {
    const std::vector<std::string_view> parts = SplitForms(row[1], ' ');
    if (row[0] == "threshold") {
      const std::optional<float> value = parts.size() == 1 ? ParseWeight(parts[0]) : std::nullopt;
      if (value && *value > 0 && *value < 1) {
        table.threshold_ = *value;
      } else {
        row.Error(fmt::format("'{}' is no threshold", row[1]), "write a number between 0 and 1");
      }
      return;
    }
    Row weights{};
    for (size_t i = 0; i + 1 < parts.size(); i += 2) {
      const std::optional<EventType> type = ParseEventType(parts[i]);
      const std::optional<float> weight = ParseWeight(parts[i + 1]);
      if ((!type && parts[i] != "none") || !weight) {
        row.Error(fmt::format("'{} {}' is no weight", parts[i], parts[i + 1]), "write as: ACCUSE 0.5");
        return;
      }
      weights[type ? static_cast<size_t>(*type) : kNoRelation] = *weight;
    }
    if (parts.size() % 2 != 0) {
      row.Error("a type without its weight", "write as: ACCUSE 0.5 none -0.2");
      return;
    }
    table.rows_[FeatureHash().Add(row[0]).value()] = weights;
  });
  return table;
}

}  // namespace demarche
