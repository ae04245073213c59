// CountryTable: the names, demonyms, capitals, metonyms and organs of countries and bodies (countries.tsv).
// Immutable after loading; any thread may read.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/lexicon/phrase_table.h"
#include "pipeline/lexicon/tsv.h"
#include "pipeline/model/country_code.h"

namespace demarche {

enum class CountryFormKind : uint8_t {
  kName,
  kAdjective,
  kPeople,
  kCapital,
  kMetonym,
  kOrgan,
  kPlace,  // a town or region: tells whose official or police it is, does not stand for the government
  kBody,   // a party, agency or newspaper of that country: speaks for itself
};

struct CountryForm {
  CountryCode code;  // empty: a phrase that must not be read as a country ("New Mexico")
  CountryFormKind kind = CountryFormKind::kName;
  bool weak = false;  // often something else: needs support from its neighbours or from the article
  std::string form;   // as the table writes it
};

class CountryTable {
 public:
  // Adds the rows of `file`; wrong rows are reported and skipped.
  void Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics);

  const PhraseTable& phrases() const { return phrases_; }
  const CountryForm& form(uint32_t value) const { return forms_[value]; }
  size_t size() const { return forms_.size(); }
  bool IsKnown(CountryCode code) const;
  // The first form of kind kName: "Russia"; "" for an unknown code.
  std::string_view NameOf(CountryCode code) const;

 private:
  PhraseTable phrases_;
  std::vector<CountryForm> forms_;
  StringMap<uint32_t> names_;  // code -> its first form of kind kName
};

}  // namespace demarche
