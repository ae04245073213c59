// Pronouns: of the fitting mentions at most four sentences back the one that scores best. Subjects and speakers before
// others, near before far, certain people before words that only look like names. "I", "we" and "you" stay null.
#include "pipeline/stages/entities/resolution.h"

namespace demarche {
namespace {

constexpr uint32_t kSentencesBack = 4;

enum class Pronoun : uint8_t { kMale, kFemale, kThey, kIt, kNone };

Pronoun KindOf(const TokenView& view, uint32_t token, const std::string& word) {
  if (view.Is(token, WordClass::kMale)) return Pronoun::kMale;
  if (view.Is(token, WordClass::kFemale)) return Pronoun::kFemale;
  if (word == "they" || word == "them") return Pronoun::kThey;
  if (word == "it") return Pronoun::kIt;
  return Pronoun::kNone;
}

bool IsCueAt(const TokenView& view, uint32_t i) {
  const CueTable* cues = view.lexicon().CuesOf("en");
  return cues != nullptr && i < view.size() && cues->phrases().Longest(view.words(), i).length > 0;
}

bool IsSubject(const TokenView& view, const Mention& mention) {
  // Near the start of its sentence, before any preposition.
  const Sentence& sentence = view.segments().sentences[mention.sentence];
  if (mention.token_begin > sentence.token_begin && view.Is(mention.token_begin - 1, WordClass::kPreposition)) {
    return false;
  }
  return mention.token_begin <= sentence.token_begin + 2 ||
         (mention.token_end < sentence.token_end && view.Is(mention.token_end, WordClass::kFinite));
}

bool IsSpeaker(const TokenView& view, const Mention& mention) {
  return IsCueAt(view, mention.token_end) || (mention.token_begin > 0 && IsCueAt(view, mention.token_begin - 1));
}

bool IsHuman(const Resolution& r, const Mention& other) {
  if (other.kind == MentionKind::kPerson) {
    // One capitalised word that nothing else makes a person is none.
    const ClusterInfo& about = r.info[other.cluster];
    return about.sure || about.named > 1 || r.out.clusters[other.cluster].name.find(' ') != std::string::npos ||
           IsSpeaker(r.view, other);
  }
  if (other.kind == MentionKind::kOffice) return !other.plural;
  return other.kind == MentionKind::kPronoun && r.out.clusters[other.cluster].kind != ActorKind::kBody;
}

bool Fits(const Resolution& r, Pronoun kind, const Mention& other) {
  switch (kind) {
    case Pronoun::kMale:
    case Pronoun::kFemale: {
      if (!IsHuman(r, other)) return false;
      const NameGender gender = r.info[other.cluster].gender;
      if (other.kind == MentionKind::kPronoun) {
        return r.view.Is(other.token_begin, kind == Pronoun::kMale ? WordClass::kMale : WordClass::kFemale);
      }
      return gender == NameGender::kUnknown || (gender == NameGender::kMale) == (kind == Pronoun::kMale);
    }
    case Pronoun::kThey:
      return other.plural;
    case Pronoun::kIt:
      return (other.kind == MentionKind::kCountry || other.kind == MentionKind::kCapital ||
              other.kind == MentionKind::kBody) &&
             !other.plural;
    case Pronoun::kNone:
      return false;
  }
  return false;
}

double Score(const Resolution& r, Pronoun kind, const Mention& pronoun, const Mention& other) {
  const ClusterInfo& about = r.info[other.cluster];
  double score = -1.0 * (pronoun.sentence - other.sentence);
  if (IsSubject(r.view, other)) score += 1.5;
  if (IsSpeaker(r.view, other)) score += 1.5;
  const bool human = kind == Pronoun::kMale || kind == Pronoun::kFemale;
  if (human && about.sure) score += 1.5;
  if (human && about.gender != NameGender::kUnknown) score += .5;
  const auto quoted = [&](const Mention& m) { return r.view.token(m.token_begin).has(Token::kInsideQuote); };
  if (quoted(other) != quoted(pronoun)) score -= 1.0;
  return score;
}

}  // namespace

void ClusterPronoun(Resolution* r, uint32_t m) {
  const Mention& pronoun = r->out.mentions[m];
  const Pronoun kind = KindOf(r->view, pronoun.token_begin, r->Folded(pronoun.token_begin));
  if (kind == Pronoun::kNone) return;
  uint32_t best = kNoCluster;
  double best_score = -100;
  uint32_t looked = 0;
  for (uint32_t back = m; back-- > 0 && looked < kLookBack; ++looked) {
    const Mention& other = r->out.mentions[back];
    if (pronoun.sentence - other.sentence > kSentencesBack) break;
    if (other.cluster == kNoCluster || !Fits(*r, kind, other)) continue;
    const double score = Score(*r, kind, pronoun, other);
    if (score > best_score) {
      best = other.cluster;
      best_score = score;
    }
  }
  if (best == kNoCluster) return;
  r->Attach(m, best);
  if (kind == Pronoun::kMale) r->info[best].gender = NameGender::kMale;
  if (kind == Pronoun::kFemale) r->info[best].gender = NameGender::kFemale;
}

}  // namespace demarche
