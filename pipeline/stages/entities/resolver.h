// Resolver: which mentions are the same actor. Names by their last word, offices by the role that a name was given,
// pronouns by recency with subjects first, "the country" and "the ministry" by their noun. One pass in text order
// after the names; linear but for bounded looks back.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "pipeline/stages/entities/actor_scan.h"

namespace demarche {

class Resolver {
 public:
  Resolver(const TokenView& view, std::optional<absl::Time> published_at) : view_(view), published_at_(published_at) {}

  // Adds all mentions and clusters to an empty `entities`. `hits` and `phrases` are of the same view.
  void Resolve(const std::vector<CountryHit>& hits, const std::vector<ActorPhrase>& phrases, Entities* entities);

 private:
  enum class Gender : uint8_t { kUnknown, kMale, kFemale };
  struct ClusterInfo {
    Gender gender = Gender::kUnknown;
    std::string role_noun;  // folded last word of the role: "minister"
  };

  uint32_t NewCluster(ActorKind kind);
  uint32_t CountryCluster(CountryCode code);
  void AddMentions(const std::vector<CountryHit>& hits, const std::vector<ActorPhrase>& phrases);
  void ClusterNames();
  void ClusterRest();
  void ClusterOffice(uint32_t mention);
  void ClusterBody(uint32_t mention);
  void ClusterPronoun(uint32_t mention);
  void TakeApposition(uint32_t mention);
  void TakeFacts(uint32_t mention, uint32_t cluster);
  void TakeHolder(uint32_t mention, uint32_t cluster);
  void Attach(uint32_t mention, uint32_t cluster);
  std::string TextOf(uint32_t begin, uint32_t end) const;
  std::string Folded(uint32_t token) const;
  bool IsSubject(const Mention& mention) const;

  const TokenView& view_;
  std::optional<absl::Time> published_at_;
  Entities* out_ = nullptr;
  std::vector<const ActorPhrase*> phrase_of_;  // by mention; nullptr for a country mention
  std::vector<ClusterInfo> info_;              // by cluster
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_last_name_;
  absl::flat_hash_map<std::string, uint32_t> by_body_name_;
  absl::flat_hash_map<std::string, uint32_t> country_cluster_;
  CountryCode home_;  // the country that the article names most; empty where another comes close
};

}  // namespace demarche
