// Noun phrases that can act or speak: people with office and name, offices, bodies, groups, documents, pronouns. Found
// by the tables' nouns, capitals and closed classes, left to right; no phrase is resolved to another here. Linear.
#pragma once
#include <string>
#include <vector>

#include "pipeline/model/entities.h"
#include "pipeline/stages/entities/capitals.h"
#include "pipeline/stages/entities/country_scan.h"

namespace demarche {

struct ActorPhrase {
  uint32_t begin = 0, end = 0;            // tokens of the whole phrase
  uint32_t name_begin = 0, name_end = 0;  // tokens of the name; empty = none
  uint32_t noun_begin = 0, noun_end = 0;  // tokens of the office, group, body or document noun; empty = none
  uint32_t role_begin = 0;                // first token of the role: modifiers and noun; role ends at noun_end
  MentionKind kind = MentionKind::kPerson;
  const ActorNoun* noun = nullptr;
  CountryCode country;  // named inside the phrase, or of a place or body named in it
  CountryBasis basis = CountryBasis::kNone;
  bool plural = false;
  bool definite = false;  // "the", "this", or a headline's bare noun: may speak of somebody named before
  bool sure = false;      // a person for certain: office, title, given name or office-holder
  bool has_name() const { return name_end > name_begin; }
};

// In text order, without overlaps. `scan` as ScanCountries gives it, `capitals` of the same view.
std::vector<ActorPhrase> ScanActors(const TokenView& view, const CountryScan& scan, const Capitals& capitals);

}  // namespace demarche
