#include "tests/unit/relations/harness.h"

#include <gtest/gtest.h>

#include "fmt/format.h"
#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/relations/actors.h"
#include "pipeline/stages/relations/clauses.h"
#include "pipeline/stages/relations/proposals.h"
#include "pipeline/stages/relations/relation_finder.h"
#include "pipeline/stages/segment/segmenter.h"
#include "pipeline/stages/statements/statement_finder.h"

namespace demarche {

std::shared_ptr<const Lexicon> TestLexicon() {
  static const std::shared_ptr<const Lexicon> lexicon = [] {
    Diagnostics diagnostics;
    return LoadBuiltinLexicon(&diagnostics);
  }();
  return lexicon;
}

Sample Read(std::string_view body) {
  const CancelToken cancel;
  NormalizeOptions options;
  options.detect_language = false;
  Article article;
  article.id = "test";
  article.feed = "plain";
  article.body = std::string(body);
  article.language = "en";
  article.title_is_in_text = true;
  Sample out;
  const auto text = Normalizer(options).Normalize(article, cancel);
  EXPECT_TRUE(text.ok()) << text.status();
  if (!text.ok()) return out;
  out.text = *text;
  out.segments = *Segment(out.text, cancel);
  out.entities = *EntityFinder(TestLexicon()).Find(out.text, out.segments, std::nullopt, cancel);
  out.statements = *StatementFinder(TestLexicon()).Find(out.text, out.segments, out.entities, Reading(), cancel);
  const auto relations =
      RelationFinder(TestLexicon()).Find(out.text, out.segments, out.entities, out.statements, Reading(), cancel);
  EXPECT_TRUE(relations.ok()) << relations.status();
  if (relations.ok()) out.relations = *relations;
  return out;
}

std::vector<std::string> Relations(std::string_view body) {
  std::vector<std::string> out;
  for (const Relation& r : Read(body).relations) {
    out.push_back(fmt::format("{}{}{} {} {}", r.source.country.view(), r.reciprocal ? "=" : ">",
                              r.target.country.view(), ToString(r.event_type), ToString(r.modality)));
  }
  return out;
}

std::vector<std::string> FrameDyads(std::string_view body) {
  const Sample reading = Read(body);
  const std::shared_ptr<const Lexicon> lexicon = TestLexicon();
  ActorFinder actors(reading.text, reading.segments, reading.entities, reading.statements);
  std::vector<std::string> out;
  for (uint32_t i = 0; i < reading.segments.sentences.size(); ++i) {
    const Clauses clauses(reading.text, reading.segments, reading.segments.sentences[i], lexicon->frames,
                          lexicon->clause_words, actors.Next(i));
    for (const Proposal& p : Propose(clauses, lexicon->frames)) {
      out.push_back(fmt::format("{} {}{}{}", p.frame->id, clauses.actors()[p.source].country.view(),
                                p.reciprocal ? "=" : ">", clauses.actors()[p.target].country.view()));
    }
  }
  return out;
}

}  // namespace demarche
