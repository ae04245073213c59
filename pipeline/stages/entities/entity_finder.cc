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
  const CountryScan scan = ScanCountries(view);
  if (cancel.cancelled()) return late();
  std::vector<bool> country_at(view.size(), false);
  for (const CountryHit& hit : scan.countries) country_at[hit.begin] = true;
  const Capitals capitals(view, country_at);
  const std::vector<ActorPhrase> phrases = ScanActors(view, scan, capitals);
  if (cancel.cancelled()) return late();
  return Resolve(view, scan, phrases, published_at);
}

}  // namespace demarche
