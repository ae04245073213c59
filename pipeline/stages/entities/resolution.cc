// Mentions in text order, clusters and what they take from a phrase.
#include "pipeline/stages/entities/resolution.h"

#include <algorithm>

namespace demarche {
namespace {

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

NameGender GenderOfNoun(std::string_view noun) {
  if (noun.ends_with("woman") || noun == "actress" || noun == "queen" || noun == "wife" || noun == "mother" ||
      noun == "daughter" || noun == "sister" || noun == "lady" || noun == "girl" || noun == "widow") {
    return NameGender::kFemale;
  }
  if (noun.ends_with("man") || noun == "king" || noun == "father" || noun == "husband" || noun == "son" ||
      noun == "brother" || noun == "boy" || noun == "pope") {
    return NameGender::kMale;
  }
  return NameGender::kUnknown;
}

NameGender GenderOfTitle(std::string_view word) {
  if (word == "Mr" || word == "Mr." || word == "Sir") return NameGender::kMale;
  if (word == "Ms" || word == "Ms." || word == "Mrs" || word == "Mrs." || word == "Dame") return NameGender::kFemale;
  return NameGender::kUnknown;
}

}  // namespace

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

std::string Resolution::TextOf(uint32_t begin, uint32_t end) const {
  return begin < end ? std::string(view.text().slice(view.SpanOf(begin, end))) : std::string();
}

std::string Resolution::Folded(uint32_t token) const {
  std::string folded;
  FoldWord(view.str(token), &folded);
  return folded;
}

std::string Resolution::NameOfPhrase(const ActorPhrase& phrase) const {
  uint32_t begin = phrase.begin;
  while (begin < phrase.noun_begin) {
    const std::string word = Folded(begin);
    if (word != "the" && word != "a" && word != "an") break;
    ++begin;
  }
  return TextOf(begin, phrase.end);
}

void Resolution::AddMentions(const CountryScan& scan, const std::vector<ActorPhrase>& phrases) {
  const std::vector<CountryHit>& hits = scan.countries;
  const auto& sentences = view.segments().sentences;
  uint32_t sentence = 0;
  size_t h = 0;
  size_t p = 0;
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
      mention.basis = phrase.basis;
      mention.plural = phrase.plural;
      const uint32_t head_end = phrase.has_name() ? phrase.name_end : std::max(phrase.noun_end, phrase.begin + 1);
      mention.head = view.SpanOf(head_end - 1, head_end);
      phrase_of.push_back(&phrase);
    } else {
      const CountryHit& hit = hits[h++];
      mention.token_begin = hit.begin;
      mention.token_end = hit.end;
      mention.kind = MentionKindOf(hit.form->kind);
      mention.country = hit.code;
      mention.basis = CountryBasis::kNamed;
      mention.plural = hit.form->kind == CountryFormKind::kPeople;
      mention.head = view.SpanOf(hit.end - 1, hit.end);
      phrase_of.push_back(nullptr);
    }
    mention.span = view.SpanOf(mention.token_begin, mention.token_end);
    while (sentence + 1 < sentences.size() && sentences[sentence].token_end <= mention.token_begin) ++sentence;
    mention.sentence = sentence;
    out.mentions.push_back(mention);
  }
}

uint32_t Resolution::NewCluster(ActorKind kind, uint32_t first_mention) {
  Cluster cluster;
  cluster.kind = kind;
  out.clusters.push_back(std::move(cluster));
  info.emplace_back();
  info.back().first = first_mention;
  return static_cast<uint32_t>(out.clusters.size() - 1);
}

uint32_t Resolution::CountryCluster(CountryCode code) {
  const auto [at, added] = country_cluster_.try_emplace(std::string(code.view()), 0);
  if (added) {
    at->second = NewCluster(ActorKind::kBody, 0);
    Cluster& cluster = out.clusters[at->second];
    cluster.name = view.lexicon().countries.NameOf(code);
    cluster.country = code;
    cluster.basis = CountryBasis::kNamed;
  }
  return at->second;
}

void Resolution::TakeCountry(CountryCode code, CountryBasis basis, uint32_t c) {
  Cluster& cluster = out.clusters[c];
  if (code.empty() || (cluster.basis != CountryBasis::kNone && cluster.basis <= basis)) return;
  cluster.country = code;
  cluster.basis = basis;
}

void Resolution::TakeFacts(uint32_t m, uint32_t c) {
  const ActorPhrase& phrase = *phrase_of[m];
  Cluster& cluster = out.clusters[c];
  ClusterInfo& about = info[c];
  if (phrase.noun != nullptr && phrase.noun->kind == ActorNounKind::kOffice) {
    if (cluster.role.empty()) cluster.role = TextOf(std::min(phrase.role_begin, phrase.noun_begin), phrase.noun_end);
    if (about.role_noun.empty()) about.role_noun = Folded(phrase.noun_end - 1);
    if (about.gender == NameGender::kUnknown) about.gender = GenderOfNoun(Folded(phrase.noun_end - 1));
  }
  TakeCountry(phrase.country, phrase.basis, c);
  if (phrase.noun != nullptr) TakeCountry(phrase.noun->country, CountryBasis::kOffice, c);
  about.sure = about.sure || phrase.sure;
  if (phrase.has_name()) ++about.named;
  for (uint32_t i = phrase.begin; i < phrase.name_begin; ++i) {
    if (const NameGender gender = GenderOfTitle(view.str(i)); gender != NameGender::kUnknown) about.gender = gender;
  }
  if (about.gender == NameGender::kUnknown && phrase.kind == MentionKind::kPerson &&
      phrase.name_end - phrase.name_begin > 1) {
    about.gender = view.lexicon().offices.GenderOf(view.words()[phrase.name_begin].id);
  }
}

}  // namespace demarche
