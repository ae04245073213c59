// Entities: mentions of countries, bodies, offices and people, and the clusters that say who they are through the whole
// article.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/model/country_code.h"

namespace demarche {

inline constexpr uint32_t kNoCluster = UINT32_MAX;

enum class MentionKind : uint8_t {
  kCountry,   // Venezuela, the United States
  kDemonym,   // Russian, US (before a noun), Chinese
  kCapital,   // Moscow, the Kremlin, the White House: a metonym where the context says so
  kBody,      // the European Union, NATO, the foreign ministry, the company
  kPerson,    // Sergei Ryabkov
  kOffice,    // the deputy foreign minister, a spokesman
  kPronoun,   // he, she, they, it, we
  kDocument,  // the statement, the report
  kGroup,     // officials, two soldiers, residents
};

// What tells the country of an actor, the surest first.
enum class CountryBasis : uint8_t {
  kNone,
  kNamed,    // its own words, or those of another mention of the same actor: "the Danish minister"
  kOffice,   // an office or title that one country has: "taoiseach", "Sen."
  kHolder,   // the table of office-holders, at the article's date
  kPlace,    // a town or region in its words: "Kharkiv police"
  kArticle,  // the country that the article is about
};

// One mention. `span` is the whole noun phrase where the stage knows it ("Russian Deputy Foreign Minister Sergei
// Ryabkov"), `head` its last word or name.
struct Mention {
  Span span;
  Span head;
  uint32_t sentence = 0;
  uint32_t token_begin = 0, token_end = 0;
  MentionKind kind = MentionKind::kPerson;
  CountryCode country;                       // of this mention, resolved through its cluster; empty = none or unknown
  CountryBasis basis = CountryBasis::kNone;  // what tells `country`
  uint32_t cluster = kNoCluster;             // index into Entities::clusters
  bool plural = false;
};

enum class ActorKind : uint8_t { kPerson, kOffice, kBody, kDocument, kGroup };

struct Cluster {
  std::string name;          // "Sergei Ryabkov"; the best the article gives
  std::string role;          // "Deputy Foreign Minister"; "" = unknown
  std::string organization;  // "Russian Foreign Ministry"; "" = unknown
  CountryCode country;
  CountryBasis basis = CountryBasis::kNone;
  ActorKind kind = ActorKind::kPerson;
  std::vector<uint32_t> mentions;  // indices, in text order
};

struct Entities {
  std::vector<Mention>
      mentions;  // by span.begin; a country mention may lie inside a person's ("[Russian] Deputy Foreign Minister ...")
  std::vector<Cluster> clusters;
};

}  // namespace demarche
