// See clauses.h.
#include "pipeline/stages/relations/clauses.h"

#include <algorithm>
#include <utility>

namespace demarche {
namespace {

constexpr uint32_t kReach = 5;     // tokens between an actor and the head of its noun phrase, or its preposition
constexpr uint32_t kMaxSide = 60;  // tokens on one side of a verb
constexpr uint32_t kAuxiliary = kBe | kHave | kDo | kModal;

bool IsVerbal(FrameKind kind) { return kind == FrameKind::kVerb || kind == FrameKind::kAdjective; }
bool IsNoun(FrameKind kind) { return kind == FrameKind::kNoun; }
bool IsControl(FrameKind kind) { return kind == FrameKind::kControl; }

void Fold(std::string_view word, std::string* out) {
  for (size_t i = 0; i < word.size(); ++i) {
    if (word.substr(i).starts_with("\xE2\x80\x99")) {
      out->push_back('\'');
      i += 2;
    } else {
      const char c = word[i];
      out->push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
  }
}

bool IsDash(std::string_view word) {
  return word == "\xE2\x80\x94" || word == "\xE2\x80\x93" || word == "--" || word == "|" || word == "/ ";
}

}  // namespace

Clauses::Clauses(const Text& text, const Segments& segments, const Sentence& sentence, const FrameTable& frames,
                 const ClauseWords& words, std::vector<Actor> actors)
    : frames_(frames), actors_(std::move(actors)) {
  const uint32_t count = sentence.token_end - sentence.token_begin;
  tokens_.resize(count);
  folded_.reserve(sentence.span.size() + 1);
  std::vector<uint32_t> starts(count + 1);
  for (uint32_t i = 0; i < count; ++i) {
    starts[i] = static_cast<uint32_t>(folded_.size());
    Fold(text.slice(segments.tokens[sentence.token_begin + i].span), &folded_);
  }
  starts[count] = static_cast<uint32_t>(folded_.size());
  for (uint32_t i = 0; i < count; ++i) {
    const Token& token = segments.tokens[sentence.token_begin + i];
    ClauseToken& t = tokens_[i];
    t.word = std::string_view(folded_).substr(starts[i], starts[i + 1] - starts[i]);
    t.punct = token.has(Token::kPunct) || token.has(Token::kQuoteMark);
    t.classes = t.punct ? 0 : words.Find(t.word);
    t.stop = t.word == ";" || t.word == ":" || IsDash(t.word) || t.word == "(" || t.word == ")" || t.word == "..." ||
             (t.word == "-" && token.has(Token::kSpaceBefore)) ||
             (token.has(Token::kQuoteMark) && i > 0 && tokens_[i - 1].word == ",");
  }
  for (uint32_t a = 0; a < actors_.size(); ++a) {
    for (uint32_t i = actors_[a].begin; i < actors_[a].end && i < count; ++i)
      tokens_[i].actor = static_cast<int32_t>(a);
  }
  FindTriggers();
  for (ClauseToken& t : tokens_) {
    const uint32_t breaks = kPreposition | kAuxiliary | kSubordinator | kCoordinator | kPronounWord | kNegation;
    t.plain = t.verb < 0 && !t.stop && (t.classes & breaks) == 0 &&
              (!t.punct || t.word == "-" || t.word == "'" || t.word == "\"" || t.word == "\xE2\x80\x9C" ||
               t.word == "\xE2\x80\x9D");
  }
  FindGovernors();
  FindSides();
}

Clauses::Hits Clauses::Match(uint32_t at, bool (*wants)(FrameKind)) const {
  Hits out;
  for (const FrameForm& form : frames_.Find(tokens_[at].word)) {
    const auto length = static_cast<uint32_t>(form.rest.size()) + 1;
    if (!wants(frames_.frames()[form.frame].kind) || length < out.length || at + length > tokens_.size()) continue;
    bool same = true;
    for (uint32_t i = 1; i < length && same; ++i) same = tokens_[at + i].word == form.rest[i - 1];
    if (!same) continue;
    if (length > out.length) {
      out.hits.clear();
      out.form = 0;
      out.length = length;
    }
    out.hits.push_back({form.frame, form.cameo});
    out.form |= form.form;
  }
  return out;
}

// Verb or noun, by what stands before and after: there are no tags yet.
bool Clauses::ReadsAsVerb(uint32_t at, uint8_t form, bool has_noun) const {
  if (form & kFixed) return true;
  uint32_t p = at;
  while (p > 0 && (tokens_[p - 1].classes & kAdverb) && !(tokens_[p - 1].classes & (kDeterminer | kPreposition))) --p;
  const ClauseToken* before = p > 0 ? &tokens_[p - 1] : nullptr;
  const std::string_view after = at + 1 < tokens_.size() ? tokens_[at + 1].word : std::string_view();
  const uint32_t after_classes = at + 1 < tokens_.size() ? tokens_[at + 1].classes : 0;
  if (before != nullptr && (before->word == "to" || (before->classes & (kModal | kDo)) || before->word == "n't")) {
    return true;
  }
  const bool determined = before != nullptr && before->actor < 0 && !(before->classes & kRelative) &&
                          ((before->classes & kDeterminer) || before->word == "'s" || before->word == "'");
  const bool possessive = before != nullptr && (before->word == "'s" || before->word == "'");
  if (form & (kPast | kGerund)) {
    const bool preposition = (after_classes & kPreposition) != 0;
    if (form & kGerund) {
      const bool named = before == nullptr || before->actor >= 0;  // "Fighting between", "Russian shelling of"
      return !(has_noun && (determined || possessive || (named && preposition && after != "by")));
    }
    return !determined && !possessive;
  }
  if (determined || possessive) return false;
  if (before == nullptr) return !has_noun && (form & kThirdPerson) == 0;
  if (before->classes & (kBe | kHave)) return false;
  if ((before->classes & kPreposition) && before->actor < 0) return false;
  if (before->classes & (kPronounWord | kRelative)) return true;
  if (before->actor >= 0) {
    const Actor& actor = actors_[before->actor];
    const bool preposition = (after_classes & kPreposition) != 0;
    if (actor.kind == MentionKind::kDemonym && (has_noun || !(form & kThirdPerson))) return false;
    if (!has_noun) return true;
    if (form & kThirdPerson) return !preposition;
    return !preposition &&
           (after_classes & kDeterminer || (at + 1 < tokens_.size() && tokens_[at + 1].actor >= 0) || p >= 3);
  }
  if (before->punct || (before->classes & kCoordinator))
    return !has_noun || (form & kThirdPerson) || (after_classes & kDeterminer);
  if (!has_noun) return true;
  const bool object = at + 1 < tokens_.size() && (tokens_[at + 1].actor >= 0 || (after_classes & kDeterminer));
  return (form & kThirdPerson) && object;
}

void Clauses::AddVerb(uint32_t at, Hits hits, Hits controls) {
  Verb verb;
  verb.begin = at;
  verb.end = at + std::max({1U, hits.length, controls.length == hits.length ? controls.length : 0});
  verb.form = hits.hits.empty() ? controls.form : hits.form;
  verb.group = at;
  bool be = false;
  while (verb.group > 0) {
    const ClauseToken& t = tokens_[verb.group - 1];
    if (t.verb >= 0 && !(t.classes & kAuxiliary)) break;
    if (!(t.classes & (kAuxiliary | kNegation | kAdverb)) && t.word != "to") break;
    if (t.word == "'s" && verb.group > 1 && tokens_[verb.group - 2].actor >= 0 && !(verb.form & kGerund)) break;
    if ((t.classes & kDeterminer) && t.word != "no") break;
    be = be || (t.classes & kBe);
    verb.infinitive = verb.infinitive || t.word == "to";
    --verb.group;
  }
  const bool by = verb.end < tokens_.size() && tokens_[verb.end].word == "by";
  verb.passive = (verb.form & kPast) && (be || by);
  verb.light = (tokens_[at].classes & kLightVerb) != 0;
  verb.hits = std::move(hits.hits);
  verb.controls = std::move(controls.hits);
  const auto index = static_cast<int32_t>(verbs_.size());
  for (uint32_t i = verb.group; i < verb.end; ++i) tokens_[i].verb = index;
  verbs_.push_back(std::move(verb));
}

void Clauses::FindTriggers() {
  const auto count = static_cast<uint32_t>(tokens_.size());
  for (uint32_t i = 0; i < count; ++i) {
    const ClauseToken& t = tokens_[i];
    if (t.punct) continue;
    if (t.actor >= 0 && (actors_[t.actor].kind != MentionKind::kBody || i + 1 < actors_[t.actor].end)) continue;
    Hits verbal = Match(i, IsVerbal);
    Hits noun = Match(i, IsNoun);
    Hits control = Match(i, IsControl);
    if (control.length > 0 && (t.classes & (kModal | kNegation))) control = Hits();  // read with the verb group
    const bool copula = (t.classes & kBe) && !(i + 1 < count && (tokens_[i + 1].classes & kAuxiliary));
    if (verbal.length > 0 && noun.length > verbal.length) verbal = Hits();
    if (verbal.length > 0 || control.length > 0) {
      const uint8_t form = verbal.form | control.form;
      if (ReadsAsVerb(i, form, noun.length > 0)) {
        AddVerb(i, std::move(verbal), std::move(control));
        i = verbs_.back().end - 1;
        continue;
      }
    }
    if (noun.length > 0) {
      NounTrigger trigger;
      trigger.begin = i;
      trigger.end = i + noun.length;
      trigger.hits = std::move(noun.hits);
      nouns_.push_back(std::move(trigger));
      i += noun.length - 1;
      continue;
    }
    const bool common = (t.classes & (kCommonVerb | kLightVerb)) && !(t.classes & (kBe | kHave)) && i > 0 &&
                        !(tokens_[i - 1].classes & (kDeterminer)) && tokens_[i - 1].word != "'s";
    if (common || copula || (t.classes & kHave)) {
      // An auxiliary becomes a verb of its own only if no verb follows in its group.
      if ((t.classes & (kBe | kHave)) && i + 1 < count) {
        uint32_t next = i + 1;
        while (next < count && (tokens_[next].classes & (kAdverb | kNegation | kBe | kHave)) && next < i + 4) ++next;
        if (next < count && Match(next, IsVerbal).length > 0 && ReadsAsVerb(next, Match(next, IsVerbal).form, false))
          continue;
      }
      AddVerb(i, Hits(), Hits());
      verbs_.back().light = (t.classes & kLightVerb) != 0;
    }
  }
}

// Walks left from each actor over the words of its noun phrase to the preposition before it.
void Clauses::FindGovernors() {
  for (uint32_t a = 0; a < actors_.size(); ++a) {
    Actor& actor = actors_[a];
    actor.chain = a;
    for (uint32_t i = actor.begin, steps = 0; i > 0 && steps <= kReach; --i, ++steps) {
      const ClauseToken& t = tokens_[i - 1];
      const bool joins = (t.classes & kCoordinator) || t.word == "," ||
                         ((t.word == "-" || t.word == "/" || IsDash(t.word)) && i == actor.begin && !t.stop) ||
                         (IsDash(t.word) && i == actor.begin);
      if (joins && i > 1) {
        uint32_t j = i - 1;
        if (j > 0 && tokens_[j - 1].word == "," && (t.classes & kCoordinator)) --j;
        const int32_t other = j > 0 ? tokens_[j - 1].actor : -1;
        // The coordinated one may head a longer phrase: "Turkey's president and Greece's", "Russian and Chinese ships".
        if (other >= 0 && static_cast<uint32_t>(other) < a && i == actor.begin + 0) {
          actor.chain = actors_[other].chain;
          actor.governor = actors_[other].governor;
          actor.governor_token = actors_[other].governor_token;
        }
        break;
      }
      if (t.actor >= 0 && static_cast<uint32_t>(t.actor) != a) {
        if (i < actor.begin || t.word != "'s") {
          actor.governor = actors_[t.actor].governor;
          actor.governor_token = actors_[t.actor].governor_token;
        }
        break;
      }
      if (t.verb >= 0) {
        // A frame's own last word may be a preposition ("lash out at"): then the actor is its object.
        break;
      }
      if ((t.classes & kPreposition) && t.actor < 0) {
        actor.governor = ParseSlot(t.word).value_or(Slot::kOther);
        actor.governor_token = i - 1;
        break;
      }
      if (t.stop || (t.classes & (kSubordinator | kAuxiliary | kPronounWord))) break;
      if (t.punct && !t.plain) break;
    }
  }
}

bool Clauses::IsBoundary(uint32_t at) const {
  const ClauseToken& t = tokens_[at];
  if (t.stop || t.verb >= 0) return true;
  return (t.classes & kSubordinator) && !((t.classes & kPreposition) && at + 1 < tokens_.size() &&
                                          tokens_[at + 1].actor >= 0 && !(t.classes & kRelative));
}

std::vector<uint32_t> Clauses::Chain(uint32_t at) const {
  std::vector<uint32_t> out;
  for (uint32_t a = at; a < actors_.size() && actors_[a].chain == actors_[at].chain; ++a) out.push_back(a);
  return out;
}

std::vector<uint32_t> Clauses::Before(uint32_t at) const {
  for (uint32_t i = at, steps = 0; i > 0 && steps <= kReach; --i, ++steps) {
    const ClauseToken& t = tokens_[i - 1];
    if (t.actor >= 0) {
      const Actor& actor = actors_[t.actor];
      if (actor.end > at) continue;
      return Chain(actor.chain);
    }
    if (!t.plain && t.word != "'s") break;
    if (t.classes & kDeterminer) break;
  }
  return {};
}

void Clauses::FindSides() {
  const auto count = static_cast<uint32_t>(tokens_.size());
  for (size_t v = 0; v < verbs_.size(); ++v) {
    Verb& verb = verbs_[v];
    verb.left = verb.group;
    while (verb.left > 0 && verb.group - verb.left < kMaxSide && !IsBoundary(verb.left - 1)) --verb.left;
    verb.right = verb.end;
    while (verb.right < count && verb.right - verb.end < kMaxSide && !IsBoundary(verb.right)) ++verb.right;
    FindSubjects(verb, static_cast<int32_t>(v) - 1);
  }
  for (NounTrigger& noun : nouns_) {
    noun.right = noun.end;
    while (noun.right < count && noun.right - noun.end < kMaxSide && !IsBoundary(noun.right)) ++noun.right;
    for (size_t v = 0; v < verbs_.size() && verbs_[v].end <= noun.begin; ++v) {
      if (noun.begin < verbs_[v].right) noun.verb = static_cast<int32_t>(v);
    }
  }
}

void Clauses::FindSubjects(Verb& verb, int32_t previous) {
  uint32_t content = 0;
  for (uint32_t i = verb.left; i < verb.group; ++i) {
    const ClauseToken& t = tokens_[i];
    if (!t.punct && !(t.classes & (kAdverb | kCoordinator))) ++content;
  }
  const uint32_t edge = verb.left;
  if (content == 0 && edge > 0 && (tokens_[edge - 1].classes & kRelative)) {
    uint32_t i = edge - 1;
    if (i > 0 && tokens_[i - 1].word == ",") --i;
    for (uint32_t steps = 0; i > 0 && steps <= kReach; --i, ++steps) {
      const ClauseToken& t = tokens_[i - 1];
      if (t.actor >= 0) {
        verb.subjects = Chain(actors_[t.actor].chain);
        verb.own_subject = true;
        return;
      }
      if (!t.plain) break;
    }
    return;
  }
  if (content == 0) {
    if (previous < 0) return;
    Verb& governor = verbs_[previous];
    const bool adjacent = verb.left == governor.end || verb.infinitive || (verb.form & kGerund);
    verb.governor = adjacent && verb.left >= governor.end ? previous : -1;
    verb.subjects = governor.subjects;
    return;
  }
  // "urged Kyiv to withdraw", "asked for talks to begin": the words between are the governor's object.
  if (previous >= 0 && verb.infinitive && verb.left == verbs_[previous].end) {
    verb.governor = previous;
    for (uint32_t a = 0; a < actors_.size() && verb.subjects.empty(); ++a) {
      const Actor& actor = actors_[a];
      if (actor.begin >= verb.left && actor.end <= verb.group &&
          (actor.governor == Slot::kNone || actor.governor_token < verb.left || actor.governor_token == verb.left)) {
        verb.subjects = Chain(actor.chain);
      }
    }
    const bool asks = !verbs_[previous].controls.empty() && !verb.subjects.empty();
    if (!asks) verb.subjects = verbs_[previous].subjects;
    return;
  }
  // "Russia attacked Ukraine and bombed ...", "stands with Venezuela, blasts ...": the subject goes on.
  const ClauseToken& last = tokens_[verb.group - 1];
  if (previous >= 0 && verb.left == verbs_[previous].end && (last.word == "," || (last.classes & kCoordinator))) {
    verb.subjects = verbs_[previous].subjects;
    return;
  }
  int32_t found = -1;
  // "despite Caracas having pleaded", "with Iran threatening": the preposition governs the whole clause.
  const std::string_view opening = tokens_[verb.group].word;
  if (opening == "having" || opening == "being" || (verb.form & kGerund)) {
    for (uint32_t a = 0; a < actors_.size(); ++a) {
      if (actors_[a].end == verb.group && actors_[a].begin >= verb.left) found = static_cast<int32_t>(a);
    }
  }
  const bool adjacent = found >= 0;
  for (uint32_t a = 0; a < actors_.size() && !adjacent; ++a) {
    const Actor& actor = actors_[a];
    if (actor.begin < verb.left || actor.end > verb.group || actor.governor != Slot::kNone) continue;
    if (found >= 0 && actors_[a].chain == actors_[found].chain) continue;
    // "Russia's rival Ukraine": the later one, unless a comma makes it an aside.
    if (found >= 0 && actor.begin > actors_[found].end + 2) continue;
    if (found >= 0 && tokens_[actor.begin - 1].word == ",") continue;
    found = static_cast<int32_t>(a);
  }
  if (found < 0) {
    for (uint32_t a = 0; a < actors_.size() && found < 0; ++a) {
      const Actor& actor = actors_[a];
      if (actor.begin >= verb.left && actor.end <= verb.group && actor.governor == Slot::kOf)
        found = static_cast<int32_t>(a);
    }
  }
  verb.own_subject = true;
  if (found >= 0) verb.subjects = Chain(actors_[found].chain);
}

}  // namespace demarche
