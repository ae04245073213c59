// Reads offices.tsv: nouns with their plurals, given names with their gender, office-holders with their terms.
#include "pipeline/lexicon/offices.h"

#include "absl/time/civil_time.h"
#include "fmt/format.h"

namespace demarche {
namespace {

std::optional<ActorNounKind> ParseNounKind(std::string_view kind) {
  if (kind == "office") return ActorNounKind::kOffice;
  if (kind == "group") return ActorNounKind::kGroup;
  if (kind == "body") return ActorNounKind::kBody;
  if (kind == "document") return ActorNounKind::kDocument;
  return std::nullopt;
}

// "deputy foreign ministers", "spokesmen", "deputies"; "secretaries of state", "ministers for ...".
std::string PluralOf(std::string_view form) {
  const size_t tail = std::min({form.find(" of "), form.find(" for "), form.find("-in-"), form.size()});
  std::string head(form.substr(0, tail));
  if (head.ends_with("man")) {
    head.replace(head.size() - 2, 2, "en");
  } else if (head.ends_with("y") && !head.ends_with("ey")) {
    head.replace(head.size() - 1, 1, "ies");
  } else if (head.ends_with("s") || head.ends_with("ss") || head.ends_with("ch")) {
    head += "es";
  } else {
    head += "s";
  }
  return head + std::string(form.substr(tail));
}

// "" gives `open`; nothing is no date.
std::optional<absl::Time> ParseDay(std::string_view day, absl::Time open) {
  if (day.empty()) return open;
  absl::CivilDay civil;
  if (!absl::ParseCivilTime(absl::string_view(day.data(), day.size()), &civil)) return std::nullopt;
  return absl::FromCivil(civil, absl::UTCTimeZone());
}

}  // namespace

void OfficeTable::AddGiven(WordId word, NameGender gender) {
  if (given_.size() <= word) given_.resize(word + 1);
  given_[word].known = true;
  if (gender != NameGender::kUnknown) given_[word].gender = gender;
}

void OfficeTable::AddGivenRow(const TsvRow& row, Vocabulary* vocabulary) {
  NameGender gender = NameGender::kUnknown;
  if (row[2] == "m") {
    gender = NameGender::kMale;
  } else if (row[2] == "f") {
    gender = NameGender::kFemale;
  } else if (!row[2].empty()) {
    return row.Error(fmt::format("unknown gender '{}'", row[2]), "write m, f or nothing");
  }
  for (const std::string_view name : SplitForms(row[1])) {
    const std::vector<LexWord> words = vocabulary->InternForm(name);
    if (!words.empty()) AddGiven(words[0].id, gender);
  }
}

void OfficeTable::AddNoun(const TsvRow& row, std::string_view form, const ActorNoun& noun, Vocabulary* vocabulary) {
  if (noun_phrases_.Add(vocabulary->InternForm(form), static_cast<uint32_t>(nouns_.size()))) {
    nouns_.push_back(noun);
  } else {
    row.Error(fmt::format("'{}' has more than {} words", form, kMaxPhraseWords), "shorten it");
  }
}

void OfficeTable::AddHolder(const TsvRow& row, Vocabulary* vocabulary) {
  const std::vector<std::string_view> names = SplitForms(row[1]);
  const std::optional<absl::Time> from = ParseDay(row[4], absl::InfinitePast());
  const std::optional<absl::Time> to = ParseDay(row[5], absl::InfiniteFuture());
  if (names.empty() || row[2].empty() || row[3].empty()) {
    return row.Error("a holder needs a name, a role and a country code",
                     "write holder, names, role, country, from, to");
  }
  if (!from || !to || *from > *to) {
    return row.Error(fmt::format("'{}' to '{}' is no term", row[4], row[5]),
                     "write dates as 2024-05-31, first the earlier");
  }
  for (const std::string_view name : names) {
    const std::vector<LexWord> words = vocabulary->InternForm(name);
    if (!name_phrases_.Add(words, static_cast<uint32_t>(holders_.size()))) {
      row.Error(fmt::format("'{}' has more than {} words", name, kMaxPhraseWords), "shorten it");
      return;
    }
    if (words.size() > 1) AddGiven(words[0].id, NameGender::kUnknown);
  }
  holders_.push_back({std::string(names[0]), std::string(row[2]), CountryCode(row[3]), *from, *to});
}

void OfficeTable::Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics) {
  ReadTsv(file, 2, 6, diagnostics, [&](const TsvRow& row) {
    if (row[0] == "holder") return AddHolder(row, vocabulary);
    if (row[0] == "given") return AddGivenRow(row, vocabulary);
    const std::optional<ActorNounKind> kind = ParseNounKind(row[0]);
    if (!kind) {
      return row.Error(fmt::format("unknown kind '{}'", row[0]),
                       "write office, group, body, document, holder or given");
    }
    for (const std::string_view form : SplitForms(row[1])) {
      const CountryCode country = row[3].empty() ? CountryCode() : CountryCode(row[3]);
      AddNoun(row, form, {*kind, *kind == ActorNounKind::kGroup, std::string(row[2]), country}, vocabulary);
      if (*kind == ActorNounKind::kOffice) {
        AddNoun(row, PluralOf(form), {*kind, true, std::string(row[2]), country}, vocabulary);
      }
    }
  });
}

uint32_t OfficeTable::BestHolder(std::span<const uint32_t> values, std::optional<absl::Time> when) const {
  uint32_t best = values[0];
  const absl::Time at = when.value_or(absl::InfiniteFuture());
  for (const uint32_t value : values) {
    const OfficeHolder& holder = holders_[value];
    if (holder.from <= at && at < holder.to) return value;
    if (holder.from <= at && holder.from > holders_[best].from) best = value;
  }
  return best;
}

}  // namespace demarche
