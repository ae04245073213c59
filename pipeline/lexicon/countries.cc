// Reads countries.tsv: kinds, codes, marks; one phrase a form.
#include "pipeline/lexicon/countries.h"

#include <optional>

#include "fmt/format.h"

namespace demarche {
namespace {

std::optional<CountryFormKind> ParseKind(std::string_view kind) {
  if (kind == "name") return CountryFormKind::kName;
  if (kind == "adjective") return CountryFormKind::kAdjective;
  if (kind == "people") return CountryFormKind::kPeople;
  if (kind == "capital") return CountryFormKind::kCapital;
  if (kind == "metonym") return CountryFormKind::kMetonym;
  if (kind == "organ") return CountryFormKind::kOrgan;
  if (kind == "place") return CountryFormKind::kPlace;
  if (kind == "body") return CountryFormKind::kBody;
  return std::nullopt;
}

bool IsCode(std::string_view code) {
  if (code == "-") return true;
  if (code.size() < 3 || code.size() > 5) return false;
  for (const char c : code) {
    if (c < 'A' || c > 'Z') return false;
  }
  return true;
}

}  // namespace

void CountryTable::Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics) {
  ReadTsv(file, 3, 4, diagnostics, [&](const TsvRow& row) {
    const std::optional<CountryFormKind> kind = ParseKind(row[1]);
    if (!IsCode(row[0])) {
      return row.Error(fmt::format("'{}' is no country code", row[0]),
                       "write three capital letters (ISO 3166-1 alpha-3), a body's code such as NATO, or -");
    }
    if (!kind) {
      return row.Error(fmt::format("unknown kind '{}'", row[1]),
                       "write name, adjective, people, capital, metonym, organ, place or body");
    }
    if (!row[3].empty() && row[3] != "weak") {
      return row.Error(fmt::format("unknown mark '{}'", row[3]), "write weak or nothing");
    }
    const std::vector<std::string_view> forms = SplitForms(row[2]);
    if (forms.empty()) return row.Error("no forms", "write at least one name, or delete the line");
    for (const std::string_view form : forms) {
      const CountryCode code = row[0] == "-" ? CountryCode() : CountryCode(row[0]);
      if (!phrases_.Add(vocabulary->InternForm(form), static_cast<uint32_t>(forms_.size()))) {
        row.Error(fmt::format("'{}' has more than {} words", form, kMaxPhraseWords), "shorten it");
        continue;
      }
      if (!code.empty() && *kind == CountryFormKind::kName) {
        names_.try_emplace(std::string(code.view()), static_cast<uint32_t>(forms_.size()));
      }
      forms_.push_back({code, *kind, row[3] == "weak", std::string(form)});
    }
  });
}

bool CountryTable::IsKnown(CountryCode code) const { return !NameOf(code).empty(); }

std::string_view CountryTable::NameOf(CountryCode code) const {
  const auto at = names_.find(code.view());
  return at == names_.end() ? std::string_view() : std::string_view(forms_[at->second].form);
}

}  // namespace demarche
