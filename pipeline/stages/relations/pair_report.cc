// See pair_report.h.
#include "pipeline/stages/relations/pair_report.h"

#include <algorithm>
#include <cmath>

#include "fmt/format.h"
#include "pipeline/stages/relations/actors.h"
#include "pipeline/stages/relations/decision.h"

namespace demarche {
namespace {

constexpr size_t kFeaturesShown = 8;

std::vector<WeighedFeature> Strongest(const PairWeights& weights, const std::vector<PairFeature>& features,
                                      const std::vector<std::string>& names, EventType type) {
  std::vector<WeighedFeature> out;
  for (size_t f = 0; f < features.size(); ++f) {
    const PairWeights::Row* row = weights.Find(features[f].hash);
    if (row == nullptr) continue;
    const float weight = (*row)[static_cast<size_t>(type)] - (*row)[kNoRelation];
    if (weight != 0) out.push_back({names[f], weight});
  }
  std::stable_sort(out.begin(), out.end(), [](const WeighedFeature& a, const WeighedFeature& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  if (out.size() > kFeaturesShown) out.resize(kFeaturesShown);
  return out;
}

PairReport Report(const Lexicon& lexicon, const Clauses& clauses, const std::vector<Proposal>& proposals,
                  const Pair& pair) {
  PairReport out;
  const Actor& source = clauses.actors()[pair.source];
  const Actor& target = clauses.actors()[pair.target];
  out.source = source.country;
  out.target = target.country;
  out.source_span = source.span;
  out.target_span = target.span;
  std::vector<std::string> names;
  const std::vector<PairFeature> features = PairFeatures(clauses, lexicon.frames, proposals, pair, &names);
  const std::array<float, kPairClasses> chance = Weigh(lexicon.pair_weights, features);
  const auto best = std::max_element(chance.begin(), chance.begin() + kEventTypes);
  out.type = static_cast<EventType>(best - chance.begin());
  out.type_chance = *best;
  out.none_chance = chance[kNoRelation];
  out.features = Strongest(lexicon.pair_weights, features, names, out.type);
  for (const Proposal& proposal : proposals) {
    if (clauses.actors()[proposal.source].country != out.source ||
        clauses.actors()[proposal.target].country != out.target) {
      continue;
    }
    out.proposals.push_back(
        fmt::format("{} {}{}", proposal.frame->id, ToString(proposal.type), proposal.weak ? " (weak)" : ""));
  }
  return out;
}

void AskNetwork(const Reading& reading, const Sentence& sentence, const Clauses& clauses,
                const std::vector<Pair>& pairs, std::vector<PairReport>* reports, size_t first) {
  if (reading.pairs == nullptr || pairs.empty()) return;
  std::vector<TokenPair> asked;
  const auto last = [&](uint32_t actor) { return sentence.token_begin + clauses.actors()[actor].end - 1; };
  for (const Pair& pair : pairs) asked.push_back({last(pair.source), last(pair.target)});
  const std::vector<PairChances> answers = reading.pairs->Ask(sentence.token_begin, sentence.token_end, asked);
  for (size_t p = 0; p < answers.size(); ++p) {
    PairReport& report = (*reports)[first + p];
    report.network_type_chance = answers[p].type[static_cast<size_t>(report.type)];
    report.network_none_chance = answers[p].type[kNoRelation];
  }
}

}  // namespace

std::vector<PairReport> ReportPairs(const Lexicon& lexicon, const Text& text, const Segments& segments,
                                    const Entities& entities, const std::vector<Statement>& statements,
                                    const Reading& reading) {
  std::vector<PairReport> out;
  ActorFinder actor_finder(text, segments, entities, statements);
  for (uint32_t s = 0; s < segments.sentences.size(); ++s) {
    std::vector<Actor> actors = actor_finder.Next(s);
    const bool two = std::any_of(actors.begin(), actors.end(),
                                 [&](const Actor& actor) { return actor.country != actors[0].country; });
    if (!two) continue;
    const Sentence& sentence = segments.sentences[s];
    const Clauses clauses(text, segments, sentence, lexicon.frames, lexicon.clause_words, std::move(actors));
    const std::vector<Proposal> proposals = Propose(clauses, lexicon.frames);
    const std::vector<Pair> pairs = PairsOf(clauses, proposals, sentence.title);
    const size_t first = out.size();
    for (const Pair& pair : pairs) {
      out.push_back(Report(lexicon, clauses, proposals, pair));
      out.back().sentence = s;
    }
    AskNetwork(reading, sentence, clauses, pairs, &out, first);
  }
  return out;
}

}  // namespace demarche
