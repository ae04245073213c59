// Who the source of an attribution is: the mention in it, its cluster, and what the article says of that one.
#pragma once
#include <optional>

#include "pipeline/model/statement.h"
#include "pipeline/stages/statements/attribution.h"

namespace demarche {

struct ResolvedSpeaker {
  std::optional<Speaker> speaker;
  uint32_t cluster = kNoCluster;
};

// Nothing where the source is empty or a pronoun without a bearer.
ResolvedSpeaker ResolveSpeaker(const Scene& scene, TokenRange source);

// The country of a noun phrase: of its head's cluster, else the first one named in it. Empty = none.
CountryCode CountryOf(const Scene& scene, TokenRange phrase);

}  // namespace demarche
