// Ranks the mentions of a source phrase, and fills a Speaker from the cluster of the best.
#include "pipeline/stages/statements/speaker_resolver.h"

#include <string>

namespace demarche {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

int RankOf(const Mention& mention) {
  switch (mention.kind) {
    case MentionKind::kPerson:
      return 6;
    case MentionKind::kOffice:
    case MentionKind::kGroup:
    case MentionKind::kPronoun:
      return 5;
    case MentionKind::kBody:
    case MentionKind::kDocument:
      return 4;
    case MentionKind::kCountry:
    case MentionKind::kCapital:
      return 3;
    case MentionKind::kDemonym:
      return mention.plural ? 3 : 1;
  }
  return 0;
}

// The mention that the phrase is about: a named person, else the first that is no demonym.
uint32_t HeadMention(const Scene& scene, TokenRange range) {
  uint32_t best = kNone;
  int best_rank = 0;
  uint32_t last = kNone;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    const uint32_t m = scene.MentionAt(i);
    if (m == kNone || m == last) continue;
    last = m;
    // "officials of France": what comes after a preposition is not the head.
    const bool inner = i > range.begin && scene.view.Is(i - 1, WordClass::kPreposition);
    const int rank = RankOf(scene.entities.mentions[m]) - (inner ? 3 : 0);
    if (rank > best_rank) {
      best = m;
      best_rank = rank;
    }
  }
  return best_rank >= 1 ? best : kNone;
}

// "X and Y", "X, Y": more than one actor speaks.
bool IsCoordinated(const Scene& scene, TokenRange range) {
  const TokenView& view = scene.view;
  for (uint32_t i = range.begin + 1; i + 1 < range.end; ++i) {
    if (view.str(i) != "and" && view.str(i) != "&") continue;
    const bool inside = scene.MentionAt(i) != kNone;
    if (!inside && scene.MentionAt(i - 1) != kNone && scene.MentionAt(i + 1) != kNone) return true;
  }
  return false;
}

// "report [on Sunday]", "data [updated today]", "officials [who ...]", "India [At UN]": what says more of the phrase.
bool EndsName(const Scene& scene, TokenRange range, uint32_t i) {
  const TokenView& view = scene.view;
  if (view.IsChar(i, '(') || view.IsComma(i) || view.str(i) == "--" || view.str(i) == "-") return !view.IsChar(i, '-');
  const uint32_t m = scene.MentionAt(i);
  const bool inside = m != kNone && scene.entities.mentions[m].token_begin < i;
  if (view.IsAny(i, Bit(WordClass::kWeekday) | Bit(WordClass::kTime)) && m == kNone) return true;
  const std::string_view word = view.str(i);
  if (word == "who" || word == "which" || word == "whose" || word == "that" || word == "whom") return true;
  if (inside) return false;
  if (view.Is(i, WordClass::kPreposition)) {
    if (word == "on" || word == "after" || word == "amid" || word == "during" || word == "over" || word == "before") {
      return true;
    }
    return word != "of" && word != "for" && view.IsCapital(i);  // Title Case: "India At UN", "Minister In Parliament"
  }
  if (view.Is(i, WordClass::kTo)) return true;
  const bool small = !view.IsCapital(i) && view.IsWord(i) && m == kNone;
  return small && i + 1 < range.end && (word.ends_with("ed") || word.ends_with("ing")) && word.size() > 4 &&
         scene.MentionAt(i - 1) != kNone;
}

// The phrase without article and aside.
std::string NameOf(const Scene& scene, TokenRange range, bool coordinated) {
  const TokenView& view = scene.view;
  while (range.begin < range.end &&
         (view.str(range.begin) == "the" || view.str(range.begin) == "The" || view.str(range.begin) == "a" ||
          view.str(range.begin) == "A" || view.str(range.begin) == "an" || view.str(range.begin) == "An")) {
    ++range.begin;
  }
  for (uint32_t i = range.begin + 1; i < range.end; ++i) {
    if (coordinated && view.IsComma(i)) continue;
    if (EndsName(scene, range, i)) {
      range.end = i;
      while (range.end > range.begin + 1 && view.Is(range.end - 1, WordClass::kPreposition)) --range.end;
      break;
    }
  }
  return range.empty() ? std::string() : std::string(view.text().slice(view.SpanOf(range.begin, range.end)));
}

// The cluster of a country: its name is the table's, and the article says "the Trump administration".
bool IsCountry(const Scene& scene, const Cluster& cluster) {
  return !cluster.country.empty() && cluster.name == scene.view.lexicon().countries.NameOf(cluster.country);
}

// "a Global Times report", "figures released by the health ministry": the body behind a document speaks.
uint32_t AuthorOf(const Scene& scene, TokenRange range, uint32_t document) {
  const auto& mentions = scene.entities.mentions;
  const uint32_t begin = mentions[document].token_begin;
  for (uint32_t m = document + 1; m < mentions.size() && mentions[m].token_begin < range.end; ++m) {
    if (mentions[m].kind != MentionKind::kBody && mentions[m].kind != MentionKind::kPerson) continue;
    const uint32_t at = mentions[m].token_begin;
    const bool inside = mentions[m].token_end <= mentions[document].token_end;
    if (inside && at <= begin + 1) return m;
    if (at > begin && scene.view.Is(scene.view.Is(at - 1, WordClass::kDeterminer) ? at - 2 : at - 1, WordClass::kBy)) {
      return m;
    }
  }
  return kNone;
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
  const bool coordinated = IsCoordinated(scene, source);
  uint32_t head = HeadMention(scene, source);
  Speaker speaker;
  if (head == kNone) {
    speaker.name = NameOf(scene, source, coordinated);
    speaker.country = CountryOf(scene, source);
    speaker.kind = ActorKind::kGroup;
    if (!speaker.name.empty()) out.speaker = std::move(speaker);
    return out;
  }
  if (scene.entities.mentions[head].kind == MentionKind::kDocument) {
    if (const uint32_t author = AuthorOf(scene, source, head); author != kNone) {
      source = {scene.entities.mentions[author].token_begin, scene.entities.mentions[author].token_end};
      head = author;
    }
  }
  const Mention& mention = scene.entities.mentions[head];
  out.cluster = mention.cluster;
  if (mention.cluster == kNoCluster) {
    if (mention.kind == MentionKind::kPronoun) return out;
    speaker.name = NameOf(scene, source, coordinated);
    speaker.country = CountryOf(scene, source);
    if (!speaker.name.empty()) out.speaker = std::move(speaker);
    return out;
  }
  const Cluster& cluster = scene.entities.clusters[mention.cluster];
  speaker.kind = coordinated ? ActorKind::kGroup : cluster.kind;
  speaker.role = cluster.role;
  speaker.organization = cluster.organization;
  speaker.country = cluster.country.empty() ? CountryOf(scene, source) : cluster.country;
  if (coordinated) {
    // The first named tells the country.
    const uint32_t first = scene.MentionAt(source.begin);
    if (first != kNone && !scene.entities.mentions[first].country.empty()) {
      speaker.country = scene.entities.mentions[first].country;
    }
  }
  const bool by_cluster =
      mention.kind == MentionKind::kPerson || mention.kind == MentionKind::kPronoun ||
      (mention.kind == MentionKind::kOffice && cluster.kind == ActorKind::kPerson) ||
      (mention.kind == MentionKind::kBody && cluster.kind == ActorKind::kBody && !IsCountry(scene, cluster));
  speaker.name =
      by_cluster && !coordinated && !cluster.name.empty() ? cluster.name : NameOf(scene, source, coordinated);
  if (!speaker.name.empty()) out.speaker = std::move(speaker);
  return out;
}

}  // namespace demarche
