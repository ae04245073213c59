// See decision.h.
#include "pipeline/stages/relations/decision.h"

#include <algorithm>
#include <cmath>

namespace demarche {
namespace {

bool IsMutual(EventType type) {
  return type == EventType::kConsult || type == EventType::kAgree || type == EventType::kCooperate;
}

Finding FromProposal(const Proposal& proposal, float confidence) {
  Finding out;
  out.source = proposal.source;
  out.target = proposal.target;
  out.trigger_begin = proposal.trigger_begin;
  out.trigger_end = proposal.trigger_end;
  out.type = proposal.type;
  out.cameo = proposal.cameo;
  out.modality = proposal.modality;
  out.aspect = proposal.frame->state ? Aspect::kState : Aspect::kEvent;
  out.reciprocal = proposal.reciprocal;
  out.confidence = confidence;
  out.rule = proposal.frame->id;
  out.proposed = true;
  return out;
}

// How sure the decision must be.
struct Limits {
  float any;    // a pair needs this chance of any relation
  float alone;  // the same where no strong frame proposes one
  float share;  // a type that a strong frame proposes is taken before the models' own from this share of its chance on:
                // a result that a frame explains is worth more
};
// Both cross-checked on codings that the models did not see; the network says what it believes in higher numbers.
Limits LinearLimits(const PairWeights& weights) { return {weights.threshold(), 0.5F, 0.2F}; }
constexpr Limits kReadingLimits = {0.2F, 0.3F, 0.05F};
// A second type of a pair, by a frame, needs this chance at least.
constexpr float kSecond = 0.1F;

// The CAMEO code where only the type is known: the root's general code.
std::string_view RootCameo(EventType type) {
  static constexpr std::string_view kRoots[kEventTypes] = {"030", "040", "051", "060", "070", "080", "020", "111",
                                                           "120", "130", "140", "163", "150", "170", "190", "090"};
  return kRoots[static_cast<size_t>(type)];
}

// A finding of the model that no frame proposed as such: its trigger is the frame's word of that type nearest to the
// pair, else the word that speaks most for the type.
Finding FromModel(const Clauses& clauses, const Lexicon& lexicon, const Pair& pair, EventType type, float confidence,
                  const std::vector<PairFeature>& features) {
  Finding out;
  out.source = pair.source;
  out.target = pair.target;
  out.type = type;
  out.cameo = RootCameo(type);
  out.confidence = confidence;
  out.rule = "pair-model";
  const std::vector<ClauseToken>& tokens = clauses.tokens();
  const uint32_t left = std::min(clauses.actors()[pair.source].begin, clauses.actors()[pair.target].begin);
  const uint32_t right = std::max(clauses.actors()[pair.source].end, clauses.actors()[pair.target].end);
  const auto distance = [&](uint32_t at) { return at < left ? 2 * (left - at) : at > right ? at - right : 0; };
  uint32_t best = UINT32_MAX;
  const auto consider = [&](uint32_t begin, uint32_t end, const FrameHit& hit) {
    const Frame& frame = lexicon.frames.frames()[hit.frame];
    if (frame.type != type || distance(begin) >= best) return;
    best = distance(begin);
    out.trigger_begin = begin;
    out.trigger_end = end;
    out.cameo = hit.cameo.empty() ? frame.cameo : hit.cameo;
    out.aspect = frame.state ? Aspect::kState : Aspect::kEvent;
    out.reciprocal = frame.reciprocal;
    out.rule = frame.id + "+pair-model";
  };
  for (const Verb& verb : clauses.verbs()) {
    for (const FrameHit& hit : verb.hits) consider(verb.begin, verb.end, hit);
  }
  for (const NounTrigger& noun : clauses.nouns()) {
    for (const FrameHit& hit : noun.hits) consider(noun.begin, noun.end, hit);
  }
  if (best == UINT32_MAX) {
    std::vector<float> weight(tokens.size(), 0.0F);
    for (const PairFeature& feature : features) {
      if (feature.token < 0) continue;
      const PairWeights::Row* row = lexicon.pair_weights.Find(feature.hash);
      if (row != nullptr)
        weight[static_cast<size_t>(feature.token)] += (*row)[static_cast<size_t>(type)] - (*row)[kNoRelation];
    }
    float top = -1e9F;
    uint32_t at = left;
    for (uint32_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].actor >= 0 || tokens[i].punct || (tokens[i].classes & (kPreposition | kDeterminer | kCoordinator)))
        continue;
      if (weight[i] > top) {
        top = weight[i];
        at = i;
      }
    }
    out.trigger_begin = at;
    out.trigger_end = at + 1;
    out.reciprocal = type == EventType::kConsult;
  }
  out.modality = ModalityAt(clauses, lexicon.frames, out.trigger_begin);
  return out;
}

// A meets B and B meets A are one relation; so are a finding and its twin from another row of the table.
void Unite(const Clauses& clauses, std::vector<Finding>* findings) {
  std::vector<Finding> out;
  for (Finding& finding : *findings) {
    bool twin = false;
    for (Finding& have : out) {
      if (have.type != finding.type) continue;
      const CountryCode s = clauses.actors()[finding.source].country;
      const CountryCode t = clauses.actors()[finding.target].country;
      const CountryCode hs = clauses.actors()[have.source].country;
      const CountryCode ht = clauses.actors()[have.target].country;
      const bool same = hs == s && ht == t;
      const bool mirrored = hs == t && ht == s && (IsMutual(finding.type) || finding.reciprocal || have.reciprocal);
      if (!same && !mirrored) continue;
      twin = true;
      if (mirrored) {
        if (clauses.actors()[finding.source].begin < clauses.actors()[have.source].begin) {
          std::swap(have, finding);
        }
        have.reciprocal = true;
      } else if (finding.confidence > have.confidence) {
        std::swap(have, finding);
      }
      break;
    }
    if (!twin) out.push_back(std::move(finding));
  }
  // The model alone does not say that B does to A what a frame says that A does to B.
  std::erase_if(out, [&](const Finding& f) {
    return std::any_of(out.begin(), out.end(), [&](const Finding& other) {
      return f.type == other.type && f.trigger_begin == other.trigger_begin && !f.proposed && other.proposed &&
             clauses.actors()[f.source].country == clauses.actors()[other.target].country &&
             clauses.actors()[f.target].country == clauses.actors()[other.source].country;
    });
  });
  *findings = std::move(out);
}

}  // namespace

std::array<float, kPairClasses> Weigh(const PairWeights& weights, const std::vector<PairFeature>& features) {
  std::array<float, kPairClasses> score{};
  for (const PairFeature& feature : features) {
    const PairWeights::Row* row = weights.Find(feature.hash);
    if (row == nullptr) continue;
    for (int c = 0; c < kPairClasses; ++c) score[static_cast<size_t>(c)] += (*row)[static_cast<size_t>(c)];
  }
  const float top = *std::max_element(score.begin(), score.end());
  float sum = 0;
  for (float& s : score) sum += s = std::exp(s - top);
  for (float& s : score) s /= sum;
  return score;
}

namespace {

bool Joins(const Clauses& clauses, const Proposal& proposal, const Pair& pair) {
  return clauses.actors()[proposal.source].country == clauses.actors()[pair.source].country &&
         clauses.actors()[proposal.target].country == clauses.actors()[pair.target].country;
}

bool HasProposal(const Clauses& clauses, const std::vector<Proposal>& proposals, const Pair& pair) {
  return std::any_of(proposals.begin(), proposals.end(),
                     [&](const Proposal& p) { return !p.weak && Joins(clauses, p, pair); });
}

// The proposal of `type` for the pair; else one whose act is of that type before composition ("will not send" is AID to
// the model, a refusal to the frames); null if none.
const Proposal* BestProposal(const Clauses& clauses, const std::vector<Proposal>& proposals, const Pair& pair,
                             EventType type) {
  const Proposal* best = nullptr;
  int best_rank = 0;
  for (const Proposal& proposal : proposals) {
    if (!Joins(clauses, proposal, pair)) continue;
    const int rank = (proposal.type == type ? 4 : proposal.frame->type == type ? 2 : 0) + (proposal.weak ? 0 : 1);
    if (rank < 2 || rank <= best_rank) continue;
    best = &proposal;
    best_rank = rank;
  }
  return best;
}

}  // namespace

// How much the linear model and the network say together; more than 1 in sum makes their agreement surer.
// On held-out codings (457 items) the linear model alone has type F .437, the network alone .514, both .536.
constexpr float kLinear = 0.5F;
constexpr float kNetwork = 1.0F;
// The network's modality is taken before the words' from this chance on.
constexpr float kSureModality = 0.5F;

// How often the two together are right where they give a pair this chance of a relation: less often than they believe.
float ConfidenceOf(float any) { return std::max(0.05F, 0.9F * any - 0.02F); }

// The weighted product of what the two models say.
std::array<float, kPairClasses> Blend(const std::array<float, kPairClasses>& linear,
                                      const std::array<float, kPairClasses>& network) {
  std::array<float, kPairClasses> out{};
  float sum = 0;
  for (size_t c = 0; c < kPairClasses; ++c)
    sum += out[c] = std::exp(kLinear * std::log(linear[c] + 1e-6F) + kNetwork * std::log(network[c] + 1e-6F));
  for (float& chance : out) chance /= sum;
  return out;
}

std::vector<Finding> Decide(const Clauses& clauses, const Lexicon& lexicon, const std::vector<Proposal>& proposals,
                            const std::vector<Pair>& pairs, const std::vector<PairChances>& read) {
  std::vector<Finding> out;
  if (lexicon.pair_weights.empty()) {
    for (const Proposal& proposal : proposals) {
      if (!proposal.weak) out.push_back(FromProposal(proposal, proposal.frame->confidence));
    }
    Unite(clauses, &out);
    return out;
  }
  const Limits limits = read.empty() ? LinearLimits(lexicon.pair_weights) : kReadingLimits;
  for (size_t p = 0; p < pairs.size(); ++p) {
    const Pair& pair = pairs[p];
    const std::vector<PairFeature> features = PairFeatures(clauses, lexicon.frames, proposals, pair, nullptr);
    std::array<float, kPairClasses> chance = Weigh(lexicon.pair_weights, features);
    if (!read.empty()) chance = Blend(chance, read[p].type);
    const float any = 1 - chance[kNoRelation];
    if (any < limits.any) continue;
    if (any < limits.alone && !HasProposal(clauses, proposals, pair)) continue;
    const auto best = std::max_element(chance.begin(), chance.begin() + kEventTypes);
    EventType type = static_cast<EventType>(best - chance.begin());
    if (BestProposal(clauses, proposals, pair, type) == nullptr) {
      float most = limits.share * *best;
      for (const Proposal& proposal : proposals) {
        if (proposal.weak || !Joins(clauses, proposal, pair) || chance[static_cast<size_t>(proposal.type)] < most)
          continue;
        type = proposal.type;
        most = chance[static_cast<size_t>(proposal.type)];
      }
    }
    const Proposal* same = BestProposal(clauses, proposals, pair, type);
    const float confidence = read.empty() ? any : ConfidenceOf(any);
    out.push_back(same != nullptr ? FromProposal(*same, confidence)
                                  : FromModel(clauses, lexicon, pair, type, confidence, features));
    if (!read.empty()) {
      const auto sure = std::max_element(read[p].modality.begin(), read[p].modality.end());
      if (*sure > kSureModality) out.back().modality = static_cast<Modality>(sure - read[p].modality.begin());
    }
    // A clause with an act of its own gives a record of its own.
    for (const Proposal& proposal : proposals) {
      if (proposal.weak || proposal.type == type || !Joins(clauses, proposal, pair)) continue;
      const float second = chance[static_cast<size_t>(proposal.type)];
      if (second >= kSecond && proposal.trigger_begin != out.back().trigger_begin)
        out.push_back(FromProposal(proposal, std::max(second, confidence * proposal.frame->confidence)));
    }
  }
  Unite(clauses, &out);
  return out;
}

}  // namespace demarche
