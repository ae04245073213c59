// Where the text names a country or a body that acts like one. Ambiguous forms (Georgia, Jordan) count with support
// only; datelines do not count. Linear.
#pragma once
#include <vector>

#include "pipeline/lexicon/token_view.h"

namespace demarche {

struct CountryHit {
  uint32_t begin = 0, end = 0;  // tokens
  const CountryForm* form = nullptr;
};

// In text order, without overlaps.
std::vector<CountryHit> ScanCountries(const TokenView& view);

}  // namespace demarche
