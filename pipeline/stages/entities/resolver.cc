// Clusters: full names, bare names, appositions, then offices, bodies and pronouns in text order.
#include "pipeline/stages/entities/resolver.h"

#include <algorithm>

namespace demarche {
namespace {

constexpr size_t kBearers = 16;
constexpr uint32_t kLookBack = 60;  // mentions; bounds the work on hostile input

ActorKind ActorKindOf(MentionKind kind) {
  switch (kind) {
    case MentionKind::kPerson:
      return ActorKind::kPerson;
    case MentionKind::kOffice:
      return ActorKind::kOffice;
    case MentionKind::kDocument:
      return ActorKind::kDocument;
    case MentionKind::kGroup:
      return ActorKind::kGroup;
    default:
      return ActorKind::kBody;
  }
}

MentionKind MentionKindOf(CountryFormKind kind) {
  switch (kind) {
    case CountryFormKind::kName:
      return MentionKind::kCountry;
    case CountryFormKind::kAdjective:
    case CountryFormKind::kPeople:
      return MentionKind::kDemonym;
    case CountryFormKind::kOrgan:
      return MentionKind::kBody;
    default:
      return MentionKind::kCapital;
  }
}

// Offices that stand for a state even without its name.
bool IsStateOffice(const ActorNoun& noun) {
  return noun.office_class == "leader" || noun.office_class == "minister" || noun.office_class == "military" ||
         noun.office_class == "diplomat" || noun.office_class == "lawmaker" || noun.office_class == "spokesperson";
}

}  // namespace

void Resolver::Resolve(const std::vector<CountryHit>& hits, const std::vector<ActorPhrase>& phrases,
                       Entities* entities) {
  out_ = entities;
  AddMentions(hits, phrases);
  ClusterNames();
  ClusterRest();
  for (uint32_t m = 0; m < out_->mentions.size(); ++m) {
    Mention& mention = out_->mentions[m];
    if (mention.cluster != kNoCluster) out_->clusters[mention.cluster].mentions.push_back(m);
  }
  for (Mention& mention : out_->mentions) {
    if (mention.country.empty() && mention.cluster != kNoCluster)
      mention.country = out_->clusters[mention.cluster].country;
  }
}

std::string Resolver::TextOf(uint32_t begin, uint32_t end) const {
  return begin < end ? std::string(view_.text().slice(view_.SpanOf(begin, end))) : std::string();
}

std::string Resolver::Folded(uint32_t token) const {
  std::string out;
  FoldWord(view_.str(token), &out);
  return out;
}

void Resolver::AddMentions(const std::vector<CountryHit>& hits, const std::vector<ActorPhrase>& phrases) {
  const auto& sentences = view_.segments().sentences;
  uint32_t sentence = 0;
  size_t h = 0;
  size_t p = 0;
  absl::flat_hash_map<std::string_view, uint32_t> named;
  while (h < hits.size() || p < phrases.size()) {
    // A phrase comes before the country inside it.
    const bool phrase_first = h >= hits.size() || (p < phrases.size() && phrases[p].begin <= hits[h].begin);
    Mention mention;
    if (phrase_first) {
      const ActorPhrase& phrase = phrases[p++];
      mention.token_begin = phrase.begin;
      mention.token_end = phrase.end;
      mention.kind = phrase.kind;
      mention.country = phrase.country;
      mention.plural = phrase.plural;
      const uint32_t head_end = phrase.has_name() ? phrase.name_end : std::max(phrase.noun_end, phrase.begin + 1);
      mention.head = view_.SpanOf(head_end - 1, head_end);
      phrase_of_.push_back(&phrase);
    } else {
      const CountryHit& hit = hits[h++];
      mention.token_begin = hit.begin;
      mention.token_end = hit.end;
      mention.kind = MentionKindOf(hit.form->kind);
      mention.country = hit.form->code;
      mention.plural = hit.form->kind == CountryFormKind::kPeople;
      mention.head = view_.SpanOf(hit.end - 1, hit.end);
      ++named[hit.form->code.view()];
      phrase_of_.push_back(nullptr);
    }
    mention.span = view_.SpanOf(mention.token_begin, mention.token_end);
    while (sentence + 1 < sentences.size() && sentences[sentence].token_end <= mention.token_begin) ++sentence;
    mention.sentence = sentence;
    out_->mentions.push_back(mention);
  }
  uint32_t most = 0;
  uint32_t second = 0;
  for (const auto& [code, count] : named) {
    if (count > most) {
      second = most;
      most = count;
      home_ = CountryCode(code);
    } else {
      second = std::max(second, count);
    }
  }
  if (most <= second + 1 && second > 0) home_ = CountryCode();
}

uint32_t Resolver::NewCluster(ActorKind kind) {
  Cluster cluster;
  cluster.kind = kind;
  out_->clusters.push_back(std::move(cluster));
  info_.emplace_back();
  return static_cast<uint32_t>(out_->clusters.size() - 1);
}

uint32_t Resolver::CountryCluster(CountryCode code) {
  const auto [at, added] = country_cluster_.try_emplace(std::string(code.view()), 0);
  if (added) {
    at->second = NewCluster(ActorKind::kBody);
    Cluster& cluster = out_->clusters[at->second];
    cluster.name = view_.lexicon().countries.NameOf(code);
    cluster.country = code;
  }
  return at->second;
}

void Resolver::Attach(uint32_t mention, uint32_t cluster) { out_->mentions[mention].cluster = cluster; }

// Role, country and gender that the mention's own phrase tells about its actor.
void Resolver::TakeFacts(uint32_t m, uint32_t c) {
  const ActorPhrase& phrase = *phrase_of_[m];
  Cluster& cluster = out_->clusters[c];
  if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kOffice) {
    if (cluster.role.empty()) cluster.role = TextOf(std::min(phrase.role_begin, phrase.noun_begin), phrase.noun_end);
    if (info_[c].role_noun.empty()) info_[c].role_noun = Folded(phrase.noun_end - 1);
    const std::string& noun = info_[c].role_noun;
    if (noun.ends_with("woman") || noun == "actress" || noun == "queen" || noun == "wife")
      info_[c].gender = Gender::kFemale;
    if (noun.ends_with("man") && !noun.ends_with("woman")) info_[c].gender = Gender::kMale;
    if (noun == "king" || noun == "father" || noun == "husband" || noun == "son") info_[c].gender = Gender::kMale;
  }
  if (cluster.country.empty()) cluster.country = phrase.country;
  for (uint32_t i = phrase.begin; i < phrase.name_begin; ++i) {
    const std::string_view word = view_.str(i);
    if (word == "Mr" || word == "Mr." || word == "Sir") info_[c].gender = Gender::kMale;
    if (word == "Ms" || word == "Ms." || word == "Mrs" || word == "Mrs." || word == "Dame")
      info_[c].gender = Gender::kFemale;
  }
}

// What the office table knows of this name at the article's date.
void Resolver::TakeHolder(uint32_t m, uint32_t c) {
  const ActorPhrase& phrase = *phrase_of_[m];
  const OfficeTable& table = view_.lexicon().offices;
  const PhraseTable::Match match = table.names().Longest(view_.words(), phrase.name_begin);
  if (match.length == 0 || phrase.name_begin + match.length != phrase.name_end) return;
  std::vector<uint32_t> rows;
  table.names().Values(match, view_.words(), phrase.name_begin, &rows);
  const OfficeHolder& holder = table.holder(table.BestHolder(rows, published_at_));
  Cluster& cluster = out_->clusters[c];
  if (cluster.country.empty()) cluster.country = holder.country;
  if (cluster.role.empty()) cluster.role = holder.role;
  if (info_[c].role_noun.empty()) {
    const size_t space = cluster.role.rfind(' ');
    FoldWord(std::string_view(cluster.role).substr(space == std::string::npos ? 0 : space + 1), &info_[c].role_noun);
  }
}

void Resolver::ClusterNames() {
  // Full names first, so that a bare last name in the headline finds the full one below it.
  for (const bool full : {true, false}) {
    for (uint32_t m = 0; m < out_->mentions.size(); ++m) {
      const ActorPhrase* phrase = phrase_of_[m];
      if (phrase == nullptr || !phrase->has_name() || out_->mentions[m].cluster != kNoCluster) continue;
      const bool is_full = phrase->name_end - phrase->name_begin > 1;
      if (is_full != full) continue;
      const std::string name = TextOf(phrase->name_begin, phrase->name_end);
      std::vector<uint32_t>& same = by_last_name_[Folded(phrase->name_end - 1)];
      uint32_t cluster = kNoCluster;
      // Only the bearers named last are looked at: it bounds the work where thousands share a name.
      const size_t from = same.size() > kBearers ? same.size() - kBearers : 0;
      if (full) {
        for (size_t i = from; i < same.size(); ++i) {
          if (out_->clusters[same[i]].name == name) cluster = same[i];
        }
      } else if (!same.empty()) {
        // The bearer named last before here, else the first after.
        cluster = same.front();
        for (size_t i = from; i < same.size(); ++i) {
          if (out_->clusters[same[i]].mentions.front() < m) cluster = same[i];
        }
      }
      if (cluster == kNoCluster) {
        cluster = NewCluster(ActorKindOf(out_->mentions[m].kind));
        out_->clusters[cluster].name = name;
        out_->clusters[cluster].mentions.push_back(m);  // its first mention, for the look above; rebuilt at the end
        same.push_back(cluster);
      }
      Attach(m, cluster);
      TakeFacts(m, cluster);
    }
  }
  for (Cluster& cluster : out_->clusters) cluster.mentions.clear();
  for (uint32_t m = 0; m < out_->mentions.size(); ++m) {
    if (phrase_of_[m] == nullptr || !phrase_of_[m]->has_name()) continue;
    TakeHolder(m, out_->mentions[m].cluster);
    TakeApposition(m);
  }
}

// "Sergei Ryabkov, Russia's deputy foreign minister," and "the deputy foreign minister, Sergei Ryabkov,".
void Resolver::TakeApposition(uint32_t m) {
  const uint32_t c = out_->mentions[m].cluster;
  const auto office_at = [&](uint32_t other) {
    return phrase_of_[other] != nullptr && !phrase_of_[other]->has_name() &&
           out_->mentions[other].kind == MentionKind::kOffice && out_->mentions[other].cluster == kNoCluster;
  };
  const uint32_t end = out_->mentions[m].token_end;
  for (uint32_t next = m + 1; next < out_->mentions.size() && next < m + 4; ++next) {
    if (out_->mentions[next].token_begin > end + 1) break;
    if (!office_at(next) || !view_.IsComma(end)) continue;
    Attach(next, c);
    TakeFacts(next, c);
    return;
  }
  for (uint32_t back = m; back-- > 0 && back + 4 > m;) {
    const Mention& other = out_->mentions[back];
    if (!office_at(back) || other.token_end + 1 != out_->mentions[m].token_begin || !view_.IsComma(other.token_end))
      continue;
    Attach(back, c);
    TakeFacts(back, c);
    return;
  }
}

void Resolver::ClusterRest() {
  for (uint32_t m = 0; m < out_->mentions.size(); ++m) {
    const Mention& mention = out_->mentions[m];
    if (phrase_of_[m] == nullptr) {
      Attach(m, CountryCluster(mention.country));
    } else if (mention.cluster != kNoCluster) {
      // named, or an apposition
    } else if (mention.kind == MentionKind::kPronoun) {
      ClusterPronoun(m);
    } else if (mention.kind == MentionKind::kOffice) {
      ClusterOffice(m);
    } else {
      ClusterBody(m);
    }
  }
}

void Resolver::ClusterOffice(uint32_t m) {
  const ActorPhrase& phrase = *phrase_of_[m];
  const std::string noun = Folded(phrase.noun_end - 1);
  if (phrase.definite) {
    uint32_t looked = 0;
    for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
      const uint32_t c = out_->mentions[back].cluster;
      if (c == kNoCluster || info_[c].role_noun != noun) continue;
      if (!phrase.country.empty() && !out_->clusters[c].country.empty() && phrase.country != out_->clusters[c].country)
        continue;
      return Attach(m, c);
    }
    for (uint32_t next = m + 1; next < out_->mentions.size() && next < m + kLookBack; ++next) {
      const uint32_t c = out_->mentions[next].cluster;
      if (c == kNoCluster || phrase_of_[next] == nullptr || !phrase_of_[next]->has_name() || info_[c].role_noun != noun)
        continue;
      if (!phrase.country.empty() && phrase.country != out_->clusters[c].country) continue;
      return Attach(m, c);
    }
  }
  const uint32_t c = NewCluster(ActorKind::kOffice);
  Attach(m, c);
  TakeFacts(m, c);
  Cluster& cluster = out_->clusters[c];
  uint32_t begin = phrase.begin;
  while (begin < phrase.noun_begin &&
         (view_.str(begin) == "the" || view_.str(begin) == "The" || view_.str(begin) == "a" ||
          view_.str(begin) == "A" || view_.str(begin) == "an" || view_.str(begin) == "An")) {
    ++begin;
  }
  cluster.name = TextOf(begin, phrase.end);
  if (cluster.country.empty() && IsStateOffice(*phrase.noun)) cluster.country = home_;
}

void Resolver::ClusterBody(uint32_t m) {
  const ActorPhrase& phrase = *phrase_of_[m];
  const Mention& mention = out_->mentions[m];
  const std::string noun = Folded(phrase.noun_end - 1);
  const bool bare = phrase.noun_end - phrase.begin == 2 && phrase.definite && phrase.country.empty();
  if (bare && mention.kind == MentionKind::kBody) {
    const bool country_word =
        noun == "country" || noun == "nation" || noun == "kingdom" || noun == "government" || noun == "bloc";
    uint32_t looked = 0;
    for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
      const Mention& other = out_->mentions[back];
      if (other.cluster == kNoCluster) continue;
      if (country_word) {
        if (phrase_of_[back] == nullptr && other.kind != MentionKind::kBody) {
          return Attach(m, noun == "government" ? CountryCluster(other.country) : other.cluster);
        }
      } else if (other.kind == MentionKind::kBody && phrase_of_[back] != nullptr &&
                 (phrase_of_[back]->has_name() || info_[other.cluster].role_noun == noun)) {
        return Attach(m, other.cluster);
      }
    }
  }
  uint32_t begin = phrase.begin;
  while (begin < phrase.noun_begin &&
         (view_.str(begin) == "the" || view_.str(begin) == "The" || view_.str(begin) == "a" ||
          view_.str(begin) == "A" || view_.str(begin) == "an" || view_.str(begin) == "An")) {
    ++begin;
  }
  const std::string name = TextOf(begin, phrase.end);
  const auto [at, added] = by_body_name_.try_emplace(name, 0);
  if (added) {
    at->second = NewCluster(ActorKindOf(mention.kind));
    Cluster& cluster = out_->clusters[at->second];
    cluster.name = name;
    cluster.country = phrase.country;
    info_[at->second].role_noun = noun;
    const bool state = Folded(phrase.noun_begin) == "ministry" || noun == "government" || noun == "ministry" ||
                       noun == "army" || noun == "military" || noun == "navy" || noun == "parliament" ||
                       noun == "police" || noun == "authorities" || noun == "officials" || noun == "troops" ||
                       noun == "forces" || noun == "lawmakers" || noun == "administration";
    if (cluster.country.empty() && state) cluster.country = home_;
  }
  Attach(m, at->second);
}

bool Resolver::IsSubject(const Mention& mention) const {
  // Near the start of its sentence, before any preposition.
  const Sentence& sentence = view_.segments().sentences[mention.sentence];
  if (mention.token_begin > sentence.token_begin && view_.Is(mention.token_begin - 1, WordClass::kPreposition)) {
    return false;
  }
  return mention.token_begin <= sentence.token_begin + 2 ||
         (mention.token_end < sentence.token_end && view_.Is(mention.token_end, WordClass::kFinite));
}

void Resolver::ClusterPronoun(uint32_t m) {
  const Mention& pronoun = out_->mentions[m];
  const uint32_t token = pronoun.token_begin;
  const bool male = view_.Is(token, WordClass::kMale);
  const bool female = view_.Is(token, WordClass::kFemale);
  const std::string word = Folded(token);
  if (word == "i" || word == "we" || word == "you" || word == "me" || word == "us" || word == "who" || word == "whom")
    return;
  uint32_t best = kNoCluster;
  uint32_t looked = 0;
  for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
    const Mention& other = out_->mentions[back];
    if (other.cluster == kNoCluster) continue;
    // A demonym inside "Russian minister X" is no candidate of its own.
    const uint32_t distance = pronoun.sentence - other.sentence;
    if (distance > 4) break;
    bool fits = false;
    if (male || female) {
      const bool human = other.kind == MentionKind::kPerson || (other.kind == MentionKind::kOffice && !other.plural);
      const Gender g = info_[other.cluster].gender;
      const bool same_pronoun = other.kind == MentionKind::kPronoun &&
                                out_->clusters[other.cluster].kind != ActorKind::kBody &&
                                (view_.Is(other.token_begin, WordClass::kMale) == male);
      fits = (human && (g == Gender::kUnknown || (g == Gender::kMale) == male)) || same_pronoun;
    } else if (word == "they" || word == "them") {
      fits = other.plural;
    } else {  // it
      fits = (other.kind == MentionKind::kCountry || other.kind == MentionKind::kCapital ||
              other.kind == MentionKind::kBody) &&
             !other.plural;
    }
    if (!fits) continue;
    if (best == kNoCluster) best = other.cluster;
    if (IsSubject(other)) {
      best = other.cluster;
      break;
    }
    if (distance > 1) break;
  }
  if (best == kNoCluster) return;
  Attach(m, best);
  if (male) info_[best].gender = Gender::kMale;
  if (female) info_[best].gender = Gender::kFemale;
}

}  // namespace demarche
