// How fast an article of 4 KB is normalised (plain, without and with language detection, and as HTML) and segmented.
// Run: build/release/bench/micro/text_bench
#include <cstdlib>
#include <iostream>
#include <string>

#include "benchmark/benchmark.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/segment/segmenter.h"
#include "tests/reference/text_twin.h"

namespace demarche {
namespace {

constexpr std::string_view kParagraph =
    "\"We urge Peru to act before the rains,\" Mines Minister Ana Banda said on Tuesday. Talks with the U.N. won't "
    "resume until Sept. 5, a long-term adviser to Mr. Okafor added, and cost $3.5 billion.";

Article Make(BodyKind kind) {
  Article article;
  article.title = "Peru urged to act before the rains";
  article.body_kind = kind;
  for (int i = 0; i < 20; ++i) {
    article.body += kind == BodyKind::kHtml ? "<p>" : "";
    article.body += kParagraph;
    article.body += kind == BodyKind::kHtml ? "</p>" : "\n";
  }
  return article;
}

Text Normalized(const Article& article) {
  const CancelToken cancel;
  return *Normalizer({.detect_language = false}).Normalize(article, cancel);
}

void BM_Normalize(benchmark::State& state, BodyKind kind, bool language) {
  const Article article = Make(kind);
  const Normalizer normalizer({.detect_language = language});
  const CancelToken cancel;
  for (auto _ : state) {
    auto text = normalizer.Normalize(article, cancel);
    benchmark::DoNotOptimize(text);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(article.title.size() + article.body.size()));
}
BENCHMARK_CAPTURE(BM_Normalize, plain, BodyKind::kPlain, false);
BENCHMARK_CAPTURE(BM_Normalize, plain_and_language, BodyKind::kPlain, true);
BENCHMARK_CAPTURE(BM_Normalize, html, BodyKind::kHtml, false);

void BM_Segment(benchmark::State& state) {
  const Text text = Normalized(Make(BodyKind::kPlain));
  const CancelToken cancel;
  int64_t tokens = 0;
  for (auto _ : state) {
    auto segments = Segment(text, cancel);
    tokens += static_cast<int64_t>(segments->tokens.size());
    benchmark::DoNotOptimize(segments);
  }
  state.counters["tokens"] = benchmark::Counter(static_cast<double>(tokens), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Segment);

bool ResultsAreRight() {
  const Article article = Make(BodyKind::kPlain);
  const std::string want = article.title + "\n" + reference::PlainText(article.body);
  return Normalized(article).utf8 == want && Normalized(Make(BodyKind::kHtml)).utf8 == want;
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  if (!demarche::ResultsAreRight()) {
    std::cerr << "text_bench: normalize does not give what its twin gives\n";
    return EXIT_FAILURE;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
