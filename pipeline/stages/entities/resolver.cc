// The order of the parts, and what each mention takes from its cluster at the end.
#include "pipeline/stages/entities/resolver.h"

#include "pipeline/stages/entities/resolution.h"

namespace demarche {

Entities Resolve(const TokenView& view, const CountryScan& scan, const std::vector<ActorPhrase>& phrases,
                 std::optional<absl::Time> published_at) {
  Resolution r(view, published_at);
  r.AddMentions(scan, phrases);
  ClusterNames(&r);
  BodyClusters bodies(&r);
  for (uint32_t m = 0; m < r.out.mentions.size(); ++m) {
    const Mention& mention = r.out.mentions[m];
    if (r.phrase_of[m] == nullptr) {
      r.Attach(m, r.CountryCluster(mention.country));
    } else if (mention.cluster != kNoCluster) {
      // named, or an apposition
    } else if (mention.kind == MentionKind::kPronoun) {
      ClusterPronoun(&r, m);
    } else if (mention.kind == MentionKind::kOffice) {
      ClusterOffice(&r, m);
    } else {
      bodies.Cluster(m);
    }
  }
  GiveCountries(&r, scan);
  for (uint32_t m = 0; m < r.out.mentions.size(); ++m) {
    Mention& mention = r.out.mentions[m];
    if (mention.cluster == kNoCluster) continue;
    Cluster& cluster = r.out.clusters[mention.cluster];
    cluster.mentions.push_back(m);
    if (mention.country.empty()) {
      mention.country = cluster.country;
      mention.basis = cluster.basis;
    }
  }
  return std::move(r.out);
}

}  // namespace demarche
