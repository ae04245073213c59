// train_relations: trains the pair model of the relations stage on coded items and writes
// schemas/lexicon/relation_weights.tsv.
//   train_relations train ITEMS.jsonl WEIGHTS.tsv    trains on all
//   train_relations cross ITEMS.jsonl OUT.jsonl      five folds by item; what each fold's model finds in the rest
//   train_relations find ITEMS.jsonl OUT.jsonl       what the carried tables find
//   train_relations rules ITEMS.jsonl OUT.jsonl      what the frames alone find
// OUT holds the result contract's lines as far as score_wire.py reads them. README.md says what came out.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <unordered_map>

#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "pipeline/stages/relations/decision.h"
#include "pipeline/stages/relations/pair_features.h"
#include "pipeline/stages/relations/train/linear_model.h"
#include "pipeline/stages/relations/train/reader.h"

namespace demarche::train {
namespace {

constexpr uint32_t kMinCount = 5;        // pairs that have a feature, for it to be kept
constexpr float kOptionalWeight = 0.4F;  // of a pair whose only relation is optional
constexpr float kSmallest = 0.02F;       // weights nearer to zero are not written
constexpr uint32_t kFolds = 5;
constexpr float kCrossThreshold = 0.2F;  // low, so that any higher one can be tried on the output

struct Data {
  std::vector<Example> examples;
  std::vector<std::string> names;
};

// What the codings say of a pair: its label and weight; weight 0 for the mirror of a mutual act, which is found by it.
void Label(const SentenceView& view, const Pair& pair, Example* example) {
  const CountryCode source = view.clauses->actors()[pair.source].country;
  const CountryCode target = view.clauses->actors()[pair.target].country;
  bool mirrored = false;
  const GoldRelation* best = nullptr;
  for (const GoldRelation* gold : view.gold) {
    if (gold->source == source && gold->target == target && (best == nullptr || (best->optional && !gold->optional)))
      best = gold;
    mirrored = mirrored || (gold->reciprocal && gold->source == target && gold->target == source);
  }
  if (best != nullptr) {
    example->label = static_cast<int>(best->type);
    example->weight = best->optional ? kOptionalWeight : 1.0F;
  } else if (mirrored) {
    example->weight = 0;
  }
}

Data Collect(const std::vector<std::unique_ptr<Item>>& items, const Lexicon& lexicon) {
  std::unordered_map<std::string, uint32_t> numbers;
  std::vector<std::string> names;
  std::vector<uint32_t> counts;
  Data data;
  for (uint32_t i = 0; i < items.size(); ++i) {
    for (const SentenceView& view : items[i]->sentences) {
      for (const Pair& pair : PairsOf(*view.clauses, view.proposals, view.title)) {
        Example example;
        example.item = i;
        Label(view, pair, &example);
        std::vector<std::string> features;
        PairFeatures(*view.clauses, lexicon.frames, view.proposals, pair, &features);
        std::sort(features.begin(), features.end());
        for (const std::string& name : features) {
          const auto [at, added] = numbers.try_emplace(name, static_cast<uint32_t>(names.size()));
          if (added) {
            names.push_back(name);
            counts.push_back(0);
          }
          if (example.features.empty() || example.features.back() != at->second) ++counts[at->second];
          example.features.push_back(at->second);
        }
        data.examples.push_back(std::move(example));
      }
    }
  }
  std::vector<uint32_t> kept(names.size(), UINT32_MAX);
  for (uint32_t f = 0; f < names.size(); ++f) {
    if (counts[f] < kMinCount || names[f].find('\t') != std::string::npos || names[f].front() == '#' ||
        names[f].find(' ') != std::string::npos)
      continue;
    kept[f] = static_cast<uint32_t>(data.names.size());
    data.names.push_back(names[f]);
  }
  for (Example& example : data.examples) {
    std::vector<uint32_t> features;
    for (const uint32_t f : example.features) {
      if (kept[f] != UINT32_MAX) features.push_back(kept[f]);
    }
    example.features = std::move(features);
  }
  return data;
}

std::vector<PairWeights::Row> TrainOn(const Data& data, uint32_t fold) {
  std::vector<const Example*> examples;
  for (const Example& example : data.examples) {
    if (example.weight > 0 && (fold >= kFolds || example.item % kFolds != fold)) examples.push_back(&example);
  }
  std::vector<PairWeights::Row> rows = Train(examples, static_cast<uint32_t>(data.names.size()), TrainOptions());
  for (PairWeights::Row& row : rows) {
    for (float& weight : row) {
      if (std::abs(weight) < kSmallest) weight = 0;
    }
  }
  return rows;
}

PairWeights ToTable(const Data& data, const std::vector<PairWeights::Row>& rows) {
  PairWeights table;
  table.SetThreshold(kCrossThreshold);
  for (size_t f = 0; f < rows.size(); ++f) table.Set(FeatureHash().Add(data.names[f]).value(), rows[f]);
  return table;
}

nlohmann::json Found(const Item& item, const Lexicon& lexicon) {
  nlohmann::json relations = nlohmann::json::array();
  for (const SentenceView& view : item.sentences) {
    for (const Finding& finding :
         Decide(*view.clauses, lexicon, view.proposals, PairsOf(*view.clauses, view.proposals, view.title), {})) {
      const auto actor = [&](uint32_t a) { return std::string(view.clauses->actors()[a].country.view()); };
      relations.push_back({{"source", {{"country", actor(finding.source)}}},
                           {"target", {{"country", actor(finding.target)}}},
                           {"event_type", ToString(finding.type)},
                           {"cameo", finding.cameo},
                           {"modality", ToString(finding.modality)},
                           {"reciprocal", finding.reciprocal},
                           {"confidence", finding.confidence},
                           {"rule", finding.rule},
                           {"trigger",
                            {{"begin", view.token_spans[finding.trigger_begin].begin},
                             {"end", view.token_spans[finding.trigger_end - 1].end}}},
                           {"evidence", {{"begin", view.delivered.begin}, {"end", view.delivered.end}}}});
    }
  }
  return {{"id", item.id}, {"statements", nlohmann::json::array()}, {"relations", relations}};
}

void WriteTable(const Data& data, const std::vector<PairWeights::Row>& rows, const std::string& source,
                std::ofstream* out) {
  *out
      << "# Weights of the linear model over ordered pairs of countries in a sentence: feature, then type and weight.\n"
      << "# Written by pipeline/stages/relations/train (README.md there: data, licence, scores). Do not edit by hand.\n"
      << "# Origin: the project's own codings (" << source << "): words, stems and counts, no text.\n"
      << "threshold\t0.35\n";
  for (size_t f = 0; f < rows.size(); ++f) {
    std::string line;
    for (size_t c = 0; c < kPairClasses; ++c) {
      if (rows[f][c] == 0) continue;
      line += fmt::format("{}{} {:.2f}", line.empty() ? "" : " ",
                          c == kNoRelation ? "none" : ToString(static_cast<EventType>(c)), rows[f][c]);
    }
    if (!line.empty()) *out << data.names[f] << '\t' << line << '\n';
  }
}

int Main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: train_relations train|cross|find|rules ITEMS.jsonl OUT\n");
    return 2;
  }
  const std::string mode = argv[1];
  Diagnostics diagnostics;
  const std::shared_ptr<const Lexicon> lexicon = LoadBuiltinLexicon(&diagnostics);
  const std::vector<std::unique_ptr<Item>> items = ReadItems(argv[2], lexicon);
  std::ofstream out(argv[3]);
  if (mode == "find" || mode == "rules") {
    Lexicon with = *lexicon;
    if (mode == "rules") with.pair_weights = PairWeights();
    for (const auto& item : items) out << Found(*item, with).dump() << '\n';
    return 0;
  }
  const Data data = Collect(items, *lexicon);
  fmt::print("{} items, {} pairs, {} features\n", items.size(), data.examples.size(), data.names.size());
  if (mode == "train") {
    WriteTable(data, TrainOn(data, kFolds), argv[2], &out);
    return 0;
  }
  std::vector<nlohmann::json> lines(items.size());
  for (uint32_t fold = 0; fold < kFolds; ++fold) {
    Lexicon with = *lexicon;
    with.pair_weights = ToTable(data, TrainOn(data, fold));
    for (uint32_t i = fold; i < items.size(); i += kFolds) lines[i] = Found(*items[i], with);
  }
  for (const nlohmann::json& line : lines) out << line.dump() << '\n';
  return 0;
}

}  // namespace
}  // namespace demarche::train

int main(int argc, char** argv) { return demarche::train::Main(argc, argv); }
