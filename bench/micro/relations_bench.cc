// How fast the relations stage alone reads news: the stages before it run once. bytes_per_second is text read.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/relations/relation_finder.h"
#include "pipeline/stages/segment/segmenter.h"

namespace demarche {
namespace {

constexpr std::string_view kStory =
    "Germany criticized Russia on Monday over the shelling of a hospital in eastern Ukraine.\n"
    "The German chancellor said that the attack would have consequences, and that Berlin would talk to Paris.\n"
    "Farmers in the north hope for rain this week after the driest spring for a generation.\n"
    "Talks between Armenia and Azerbaijan went on for hours, diplomats said, and will go on next week.\n"
    "The company sold more cars than a year ago, but its profit fell because steel has become dearer.\n";

void BM_Relations(benchmark::State& state) {
  Diagnostics diagnostics;
  const std::shared_ptr<const Lexicon> lexicon = LoadBuiltinLexicon(&diagnostics);
  const CancelToken cancel;
  Article article;
  article.language = "en";
  article.title_is_in_text = true;
  for (int i = 0; i < 20; ++i) article.body += kStory;
  NormalizeOptions options;
  options.detect_language = false;
  const Text text = *Normalizer(options).Normalize(article, cancel);
  const Segments segments = *Segment(text, cancel);
  const Entities entities = *EntityFinder(lexicon).Find(text, segments, std::nullopt, cancel);
  const RelationFinder finder(lexicon);
  if (finder.Find(text, segments, entities, {}, Reading(), cancel)->size() < 40)
    std::abort();  // the right work, before it is timed
  for (auto _ : state) benchmark::DoNotOptimize(finder.Find(text, segments, entities, {}, Reading(), cancel));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(text.utf8.size()));
}
BENCHMARK(BM_Relations);

}  // namespace
}  // namespace demarche

BENCHMARK_MAIN();
