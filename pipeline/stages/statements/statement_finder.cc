// The order of the parts, and from Attribution to Statement: trimmed content, type, speaker, addressee, countries.
#include "pipeline/stages/statements/statement_finder.h"

#include <algorithm>

#include "pipeline/stages/statements/confidence.h"
#include "pipeline/stages/statements/cue_finder.h"
#include "pipeline/stages/statements/headline.h"
#include "pipeline/stages/statements/plain_cues.h"
#include "pipeline/stages/statements/quotation_joiner.h"
#include "pipeline/stages/statements/reading_join.h"
#include "pipeline/stages/statements/span_finder.h"
#include "pipeline/stages/statements/speaker_resolver.h"

namespace demarche {
namespace {

// Content without the marks at its ends, conjunctions before it and punctuation after it.
TokenRange Trim(const Scene& scene, TokenRange range) {
  const TokenView& view = scene.view;
  const auto loose = [&](uint32_t i) {
    return view.token(i).has(Token::kQuoteMark) ||
           (view.IsPunct(i) && !view.IsChar(i, ')') && !view.IsChar(i, '(') && !view.IsChar(i, '$') &&
            !view.IsChar(i, '%') && !view.IsChar(i, '#'));
  };
  while (!range.empty() && loose(range.begin)) ++range.begin;
  while (!range.empty() && loose(range.end - 1)) --range.end;
  return range;
}

StatementType TypeOf(const Scene& scene, const std::vector<TokenRange>& content) {
  uint32_t words = 0;
  uint32_t quoted = 0;
  for (const TokenRange& part : content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      if (!scene.view.IsWord(i) && !scene.view.token(i).has(Token::kNumber)) continue;
      ++words;
      if (scene.InQuote(i)) ++quoted;
    }
  }
  if (quoted == 0) return StatementType::kIndirect;
  return quoted == words ? StatementType::kDirect : StatementType::kMixed;
}

Span BytesOf(const Scene& scene, TokenRange range) {
  return range.empty() ? Span{} : scene.view.SpanOf(range.begin, range.end);
}

void NameCountries(const Scene& scene, const std::vector<TokenRange>& content, std::vector<CountryCode>* out) {
  uint32_t last = UINT32_MAX;
  for (const TokenRange& part : content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      const uint32_t m = scene.MentionAt(i);
      if (m == UINT32_MAX || m == last) continue;
      last = m;
      const CountryCode code = scene.entities.mentions[m].country;
      if (!code.empty() && std::find(out->begin(), out->end(), code) == out->end()) out->push_back(code);
    }
  }
}

// At whom an accusation, a demand, a warning or a denial is aimed: the first other country that its content names.
void Aim(const Scene& scene, const Attribution& from, const ResolvedSpeaker& speaker, Statement* statement) {
  if (from.entry == nullptr) return;
  const std::string& c = from.entry->cue_class;
  if (c != "accuse" && c != "demand" && c != "warn" && c != "deny" && c != "promise" && c != "describe") return;
  const CountryCode own = speaker.speaker ? speaker.speaker->country : CountryCode();
  for (const TokenRange& part : from.content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      const uint32_t m = scene.MentionAt(i);
      if (m == UINT32_MAX) continue;
      const Mention& mention = scene.entities.mentions[m];
      if (mention.country.empty() || mention.country == own) continue;
      statement->addressee = mention.span;
      statement->addressee_country = mention.country;
      return;
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Statement>> StatementFinder::Find(const Text& text, const Segments& segments,
                                                             const Entities& entities, const Reading& reading,
                                                             const CancelToken& cancel) const {
  const auto late = [] { return absl::DeadlineExceededError("statements: document time limit"); };
  const bool english = text.language.empty() || text.language == "en";
  const CueTable* cues = lexicon_->CuesOf(english ? "en" : std::string_view(text.language));
  if (cues == nullptr) return std::vector<Statement>();
  const TokenView view(*lexicon_, text, segments);
  const Scene scene(view, entities);
  std::vector<Attribution> found;
  for (uint32_t s = 0; s < segments.sentences.size(); ++s) {
    if (cancel.cancelled()) return late();
    if (segments.sentences[s].token_begin >= segments.sentences[s].token_end) continue;
    if (!english) {
      FindPlainCues(scene, *cues, s, &found);
      continue;
    }
    const size_t before = found.size();
    FindSpans(scene, FindCues(scene, *cues, s), s, &found);
    if (scene.IsTitle(s)) FindHeadlineSpeaker(scene, s, before, &found);
  }
  if (cancel.cancelled()) return late();
  if (english) JoinReading(scene, *cues, reading, &found);
  JoinQuotations(scene, &found);

  std::vector<Statement> out;
  std::vector<ResolvedSpeaker> speakers(found.size());
  for (size_t a = 0; a < found.size(); ++a) {
    Attribution& from = found[a];
    speakers[a] = ResolveSpeaker(scene, from.source);
    if (!speakers[a].speaker && from.speaker_from < a) speakers[a] = speakers[from.speaker_from];
    std::erase_if(from.content, [&](TokenRange& part) {
      part = Trim(scene, part);
      return part.empty();
    });
    if (from.content.empty()) continue;
    Statement statement;
    statement.type = TypeOf(scene, from.content);
    for (const TokenRange& part : from.content) statement.content.push_back(BytesOf(scene, part));
    statement.cue = BytesOf(scene, from.cue);
    if (from.entry != nullptr) statement.cue_lemma = from.entry->lemma;
    statement.source = BytesOf(scene, from.source);
    statement.speaker = speakers[a].speaker;
    statement.speaker_cluster = speakers[a].cluster;
    statement.addressee = BytesOf(scene, from.addressee);
    if (!from.addressee.empty()) statement.addressee_country = CountryOf(scene, from.addressee);
    NameCountries(scene, from.content, &statement.countries);
    if (statement.addressee_country.empty()) Aim(scene, from, speakers[a], &statement);
    statement.sentence = scene.SentenceOf(from.content[0].begin);
    statement.paragraph = scene.sentence(statement.sentence).paragraph;
    statement.rule = from.rule;
    statement.confidence = from.chance < 0 ? ConfidenceOf(statement.rule) : ConfidenceOfChance(from.chance);
    out.push_back(std::move(statement));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Statement& a, const Statement& b) { return a.content[0].begin < b.content[0].begin; });
  return out;
}

}  // namespace demarche
