// Resolution: what the parts of the resolver know of a document and write to. Private to the stage; one thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "pipeline/stages/entities/actor_scan.h"

namespace demarche {

// Mentions that a look back or ahead visits at most; bounds the work on hostile input.
inline constexpr uint32_t kLookBack = 60;

struct ClusterInfo {
  NameGender gender = NameGender::kUnknown;
  std::string role_noun;  // folded last word of the role, or the noun of a body: "minister"
  bool sure = false;      // a person for certain
  uint32_t first = 0;     // its first mention
  uint32_t named = 0;     // how often its name stands in the text
};

class Resolution {
 public:
  Resolution(const TokenView& document, std::optional<absl::Time> date) : view(document), published_at(date) {}

  const TokenView& view;
  std::optional<absl::Time> published_at;
  Entities out;
  std::vector<const ActorPhrase*> phrase_of;  // by mention; nullptr for a country mention
  std::vector<ClusterInfo> info;              // by cluster

  // Fills out.mentions and phrase_of.
  void AddMentions(const CountryScan& scan, const std::vector<ActorPhrase>& phrases);

  uint32_t NewCluster(ActorKind kind, uint32_t first_mention);
  uint32_t CountryCluster(CountryCode code);
  void Attach(uint32_t mention, uint32_t cluster) { out.mentions[mention].cluster = cluster; }
  // Role, country and gender that the mention's own phrase tells about its actor.
  void TakeFacts(uint32_t mention, uint32_t cluster);
  // The surer basis wins, the first among equals.
  void TakeCountry(CountryCode code, CountryBasis basis, uint32_t cluster);

  std::string TextOf(uint32_t begin, uint32_t end) const;
  std::string Folded(uint32_t token) const;
  // The phrase without its article.
  std::string NameOfPhrase(const ActorPhrase& phrase) const;

 private:
  absl::flat_hash_map<std::string, uint32_t> country_cluster_;
};

ActorKind ActorKindOf(MentionKind kind);

// The parts, in their order. The first clusters all names; the others one mention each, in text order.
void ClusterNames(Resolution* r);
void ClusterOffice(Resolution* r, uint32_t mention);
void ClusterPronoun(Resolution* r, uint32_t mention);

// Bodies, groups and documents by what they are called.
class BodyClusters {
 public:
  explicit BodyClusters(Resolution* r) : r_(*r) {}
  void Cluster(uint32_t mention);

 private:
  bool AttachToNamed(uint32_t mention);
  Resolution& r_;
  absl::flat_hash_map<std::string, uint32_t> by_name_;
};

// State offices and bodies that still have no country get the one that the article most likely means.
void GiveCountries(Resolution* r, const CountryScan& scan);

}  // namespace demarche
