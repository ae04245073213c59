// See actors.h.
#include "pipeline/stages/relations/actors.h"

#include <algorithm>
#include <utility>

#include "pipeline/model/relation.h"

namespace demarche {
namespace {

// Outer and inner mention of two countries: "[Russia's ambassador to [Ukraine]]" becomes two actors side by side.
void Separate(std::vector<Actor>* actors) {
  std::sort(actors->begin(), actors->end(),
            [](const Actor& a, const Actor& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::vector<Actor> out;
  for (Actor& actor : *actors) {
    if (out.empty() || actor.begin >= out.back().end) {
      out.push_back(actor);
      continue;
    }
    Actor& outer = out.back();
    if (outer.country == actor.country) continue;
    if (actor.begin == outer.begin) continue;
    outer.end = actor.begin;
    out.push_back(actor);
  }
  *actors = std::move(out);
}

// Whether the mention stands for its country. A party, a lawmaker, a town's police or an official whose country is only
// a guess may speak, but what they do is not what their country does.
bool StandsForCountry(const Mention& mention) {
  return mention.basis == CountryBasis::kNamed || mention.basis == CountryBasis::kHolder;
}

bool IsSpeakerWord(std::string_view word) {
  return word == "we" || word == "We" || word == "us" || word == "our" || word == "Our";
}

}  // namespace

ActorFinder::ActorFinder(const Text& text, const Segments& segments, const Entities& entities,
                         const std::vector<Statement>& statements)
    : text_(text), segments_(segments), entities_(entities), statements_(statements) {
  for (uint32_t s = 0; s < statements.size(); ++s) {
    for (const Span span : statements[s].content) {
      contents_.push_back({span, s});
      longest_content_ = std::max(longest_content_, span.size());
    }
  }
  std::sort(contents_.begin(), contents_.end(),
            [](const Content& a, const Content& b) { return a.span.begin < b.span.begin; });
}

uint32_t ActorFinder::StatementAt(uint32_t at) const {
  constexpr int kNested = 8;  // contents that hold one place, looked at most
  auto upper = std::upper_bound(contents_.begin(), contents_.end(), at,
                                [](uint32_t value, const Content& c) { return value < c.span.begin; });
  const Content* best = nullptr;
  for (int looked = 0; upper != contents_.begin() && looked < kNested; ++looked) {
    --upper;
    if (upper->span.begin + longest_content_ < at) break;
    if (at < upper->span.end && (best == nullptr || upper->span.size() < best->span.size())) best = &*upper;
  }
  return best == nullptr ? kNoStatement : best->statement;
}

void ActorFinder::AddSpeakers(const Sentence& sentence, std::vector<Actor>* out) const {
  if (contents_.empty()) return;
  for (uint32_t i = sentence.token_begin; i < sentence.token_end && out->size() < kMaxActors; ++i) {
    if (!IsSpeakerWord(text_.slice(segments_.tokens[i].span))) continue;
    const uint32_t index = StatementAt(segments_.tokens[i].span.begin);
    if (index == kNoStatement || !statements_[index].speaker || statements_[index].speaker->country.empty()) continue;
    Actor actor;
    actor.begin = i - sentence.token_begin;
    actor.end = actor.begin + 1;
    actor.span = segments_.tokens[i].span;
    actor.country = statements_[index].speaker->country;
    actor.kind = MentionKind::kPronoun;
    out->push_back(actor);
  }
}

std::vector<Actor> ActorFinder::Next(uint32_t index) {
  const Sentence& sentence = segments_.sentences[index];
  const Paragraph* paragraph =
      sentence.paragraph < text_.paragraphs.size() ? &text_.paragraphs[sentence.paragraph] : nullptr;
  std::vector<Actor> out;
  const std::vector<Mention>& mentions = entities_.mentions;
  for (; next_mention_ < mentions.size() && mentions[next_mention_].sentence <= index; ++next_mention_) {
    const Mention& mention = mentions[next_mention_];
    if (mention.sentence < index || mention.country.empty() || out.size() >= kMaxActors) continue;
    if (!StandsForCountry(mention)) continue;
    if (paragraph != nullptr && (paragraph->byline || paragraph->dateline.overlaps(mention.span))) continue;
    if (mention.token_begin < sentence.token_begin || mention.token_end > sentence.token_end ||
        mention.token_end <= mention.token_begin) {
      continue;
    }
    Actor actor;
    actor.begin = mention.token_begin - sentence.token_begin;
    actor.end = mention.token_end - sentence.token_begin;
    actor.span = mention.span;
    actor.country = mention.country;
    actor.kind = mention.kind;
    actor.mention = static_cast<uint32_t>(next_mention_);
    out.push_back(actor);
  }
  AddSpeakers(sentence, &out);
  Separate(&out);
  return out;
}

std::string_view RoleOf(const Clauses& clauses, const Actor& actor) {
  static constexpr std::pair<std::string_view, std::string_view> kRoles[] = {
      {"troops", "military"},     {"forces", "military"},    {"army", "military"},      {"military", "military"},
      {"navy", "military"},       {"soldiers", "military"},  {"warship", "military"},   {"warships", "military"},
      {"president", "leader"},    {"chancellor", "leader"},  {"premier", "leader"},     {"king", "leader"},
      {"leader", "leader"},       {"ministry", "ministry"},  {"minister", "ministry"},  {"ambassador", "ministry"},
      {"envoy", "ministry"},      {"diplomat", "ministry"},  {"diplomats", "ministry"}, {"firms", "companies"},
      {"companies", "companies"}, {"company", "companies"},  {"banks", "companies"},    {"bank", "companies"},
      {"citizens", "citizens"},   {"nationals", "citizens"}, {"students", "citizens"},  {"people", "citizens"},
      {"fishermen", "citizens"},  {"residents", "citizens"}, {"workers", "citizens"},
  };
  constexpr uint32_t kPhrase = 3;  // words after the mention
  for (uint32_t i = actor.begin; i < clauses.tokens().size() && i < actor.end + kPhrase; ++i) {
    const ClauseToken& t = clauses.tokens()[i];
    if (i >= actor.end && !t.plain && t.word != "'s") break;
    if (t.word == "prime") return "leader";
    for (const auto& [word, role] : kRoles) {
      if (t.word == word) return role;
    }
  }
  switch (actor.kind) {
    case MentionKind::kBody:
      return "body";
    case MentionKind::kPerson:
    case MentionKind::kOffice:
      return "official";
    default:
      return "government";
  }
}

}  // namespace demarche
