// OfficeTable: nouns for offices, groups, bodies and documents that speak, given names, and office-holders with the
// dates of their terms (offices.tsv). Immutable after loading; any thread may read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/lexicon/phrase_table.h"
#include "pipeline/lexicon/tsv.h"
#include "pipeline/model/country_code.h"

namespace demarche {

enum class ActorNounKind : uint8_t { kOffice, kGroup, kBody, kDocument };

// A noun that names a speaker: "deputy foreign minister", "officials", "the ministry", "the statement".
struct ActorNoun {
  ActorNounKind kind = ActorNounKind::kOffice;
  bool plural = false;
  std::string office_class;  // of an office: "leader", "minister", "spokesperson", ...
  CountryCode country;       // of an office that only one country has ("taoiseach"); empty = any may have it
};

enum class NameGender : uint8_t { kUnknown, kMale, kFemale };

struct OfficeHolder {
  std::string name;  // full: "Sergei Lavrov"
  std::string role;  // "Foreign Minister"
  CountryCode country;
  absl::Time from = absl::InfinitePast();
  absl::Time to = absl::InfiniteFuture();
};

class OfficeTable {
 public:
  void Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics);

  const PhraseTable& nouns() const { return noun_phrases_; }
  const ActorNoun& noun(uint32_t value) const { return nouns_[value]; }

  // Names of office-holders; a name may have several rows, one for each term.
  const PhraseTable& names() const { return name_phrases_; }
  const OfficeHolder& holder(uint32_t value) const { return holders_[value]; }

  // Of these rows the one whose term covers `when`, else the last that began before it (a former holder keeps the
  // country), else the first. REQUIRES: !values.empty().
  uint32_t BestHolder(std::span<const uint32_t> values, std::optional<absl::Time> when) const;

  bool IsGivenName(WordId word) const { return word < given_.size() && given_[word].known; }
  NameGender GenderOf(WordId word) const { return word < given_.size() ? given_[word].gender : NameGender::kUnknown; }
  size_t size() const { return nouns_.size() + holders_.size(); }

 private:
  void AddNoun(const TsvRow& row, std::string_view form, const ActorNoun& noun, Vocabulary* vocabulary);
  void AddHolder(const TsvRow& row, Vocabulary* vocabulary);
  struct Given {
    bool known = false;
    NameGender gender = NameGender::kUnknown;
  };
  void AddGiven(WordId word, NameGender gender);
  void AddGivenRow(const TsvRow& row, Vocabulary* vocabulary);

  PhraseTable noun_phrases_, name_phrases_;
  std::vector<ActorNoun> nouns_;
  std::vector<OfficeHolder> holders_;
  std::vector<Given> given_;  // by word
};

}  // namespace demarche
