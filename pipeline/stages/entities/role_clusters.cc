// Offices by the role that a name was given, bodies by their name or by the one named before.
#include <algorithm>

#include "pipeline/stages/entities/resolution.h"

namespace demarche {
namespace {

bool Differ(CountryCode a, CountryCode b) { return !a.empty() && !b.empty() && a != b; }

}  // namespace

void ClusterOffice(Resolution* r, uint32_t m) {
  const ActorPhrase& phrase = *r->phrase_of[m];
  const std::string noun = r->Folded(phrase.noun_end - 1);
  const auto& mentions = r->out.mentions;
  const auto fits = [&](uint32_t other, bool named) {
    const uint32_t c = mentions[other].cluster;
    if (c == kNoCluster || r->info[c].role_noun != noun) return false;
    if (named && (r->phrase_of[other] == nullptr || !r->phrase_of[other]->has_name())) return false;
    return !Differ(phrase.country, r->out.clusters[c].country);
  };
  if (phrase.definite || !phrase.country.empty()) {
    uint32_t looked = 0;
    for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
      if (fits(back, false)) return r->Attach(m, mentions[back].cluster);
    }
    for (uint32_t next = m + 1; next < mentions.size() && next < m + kLookBack; ++next) {
      if (fits(next, true)) return r->Attach(m, mentions[next].cluster);
    }
  }
  const uint32_t c = r->NewCluster(ActorKind::kOffice, m);
  r->Attach(m, c);
  r->TakeFacts(m, c);
  r->out.clusters[c].name = r->NameOfPhrase(phrase);
}

// "the country": the one named before; "the ministry", "the company": the body named before.
bool BodyClusters::AttachToNamed(uint32_t m) {
  const ActorPhrase& phrase = *r_.phrase_of[m];
  const std::string noun = r_.Folded(phrase.noun_end - 1);
  const bool country_word =
      noun == "country" || noun == "nation" || noun == "kingdom" || noun == "government" || noun == "bloc";
  uint32_t looked = 0;
  for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
    const Mention& other = r_.out.mentions[back];
    if (other.cluster == kNoCluster) continue;
    if (country_word) {
      if (r_.phrase_of[back] == nullptr && other.kind != MentionKind::kBody) {
        r_.Attach(m, noun == "government" ? r_.CountryCluster(other.country) : other.cluster);
        return true;
      }
    } else if (other.kind == MentionKind::kBody && r_.phrase_of[back] != nullptr &&
               (r_.phrase_of[back]->has_name() || r_.info[other.cluster].role_noun == noun)) {
      r_.Attach(m, other.cluster);
      return true;
    }
  }
  return false;
}

void BodyClusters::Cluster(uint32_t m) {
  const ActorPhrase& phrase = *r_.phrase_of[m];
  const Mention& mention = r_.out.mentions[m];
  const bool bare = phrase.noun_end - phrase.begin == 2 && phrase.definite && phrase.country.empty();
  if (bare && mention.kind == MentionKind::kBody && AttachToNamed(m)) return;
  const std::string name = r_.NameOfPhrase(phrase);
  const auto [at, added] = by_name_.try_emplace(name, 0);
  if (added) {
    at->second = r_.NewCluster(ActorKindOf(mention.kind), m);
    r_.out.clusters[at->second].name = name;
    r_.info[at->second].role_noun = r_.Folded(phrase.noun_end - 1);
    r_.TakeFacts(m, at->second);
  }
  r_.Attach(m, at->second);
}

}  // namespace demarche
