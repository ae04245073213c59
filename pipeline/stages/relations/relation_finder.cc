// See relation_finder.h.
#include "pipeline/stages/relations/relation_finder.h"

#include <algorithm>
#include <utility>

#include "pipeline/stages/relations/actors.h"
#include "pipeline/stages/relations/decision.h"

namespace demarche {
namespace {

bool HasTwoCountries(const std::vector<Actor>& actors) {
  return std::any_of(actors.begin(), actors.end(), [&](const Actor& a) { return a.country != actors[0].country; });
}

// Mean polarity of the words that have one, -1..1.
float ToneOf(const Clauses& clauses, const PolarityTable& polarity) {
  int sum = 0;
  int words = 0;
  for (const ClauseToken& t : clauses.tokens()) {
    if (const int weight = polarity.Find(t.word); weight != 0) {
      sum += weight;
      ++words;
    }
  }
  return words == 0 ? 0.0F : static_cast<float>(sum) / static_cast<float>(2 * words);
}

RelationActor ToActor(const Clauses& clauses, uint32_t index) {
  const Actor& actor = clauses.actors()[index];
  return {actor.country, actor.span, std::string(RoleOf(clauses, actor))};
}

// What the network says of each pair; empty where none reads.
std::vector<PairChances> AskReading(const Reading& reading, const Sentence& sentence, const Clauses& clauses,
                                    const std::vector<Pair>& pairs) {
  if (reading.pairs == nullptr || pairs.empty()) return {};
  const auto last = [&](uint32_t actor) { return sentence.token_begin + clauses.actors()[actor].end - 1; };
  std::vector<TokenPair> asked;
  for (const Pair& pair : pairs) asked.push_back({last(pair.source), last(pair.target)});
  std::vector<PairChances> out = reading.pairs->Ask(sentence.token_begin, sentence.token_end, asked);
  for (PairChances& chances : out) chances.trigger -= sentence.token_begin;
  return out;
}

Span TriggerSpan(const Segments& segments, const Sentence& sentence, const Finding& finding) {
  return {segments.tokens[sentence.token_begin + finding.trigger_begin].span.begin,
          segments.tokens[sentence.token_begin + finding.trigger_end - 1].span.end};
}

}  // namespace

absl::StatusOr<std::vector<Relation>> RelationFinder::Find(const Text& text, const Segments& segments,
                                                           const Entities& entities,
                                                           const std::vector<Statement>& statements,
                                                           const Reading& reading, const CancelToken& cancel) const {
  std::vector<Relation> out;
  ActorFinder actor_finder(text, segments, entities, statements);
  for (uint32_t index = 0; index < segments.sentences.size(); ++index) {
    if (cancel.cancelled()) return absl::DeadlineExceededError("relations: cancelled");
    std::vector<Actor> actors = actor_finder.Next(index);
    if (actors.size() < 2 || !HasTwoCountries(actors)) continue;
    const Sentence& sentence = segments.sentences[index];
    const Clauses clauses(text, segments, sentence, lexicon_->frames, lexicon_->clause_words, std::move(actors));
    const std::vector<Proposal> proposals = Propose(clauses, lexicon_->frames);
    const std::vector<Pair> pairs = PairsOf(clauses, proposals, sentence.title);
    std::vector<Finding> findings =
        Decide(clauses, *lexicon_, proposals, pairs, AskReading(reading, sentence, clauses, pairs));
    if (findings.empty()) continue;
    const float tone = ToneOf(clauses, lexicon_->polarity);
    for (Finding& finding : findings) {
      Relation relation;
      relation.source = ToActor(clauses, finding.source);
      relation.target = ToActor(clauses, finding.target);
      relation.trigger = TriggerSpan(segments, sentence, finding);
      relation.evidence = sentence.span;
      relation.sentence = index;
      relation.event_type = finding.type;
      relation.cameo = std::move(finding.cameo);
      const CameoCode* code = lexicon_->cameo.Find(relation.cameo);
      relation.intensity = code == nullptr ? 0.0F : code->goldstein;
      relation.tone = tone;
      relation.modality = finding.modality;
      relation.aspect = finding.aspect;
      relation.reciprocal = finding.reciprocal;
      relation.statement = actor_finder.StatementAt(relation.trigger.begin);
      if (relation.statement != kNoStatement && statements[relation.statement].speaker) {
        relation.reported_by_name = statements[relation.statement].speaker->name;
        relation.reported_by_country = statements[relation.statement].speaker->country;
      }
      relation.confidence = finding.confidence;
      relation.rule = std::move(finding.rule);
      out.push_back(std::move(relation));
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Relation& a, const Relation& b) { return a.trigger.begin < b.trigger.begin; });
  return out;
}

}  // namespace demarche
