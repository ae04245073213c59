// Where the text names a country, a body that acts like one, or a place or body of a country. Ambiguous forms (Georgia,
// Jordan) count with support only; datelines do not count. Linear.
#pragma once
#include <vector>

#include "pipeline/lexicon/token_view.h"

namespace demarche {

struct CountryHit {
  uint32_t begin = 0, end = 0;  // tokens
  const CountryForm* form = nullptr;
  CountryCode code;  // of `form`; of the country before it for an organ that many have ("the Pakistan Foreign Office")
};

struct CountryScan {
  std::vector<CountryHit> countries;  // in text order, without overlaps
  std::vector<CountryHit> locals;     // forms of kind place and body: "Kharkiv", "the BJP"; the same
};

CountryScan ScanCountries(const TokenView& view);

}  // namespace demarche
