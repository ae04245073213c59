// Ranks the mentions of a source phrase, and fills a Speaker from the cluster of the best.
#include "pipeline/stages/statements/speaker_resolver.h"

#include <string>

namespace demarche {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

// The mention that the phrase is about: a named person, else the first that is no demonym.
uint32_t HeadMention(const Scene& scene, TokenRange range) {
  uint32_t best = kNone;
  int best_rank = 0;
  uint32_t last = kNone;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const uint32_t m = scene.MentionAt(i);
    if (m == kNone || m == last) continue;
    last = m;
    const Mention& mention = scene.entities.mentions[m];
    // "officials of France": what comes after a preposition is not the head.
    const bool inner = i > range.begin && scene.view.Is(i - 1, WordClass::kPreposition);
    int rank = 1;
    if (mention.kind == MentionKind::kPerson) rank = 6;
    if (mention.kind == MentionKind::kOffice || mention.kind == MentionKind::kGroup ||
        mention.kind == MentionKind::kPronoun)
      rank = 5;
    if (mention.kind == MentionKind::kBody || mention.kind == MentionKind::kDocument) rank = 4;
    if (mention.kind == MentionKind::kCountry || mention.kind == MentionKind::kCapital) rank = 3;
    if (mention.kind == MentionKind::kDemonym) rank = mention.plural ? 3 : 1;
    if (inner) rank -= 3;
    if (rank > best_rank) {
      best = m;
      best_rank = rank;
    }
  }
  return best_rank >= 1 ? best : kNone;
}

// The phrase without article and aside.
std::string NameOf(const Scene& scene, TokenRange range) {
  const TokenView& view = scene.view;
  while (range.begin < range.end &&
         (view.str(range.begin) == "the" || view.str(range.begin) == "The" || view.str(range.begin) == "a" ||
          view.str(range.begin) == "A" || view.str(range.begin) == "an" || view.str(range.begin) == "An")) {
    ++range.begin;
  }
  for (uint32_t i = range.begin; i < range.end; ++i) {
    if (view.IsChar(i, '(') || view.IsComma(i)) range.end = i;
  }
  return range.empty() ? std::string() : std::string(view.text().slice(view.SpanOf(range.begin, range.end)));
}

// The cluster of a country: its name is the table's, and the article says "the Trump administration".
bool IsCountry(const Scene& scene, const Cluster& cluster) {
  return !cluster.country.empty() && cluster.name == scene.view.lexicon().countries.NameOf(cluster.country);
}

}  // namespace

CountryCode CountryOf(const Scene& scene, TokenRange phrase) {
  const uint32_t head = HeadMention(scene, phrase);
  if (head != kNone && !scene.entities.mentions[head].country.empty()) return scene.entities.mentions[head].country;
  for (uint32_t i = phrase.begin; i < phrase.end; ++i) {
    const uint32_t m = scene.MentionAt(i);
    if (m != kNone && !scene.entities.mentions[m].country.empty()) return scene.entities.mentions[m].country;
  }
  return {};
}

ResolvedSpeaker ResolveSpeaker(const Scene& scene, TokenRange source) {
  ResolvedSpeaker out;
  if (source.empty()) return out;
  const uint32_t head = HeadMention(scene, source);
  Speaker speaker;
  if (head == kNone) {
    speaker.name = NameOf(scene, source);
    speaker.country = CountryOf(scene, source);
    speaker.kind = ActorKind::kGroup;
    if (!speaker.name.empty()) out.speaker = std::move(speaker);
    return out;
  }
  const Mention& mention = scene.entities.mentions[head];
  out.cluster = mention.cluster;
  if (mention.cluster == kNoCluster) {
    if (mention.kind == MentionKind::kPronoun) return out;
    speaker.name = NameOf(scene, source);
    speaker.country = CountryOf(scene, source);
    if (!speaker.name.empty()) out.speaker = std::move(speaker);
    return out;
  }
  const Cluster& cluster = scene.entities.clusters[mention.cluster];
  speaker.kind = cluster.kind;
  speaker.role = cluster.role;
  speaker.organization = cluster.organization;
  speaker.country = cluster.country.empty() ? CountryOf(scene, source) : cluster.country;
  const bool by_cluster =
      mention.kind == MentionKind::kPerson || mention.kind == MentionKind::kPronoun ||
      (mention.kind == MentionKind::kOffice && cluster.kind == ActorKind::kPerson) ||
      (mention.kind == MentionKind::kBody && cluster.kind == ActorKind::kBody && !IsCountry(scene, cluster));
  speaker.name = by_cluster && !cluster.name.empty() ? cluster.name : NameOf(scene, source);
  if (!speaker.name.empty()) out.speaker = std::move(speaker);
  return out;
}

}  // namespace demarche
