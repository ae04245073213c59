// See pair_features.h.
#include "pipeline/stages/relations/pair_features.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "pipeline/lexicon/pair_weights.h"
#include "pipeline/model/event_type.h"

namespace demarche {
namespace {

constexpr uint32_t kMaxBetween = 24;  // words between the two that are read
constexpr uint32_t kOutside = 7;      // words before the first and after the second

std::string_view SlotLetter(Slot slot) {
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ";
  return kLetters.substr(static_cast<size_t>(slot), 1);
}

std::string_view KindLetter(MentionKind kind) {
  static constexpr std::string_view kLetters = "cdkbpornug";
  return kLetters.substr(static_cast<size_t>(kind), 1);
}

// The word without the commonest endings: near enough for a feature.
std::string_view Stem(std::string_view word) {
  for (const std::string_view ending : {"ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y"}) {
    if (word.size() > ending.size() + 3 && word.ends_with(ending)) return word.substr(0, word.size() - ending.size());
  }
  return word;
}

class Collector {
 public:
  Collector(const Clauses& clauses, const FrameTable& frames, const std::vector<Proposal>& proposals, const Pair& pair,
            std::vector<std::string>* names)
      : clauses_(clauses),
        frames_(frames),
        proposals_(proposals),
        pair_(pair),
        names_(names),
        source_(clauses.actors()[pair.source]),
        target_(clauses.actors()[pair.target]),
        forward_(source_.begin < target_.begin) {}

  std::vector<PairFeature> Run() {
    out_.reserve(160);
    Add(-1, {"bias"});
    Shape();
    Words();
    Frames();
    Proposals();
    return std::move(out_);
  }

 private:
  void Add(int32_t token, std::initializer_list<std::string_view> pieces) {
    FeatureHash hash;
    for (const std::string_view piece : pieces) hash.Add(piece);
    out_.push_back({hash.value(), token});
    if (names_ != nullptr) {
      std::string& name = names_->emplace_back();
      for (const std::string_view piece : pieces) name += piece;
    }
  }
  std::string_view Direction() const { return forward_ ? ">" : "<"; }
  const Actor& First() const { return forward_ ? source_ : target_; }
  const Actor& Second() const { return forward_ ? target_ : source_; }

  // A word as a feature: a country stands for all countries.
  std::string_view Word(uint32_t at) const {
    const ClauseToken& t = clauses_.tokens()[at];
    return t.actor >= 0 && clauses_.actors()[static_cast<size_t>(t.actor)].kind != MentionKind::kOffice ? "*C*"
                                                                                                        : t.word;
  }

  void Shape() {
    const uint32_t gap = Second().begin > First().end ? Second().begin - First().end : 0;
    const std::string_view distance = gap == 0    ? "0"
                                      : gap <= 1  ? "1"
                                      : gap <= 3  ? "3"
                                      : gap <= 6  ? "6"
                                      : gap <= 12 ? "12"
                                      : gap <= 20 ? "20"
                                                  : "far";
    Add(-1, {"d", Direction(), distance});
    Add(-1, {"k", Direction(), KindLetter(source_.kind), KindLetter(target_.kind)});
    Add(-1, {"gs:", SlotLetter(source_.governor)});
    Add(-1, {"gt:", SlotLetter(target_.governor)});
    Add(-1, {"g", Direction(), SlotLetter(source_.governor), SlotLetter(target_.governor)});
    if (source_.chain == target_.chain) Add(-1, {"chain", Direction()});
    if (pair_.title) Add(-1, {"title"});
    std::vector<CountryCode> countries;
    for (const Actor& actor : clauses_.actors()) {
      if (std::find(countries.begin(), countries.end(), actor.country) == countries.end())
        countries.push_back(actor.country);
    }
    Add(-1, {"n:", countries.size() <= 2 ? "2" : countries.size() == 3 ? "3" : countries.size() <= 5 ? "5" : "many"});
    if (source_.begin == 0) Add(-1, {"s0"});
    if (target_.begin == 0) Add(-1, {"t0"});
  }

  void Words() {
    const auto& tokens = clauses_.tokens();
    const auto count = static_cast<uint32_t>(tokens.size());
    const uint32_t a = First().end;
    const uint32_t b = Second().begin;
    std::string_view last = "^";
    for (uint32_t i = a; i < b && i < a + kMaxBetween; ++i) {
      const auto at = static_cast<int32_t>(i);
      Add(at, {"b", Direction(), Word(i)});
      Add(at, {"bs", Direction(), Stem(Word(i))});
      Add(at, {"bb", Direction(), last, "_", Word(i)});
      last = Word(i);
    }
    Add(-1, {"bb", Direction(), last, "_$"});
    for (uint32_t i = First().begin, steps = 0; i > 0 && steps < kOutside; --i, ++steps) {
      const auto at = static_cast<int32_t>(i - 1);
      Add(at, {"p", Direction(), Stem(Word(i - 1))});
      if (steps == 0) Add(at, {"p1", Direction(), Word(i - 1)});
    }
    last = "^";
    for (uint32_t i = Second().end, steps = 0; i < count && steps < kOutside; ++i, ++steps) {
      const auto at = static_cast<int32_t>(i);
      Add(at, {"a", Direction(), Stem(Word(i))});
      if (steps < 3) Add(at, {"aa", Direction(), last, "_", Word(i)});
      last = Word(i);
    }
    const uint32_t from = First().begin > 30 ? First().begin - 30 : 0;
    for (uint32_t i = from; i < count && i < Second().end + 30; ++i) {
      if (tokens[i].actor < 0 && !tokens[i].punct) Add(static_cast<int32_t>(i), {"w:", Stem(tokens[i].word)});
    }
    if (source_.end < count) Add(-1, {"sn:", Word(source_.end)});
    if (target_.end < count) Add(-1, {"tn:", Word(target_.end)});
    if (source_.begin > 0) Add(-1, {"sp:", Word(source_.begin - 1)});
    if (target_.begin > 0) Add(-1, {"tp:", Word(target_.begin - 1)});
  }

  std::string_view Place(uint32_t begin, uint32_t end) const {
    if (end <= First().begin) return "p";
    return begin >= Second().end ? "a" : "b";
  }

  void Frames() {
    for (const Verb& verb : clauses_.verbs()) {
      const bool subject = std::find(verb.subjects.begin(), verb.subjects.end(), pair_.source) != verb.subjects.end();
      const bool subject_target =
          std::find(verb.subjects.begin(), verb.subjects.end(), pair_.target) != verb.subjects.end();
      const bool right = target_.begin >= verb.end && target_.end <= verb.right;
      const bool source_right = source_.begin >= verb.end && source_.end <= verb.right;
      const std::string_view voice = verb.passive ? "P" : "A";
      if (subject && right)
        Add(-1, {"svo:", SlotLetter(target_.governor), voice, Stem(clauses_.tokens()[verb.begin].word)});
      for (const FrameHit& hit : verb.hits) {
        const Frame& frame = frames_.frames()[hit.frame];
        const std::string_view type = ToString(*frame.type);
        Add(-1, {"v", Direction(), Place(verb.begin, verb.end), type});
        if (subject) Add(-1, {"vs:", voice, type});
        if (subject_target) Add(-1, {"vt:", voice, type});
        if (right) Add(-1, {"vr:", voice, SlotLetter(target_.governor), type});
        if (source_right) Add(-1, {"vx:", voice, SlotLetter(source_.governor), type});
        if (subject && right) Add(-1, {"vsr:", voice, type});
      }
    }
    for (const NounTrigger& noun : clauses_.nouns()) {
      const bool right = target_.begin >= noun.end && target_.end <= noun.right;
      const bool source_right = source_.begin >= noun.end && source_.end <= noun.right;
      for (const FrameHit& hit : noun.hits) {
        const std::string_view type = ToString(*frames_.frames()[hit.frame].type);
        Add(-1, {"m", Direction(), Place(noun.begin, noun.end), type});
        if (right) Add(-1, {"mr:", SlotLetter(target_.governor), type});
        if (source_right) Add(-1, {"mx:", SlotLetter(source_.governor), type});
        if (source_.end <= noun.begin && source_.end + 2 >= noun.begin) Add(-1, {"ms:", type});
        if (target_.end <= noun.begin && target_.end + 2 >= noun.begin) Add(-1, {"mt:", type});
      }
    }
  }

  void Proposals() {
    const CountryCode s = source_.country;
    const CountryCode t = target_.country;
    bool any = false;
    for (const Proposal& proposal : proposals_) {
      const CountryCode ps = clauses_.actors()[proposal.source].country;
      const CountryCode pt = clauses_.actors()[proposal.target].country;
      const std::string_view type = ToString(proposal.type);
      const std::string_view noun = proposal.frame->kind == FrameKind::kNoun ? "n" : "v";
      if (ps == s && pt == t) {
        any = true;
        Add(-1, {"P:", type});
        Add(-1, {"P:", noun, type, proposal.weak ? "w" : "s"});
        Add(-1, {"Pf:", proposal.frame->id});
        Add(-1, {"Pw:", proposal.frame->id, clauses_.tokens()[proposal.trigger_begin].word});
        Add(-1, {"Pm:", ToString(proposal.modality)});
      } else if (ps == t && pt == s) {
        Add(-1, {proposal.reciprocal ? "R:" : "Q:", type});
        Add(-1, {"Qf:", proposal.frame->id});
      } else if (ps == s) {
        Add(-1, {"PS:", type});
      } else if (pt == t) {
        Add(-1, {"PT:", type});
      }
    }
    if (any) Add(-1, {"P", Direction()});
    if (!any) Add(-1, {"P0", Direction()});
  }

  const Clauses& clauses_;
  const FrameTable& frames_;
  const std::vector<Proposal>& proposals_;
  const Pair& pair_;
  std::vector<std::string>* names_;
  const Actor& source_;
  const Actor& target_;
  const bool forward_;
  std::vector<PairFeature> out_;
};

}  // namespace

std::vector<PairFeature> PairFeatures(const Clauses& clauses, const FrameTable& frames,
                                      const std::vector<Proposal>& proposals, const Pair& pair,
                                      std::vector<std::string>* names) {
  return Collector(clauses, frames, proposals, pair, names).Run();
}

std::vector<Pair> PairsOf(const Clauses& clauses, const std::vector<Proposal>& proposals, bool title) {
  const std::vector<Actor>& actors = clauses.actors();
  std::vector<Pair> out;
  const auto known = [&](CountryCode s, CountryCode t) {
    return std::find_if(out.begin(), out.end(),
                        [&](const Pair& p) { return actors[p.source].country == s && actors[p.target].country == t; });
  };
  for (const Proposal& proposal : proposals) {
    if (known(actors[proposal.source].country, actors[proposal.target].country) == out.end()) {
      out.push_back({proposal.source, proposal.target, title});
    }
  }
  const size_t proposed = out.size();
  const auto gap = [&](uint32_t a, uint32_t b) {
    return actors[a].begin < actors[b].begin ? actors[b].begin - actors[a].begin : actors[a].begin - actors[b].begin;
  };
  for (uint32_t a = 0; a < actors.size(); ++a) {
    for (uint32_t b = 0; b < actors.size(); ++b) {
      if (actors[a].country == actors[b].country) continue;
      const auto at = known(actors[a].country, actors[b].country);
      if (at == out.end()) {
        out.push_back({a, b, title});
      } else if (static_cast<size_t>(at - out.begin()) >= proposed && gap(a, b) < gap(at->source, at->target)) {
        *at = {a, b, title};
      }
    }
  }
  return out;
}

}  // namespace demarche
