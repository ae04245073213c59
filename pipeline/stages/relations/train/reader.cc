// See reader.h.
#include "pipeline/stages/relations/train/reader.h"

#include <cstdlib>
#include <fstream>
#include <optional>
#include <utility>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/relations/actors.h"
#include "pipeline/stages/segment/segmenter.h"
#include "pipeline/stages/statements/statement_finder.h"

namespace demarche::train {
namespace {

using Json = nlohmann::json;

template <typename T>
T OrDie(absl::StatusOr<T> value, const std::string& id) {
  if (!value.ok()) {
    fmt::print(stderr, "{}: {}\n", id, value.status().ToString());
    std::exit(1);
  }
  return *std::move(value);
}

GoldRelation ToGold(const Json& json) {
  GoldRelation gold;
  gold.source = CountryCode(json.at("source").get<std::string>());
  gold.target = CountryCode(json.at("target").get<std::string>());
  gold.type = ParseEventType(json.at("event_types").at(0).get<std::string>()).value_or(EventType::kConsult);
  gold.reciprocal = json.value("reciprocal", false);
  gold.optional = json.value("optional", false);
  const Json& span = json.contains("trigger_span") && !json["trigger_span"].is_null() ? json["trigger_span"]
                                                                                      : json.at("evidence_span");
  gold.trigger = {span.at(0).get<uint32_t>(), span.at(1).get<uint32_t>()};
  return gold;
}

}  // namespace

std::vector<std::unique_ptr<Item>> ReadItems(const std::string& path, std::shared_ptr<const Lexicon> lexicon) {
  std::vector<std::unique_ptr<Item>> items;
  std::ifstream file(path);
  const Normalizer normalizer;
  const EntityFinder entity_finder(lexicon);
  const StatementFinder statement_finder(lexicon);
  const CancelToken cancel;
  std::string line;
  while (std::getline(file, line)) {
    const Json json = Json::parse(line);
    auto item = std::make_unique<Item>();
    item->id = json.at("id").get<std::string>();
    if (json.contains("relations")) {
      for (const Json& relation : json["relations"]) item->gold.push_back(ToGold(relation));
    }
    Article article;
    article.id = item->id;
    article.feed = "plain";
    article.body = json.at("text").get<std::string>();
    article.title_is_in_text = true;
    const Text text = OrDie(normalizer.Normalize(article, cancel), item->id);
    const Segments segments = OrDie(Segment(text, cancel), item->id);
    const Entities entities = OrDie(entity_finder.Find(text, segments, std::nullopt, cancel), item->id);
    const std::vector<Statement> statements =
        OrDie(statement_finder.Find(text, segments, entities, Reading(), cancel), item->id);
    ActorFinder actor_finder(text, segments, entities, statements);
    for (uint32_t i = 0; i < segments.sentences.size(); ++i) {
      std::vector<Actor> actors = actor_finder.Next(i);
      const Sentence& sentence = segments.sentences[i];
      bool two = false;
      for (const Actor& actor : actors) two = two || actor.country != actors[0].country;
      if (!two) continue;
      SentenceView view;
      view.title = sentence.title;
      view.delivered = text.ToDelivered(sentence.span);
      for (uint32_t t = sentence.token_begin; t < sentence.token_end; ++t) {
        view.token_spans.push_back(text.ToDelivered(segments.tokens[t].span));
      }
      view.clauses = std::make_unique<Clauses>(text, segments, sentence, lexicon->frames, lexicon->clause_words,
                                               std::move(actors));
      view.proposals = Propose(*view.clauses, lexicon->frames);
      for (const GoldRelation& gold : item->gold) {
        if (view.delivered.overlaps(gold.trigger)) view.gold.push_back(&gold);
      }
      item->sentences.push_back(std::move(view));
    }
    items.push_back(std::move(item));
  }
  return items;
}

}  // namespace demarche::train
