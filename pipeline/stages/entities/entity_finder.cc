// The order of the parts: countries, actors, clusters.
#include "pipeline/stages/entities/entity_finder.h"

#include "pipeline/stages/entities/actor_scan.h"
#include "pipeline/stages/entities/country_scan.h"
#include "pipeline/stages/entities/resolver.h"

namespace demarche {

absl::StatusOr<Entities> EntityFinder::Find(const Text& text, const Segments& segments,
                                            std::optional<absl::Time> published_at, const CancelToken& cancel) const {
  const auto late = [] { return absl::DeadlineExceededError("entities: document time limit"); };
  if (cancel.cancelled()) return late();
  const TokenView view(*lexicon_, text, segments);
  const std::vector<CountryHit> hits = ScanCountries(view);
  if (cancel.cancelled()) return late();
  const std::vector<ActorPhrase> phrases = ScanActors(view, hits);
  if (cancel.cancelled()) return late();
  Entities entities;
  Resolver(view, published_at).Resolve(hits, phrases, &entities);
  return entities;
}

}  // namespace demarche
