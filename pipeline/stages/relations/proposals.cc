// See proposals.h.
#include "pipeline/stages/relations/proposals.h"

#include <optional>

#include "pipeline/stages/relations/composition.h"

namespace demarche {
namespace {

constexpr int kMaxGovernors = 4;  // "threatened to refuse to stop to ...": deeper chains are not followed

// Where `actor` stands on the right side that begins at `from`, as seen by a trigger that ends at `end`.
Slot SlotOf(const Actor& actor, uint32_t end) {
  if (actor.governor == Slot::kNone || actor.governor_token < end) return Slot::kObject;
  return actor.governor;
}

// The first actor of [begin, end) in one of `wanted`, with those coordinated with it.
std::vector<uint32_t> FindRight(const Clauses& clauses, uint32_t begin, uint32_t end, SlotSet wanted, bool noun) {
  const std::vector<Actor>& actors = clauses.actors();
  for (uint32_t a = 0; a < actors.size(); ++a) {
    const Actor& actor = actors[a];
    if (actor.begin < begin || actor.end > end) continue;
    const Slot slot = SlotOf(actor, begin);
    if (noun && slot == Slot::kObject) continue;
    if (!wanted.Has(slot)) continue;
    return clauses.Chain(a);
  }
  return {};
}

struct Act {
  EventType type;
  std::string_view cameo;
  Modality modality;
};

class Proposer {
 public:
  Proposer(const Clauses& clauses, const FrameTable& frames) : clauses_(clauses), frames_(frames) {}

  std::vector<Proposal> Run() {
    for (const Verb& verb : clauses_.verbs()) ProposeVerb(verb);
    for (const NounTrigger& noun : clauses_.nouns()) ProposeNoun(noun);
    return std::move(out_);
  }

 private:
  const Frame& FrameOf(const FrameHit& hit) const { return frames_.frames()[hit.frame]; }
  std::string_view CameoOf(const FrameHit& hit) const { return hit.cameo.empty() ? FrameOf(hit).cameo : hit.cameo; }

  // What the verb's governors make of it.
  Act Composed(const Verb& verb, const Frame& frame, std::string_view cameo) const {
    Act act{*frame.type, cameo, ModalityOf(clauses_, frames_, verb)};
    const Verb* at = &verb;
    for (int depth = 0; depth < kMaxGovernors && at->governor >= 0; ++depth) {
      at = &clauses_.verbs()[static_cast<size_t>(at->governor)];
      for (const FrameHit& hit : at->controls) {
        const Frame& control = FrameOf(hit);
        if (!control.type || control.modality) continue;  // asked to V: V stays what it is, demanded
        act = {*control.type, ComposedCameo(*control.type, act.type), ModalityOf(clauses_, frames_, *at)};
        break;
      }
    }
    bool future = false;
    for (uint32_t i = verb.group; i < verb.begin; ++i) {
      const std::string_view word = clauses_.tokens()[i].word;
      future = future || word == "will" || word == "wo" || word == "to" || word == "'ll";
    }
    if (act.modality == Modality::kNegated && future && NegatedFutureIsRejection(act.type)) {
      act = {EventType::kReject, ComposedCameo(EventType::kReject, act.type), Modality::kActual};
    }
    return act;
  }

  void Add(const std::vector<uint32_t>& sources, const std::vector<uint32_t>& targets, uint32_t begin, uint32_t end,
           const Frame& frame, const Act& act) {
    for (const uint32_t s : sources) {
      for (const uint32_t t : targets) {
        if (clauses_.actors()[s].country == clauses_.actors()[t].country) continue;
        out_.push_back({s, t, begin, end, &frame, act.type, act.cameo, act.modality,
                        frame.reciprocal && act.type == *frame.type, frame.weak});
      }
    }
  }

  void ProposeVerb(const Verb& verb) {
    for (const FrameHit& hit : verb.hits) {
      const Frame& frame = FrameOf(hit);
      const bool inverted =
          !frame.targets.empty() && frame.targets.Has(Slot::kSubject);  // "the decision angered Turkey"
      std::vector<uint32_t> right;
      std::vector<uint32_t> left = verb.subjects;
      std::vector<uint32_t> sources, targets;
      if (verb.passive) {
        SlotSet by;
        by.Add(Slot::kBy);
        right = FindRight(clauses_, verb.end, verb.right, by, false);
        sources = inverted ? left : right;
        targets = inverted ? right : left;
      } else {
        right = FindRight(clauses_, verb.end, verb.right, inverted ? frame.sources : frame.targets, false);
        if (frame.targets.Has(Slot::kThat)) right = AfterThat(verb);
        if (right.empty() && !inverted) right = BeforeRelative(verb, frame);
        sources = inverted ? right : left;
        targets = inverted ? left : right;
        if (frame.reciprocal && targets.empty() && left.size() > 1) {  // "India and China met"
          sources = {left[0]};
          targets.assign(left.begin() + 1, left.end());
        }
      }
      const Act act = Composed(verb, frame, CameoOf(hit));
      Add(sources, targets, verb.begin, verb.end, frame, act);
      if (frame.pairs && right.size() > 1 && !verb.passive)
        Add({right[0]}, {right.begin() + 1, right.end()}, verb.begin, verb.end, frame, act);
    }
  }

  // "Venezuela, with whom we signed a treaty": the antecedent stands in the place of the preposition.
  std::vector<uint32_t> BeforeRelative(const Verb& verb, const Frame& frame) const {
    const std::vector<ClauseToken>& tokens = clauses_.tokens();
    if (verb.left < 2) return {};
    const std::string_view relative = tokens[verb.left - 1].word;
    const std::optional<Slot> slot = ParseSlot(tokens[verb.left - 2].word);
    if ((relative != "whom" && relative != "which") || !slot || !frame.targets.Has(*slot)) return {};
    uint32_t end = verb.left - 2;
    if (end > 0 && tokens[end - 1].word == ",") --end;
    return clauses_.Before(end);
  }

  std::vector<uint32_t> AfterThat(const Verb& verb) const {
    const std::vector<Actor>& actors = clauses_.actors();
    for (uint32_t a = 0; a < actors.size(); ++a) {
      if (actors[a].begin >= verb.end && actors[a].begin <= verb.end + 3 && actors[a].governor == Slot::kNone)
        return clauses_.Chain(a);
    }
    return {};
  }

  void ProposeNoun(const NounTrigger& noun) {
    const std::vector<uint32_t> before = clauses_.Before(noun.begin);
    const Verb* verb = noun.verb >= 0 ? &clauses_.verbs()[static_cast<size_t>(noun.verb)] : nullptr;
    for (const FrameHit& hit : noun.hits) {
      const Frame& frame = FrameOf(hit);
      std::vector<uint32_t> sources, targets;
      SlotSet between, by, rest = frame.targets;
      between.Add(Slot::kBetween);
      by.Add(Slot::kBy);
      std::vector<uint32_t> both = frame.targets.Has(Slot::kBetween)
                                       ? FindRight(clauses_, noun.end, noun.right, between, true)
                                       : std::vector<uint32_t>();
      if (both.size() < 2 && frame.reciprocal && before.size() > 1) both = before;
      Act act{*frame.type, CameoOf(hit), Modality::kActual};
      if (both.size() > 1) {
        act.modality = ModalityAt(clauses_, frames_, noun.begin);
        Add({both[0]}, {both.begin() + 1, both.end()}, noun.begin, noun.end, frame, act);
        continue;
      }
      targets = FindRight(clauses_, noun.end, noun.right, rest, true);
      if (!before.empty() && frame.sources.Has(Slot::kBefore)) sources = before;
      if (sources.empty() && frame.sources.Has(Slot::kBy))
        sources = FindRight(clauses_, noun.end, noun.right, by, true);
      if (sources.empty() || targets.empty()) {
        if (verb == nullptr || !frame.sources.Has(Slot::kSubject)) {
          Add(sources, targets, noun.begin, noun.end, frame, act);
          continue;
        }
        if (targets.empty() && frame.targets.Has(Slot::kBefore)) {  // "imposed Russia sanctions"
          targets = before;
          sources.clear();
        }
        if (sources.empty() && (GovernedAct(*verb, &act) || AccompaniesVerb(noun, act.type))) sources = verb->subjects;
      } else if (verb != nullptr) {
        act.modality = ModalityAt(clauses_, frames_, noun.begin);
      }
      Add(sources, targets, noun.begin, noun.end, frame, act);
    }
  }

  // "... said so, with a fresh appeal for X to ...": the subject of the verb makes the appeal.
  bool AccompaniesVerb(const NounTrigger& noun, EventType type) const {
    constexpr uint32_t kWords = 4;
    if (type != EventType::kRequest && type != EventType::kAccuse && type != EventType::kThreaten) return false;
    for (uint32_t i = noun.begin, steps = 0; i > 0 && steps < kWords; --i, ++steps) {
      const ClauseToken& t = clauses_.tokens()[i - 1];
      if (t.word == "with") return true;
      if (!t.plain) return false;
    }
    return false;
  }

  // Whether the subject of `verb` does the act of the noun under it, and what the verb makes of the act.
  bool GovernedAct(const Verb& verb, Act* act) const {
    if (verb.passive) return false;
    const Modality modality = ModalityOf(clauses_, frames_, verb);
    std::optional<EventType> outer;
    for (const FrameHit& hit : verb.hits) {
      const Frame& frame = FrameOf(hit);
      if (frame.type == act->type && frame.kind == FrameKind::kVerb) {
        act->modality = modality;
        return true;
      }
      if (ComposesWithNoun(*frame.type, act->type)) outer = frame.type;
    }
    if (verb.light) {
      act->modality = modality;
      return true;
    }
    if (!outer) return false;
    const std::string_view cameo = *outer == EventType::kYield      ? "080"
                                   : *outer == EventType::kSanction ? "160"
                                                                    : ComposedCameo(*outer, act->type);
    *act = {*outer, cameo, modality};
    return true;
  }

  const Clauses& clauses_;
  const FrameTable& frames_;
  std::vector<Proposal> out_;
};

std::optional<Modality> ControlModality(std::string_view word, const FrameTable& frames) {
  for (const FrameForm& form : frames.Find(word)) {
    const Frame& frame = frames.frames()[form.frame];
    if (frame.kind == FrameKind::kControl && frame.modality && form.rest.empty()) return frame.modality;
  }
  return std::nullopt;
}

}  // namespace

Modality ModalityOf(const Clauses& clauses, const FrameTable& frames, const Verb& verb) {
  const std::vector<ClauseToken>& tokens = clauses.tokens();
  Modality modality = Modality::kActual;
  for (uint32_t i = verb.group; i < verb.begin; ++i) {
    const ClauseToken& t = tokens[i];
    if (t.classes & kNegation) return Modality::kNegated;
    if (t.classes & kModal) {
      if (const std::optional<Modality> m = ControlModality(t.word, frames)) modality = *m;
    }
  }
  if (modality != Modality::kActual) return modality;
  const Verb* at = &verb;
  for (int depth = 0; depth < kMaxGovernors && at->governor >= 0; ++depth) {
    at = &clauses.verbs()[static_cast<size_t>(at->governor)];
    bool typed = false;
    for (const FrameHit& hit : at->controls) {
      const Frame& control = frames.frames()[hit.frame];
      if (control.modality) return *control.modality;
      typed = typed || control.type.has_value();
    }
    if (typed) return Modality::kActual;
  }
  if (verb.infinitive && verb.governor < 0) {
    // "Germany to send tanks", "set to visit", "ready to help"
    uint32_t to = verb.group;
    while (to < verb.begin && tokens[to].word != "to") ++to;
    for (uint32_t i = to, steps = 0; i > 0 && steps < 2; --i, ++steps) {
      if (const std::optional<Modality> m = ControlModality(tokens[i - 1].word, frames)) return *m;
    }
    return Modality::kFuture;
  }
  if (verb.governor >= 0 && verb.infinitive) {
    for (uint32_t i = verb.group, steps = 0; i > 0 && steps < 2; --i, ++steps) {
      if (const std::optional<Modality> m = ControlModality(tokens[i - 1].word, frames)) return *m;
    }
  }
  if (verb.left > 0 && (tokens[verb.left - 1].word == "if" || tokens[verb.left - 1].word == "whether" ||
                        tokens[verb.left - 1].word == "unless")) {
    return Modality::kHypothetical;
  }
  return Modality::kActual;
}

Modality ModalityAt(const Clauses& clauses, const FrameTable& frames, uint32_t token) {
  const std::vector<ClauseToken>& tokens = clauses.tokens();
  if (tokens[token].verb >= 0)
    return ModalityOf(clauses, frames, clauses.verbs()[static_cast<size_t>(tokens[token].verb)]);
  for (uint32_t i = token, steps = 0; i > 0 && steps < 3; --i, ++steps) {
    const ClauseToken& t = tokens[i - 1];
    if (t.verb >= 0) break;
    const std::optional<Modality> m = ControlModality(t.word, frames);
    if (m && *m != Modality::kFuture && *m != Modality::kDemanded) return *m;
  }
  for (const NounTrigger& noun : clauses.nouns()) {
    if (noun.begin > token || token >= noun.end || noun.verb < 0) continue;
    const Verb& verb = clauses.verbs()[static_cast<size_t>(noun.verb)];
    const Modality modality = ModalityOf(clauses, frames, verb);
    for (const FrameHit& hit : verb.controls) {
      const Frame& control = frames.frames()[hit.frame];
      if (control.modality) return *control.modality;
    }
    // A verb of saying or judging does not change the act that it speaks of.
    if (modality != Modality::kActual && (verb.light || verb.hits.empty())) return modality;
  }
  return Modality::kActual;
}

std::vector<Proposal> Propose(const Clauses& clauses, const FrameTable& frames) {
  return Proposer(clauses, frames).Run();
}

}  // namespace demarche
