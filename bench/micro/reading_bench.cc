// How fast an article of 4 KB is read: by each network alone, and on the whole way of a document with each reader, with
// the 99th percentile of the time for one article. Before it is timed, every set of kernels must see the same cues.
// Run: build/release/bench/micro/reading_bench
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "benchmark/benchmark.h"
#include "nlohmann/json.hpp"
#include "pipeline/app/assembly.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "pipeline/stages/segment/segmenter.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

// Six paragraphs of news in our own words, of the mix that feeds have: indirect and direct speech, acts, plain facts.
constexpr std::string_view kParagraphs[] = {
    "Peru's mines minister, Ana Banda, said on Tuesday that the government would not reopen the northern pits before "
    "the rains end. \"We urge our neighbours to wait,\" she told reporters in Lima.",
    "Chile criticised the delay and called on Peru to honour the treaty of 1998, according to a statement from its "
    "foreign ministry. Officials in Santiago warned that further steps may follow if no date is set by June.",
    "The pits employ about 4,000 people, most of them from villages along the river. A bridge that links two of the "
    "camps was closed in March after heavy rain washed out a road.",
    "\"Nobody has shown us a plan,\" Carlos Vega, a union leader, said. \"They promise, and then they leave.\" He "
    "added "
    "that workers would meet again on Friday.",
    "Bolivia and Peru signed an agreement on customs last week, and Bolivian President Luis Ortega is expected to "
    "visit "
    "Lima in May. Analysts doubt whether the talks will change much.",
    "Prices of copper rose by 2 percent on Monday. The ministry denied reports that a buyer had been found, and asked "
    "the United Nations to send experts."};

std::string ArticleText() {
  std::string out = "Peru delays reopening of northern pits\n\n";
  for (size_t i = 0; out.size() < 4096; ++i) out += std::string(kParagraphs[i % std::size(kParagraphs)]) + "\n";
  return out;
}

struct Prepared {
  Text text;
  Segments segments;
};

const Prepared& Sample() {
  static const auto* const sample = [] {
    Article article;
    article.body = ArticleText();
    article.title_is_in_text = true;
    auto* out = new Prepared;
    out->text = *Normalizer().Normalize(article, CancelToken());
    out->segments = *Segment(out->text, CancelToken());
    return out;
  }();
  return *sample;
}

std::shared_ptr<const Reader> NewReader(const std::string& name, const Kernels& kernels) {
  return *Reader::Create(BuiltinBytes("reading/" + name + ".weights"), BuiltinBytes("reading/vocabulary.txt"),
                         BuiltinBytes("reading/fold.tsv"), kernels);
}

void CheckKernels() {
  std::vector<std::vector<uint32_t>> cues;
  for (const Kernels* kernels : AvailableKernels()) {
    const Reading reading = *NewReader("fast", *kernels)->Read(Sample().text, Sample().segments, CancelToken());
    std::vector<uint32_t>& found = cues.emplace_back();
    for (const SpeechAnchor& anchor : reading.anchors) {
      if (anchor.chance > 0.5F) found.push_back(anchor.token);
    }
  }
  for (const auto& found : cues) {
    if (found.empty() || found != cues[0]) {
      std::cerr << "reading_bench: the sets of kernels do not see the same cues\n";
      std::exit(1);
    }
  }
}

void BM_Read(benchmark::State& state, const std::string& name, const Kernels* kernels) {
  const auto reader = NewReader(name, *kernels);
  const CancelToken cancel;
  for (auto _ : state) benchmark::DoNotOptimize(reader->Read(Sample().text, Sample().segments, cancel));
  state.counters["tokens"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(Sample().segments.tokens.size()),
                         benchmark::Counter::kIsRate);
}

void BM_Document(benchmark::State& state, const std::string& name) {
  Diagnostics diagnostics;
  Config::Reading choice;
  choice.reader = name;
  const auto path = Assemble(choice, &diagnostics).NewDocumentPath();
  const std::string value = nlohmann::json{{"id", "a"}, {"text", ArticleText()}}.dump();
  RawMessage message;
  message.value = value;
  const CancelToken cancel;
  std::vector<double> milliseconds;
  for (auto _ : state) {
    const auto began = std::chrono::steady_clock::now();
    path->Read(message, "plain", cancel, DocumentListener());
    milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  state.counters["p99_ms"] = milliseconds[milliseconds.size() * 99 / 100];
  state.counters["tokens"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(Sample().segments.tokens.size()),
                         benchmark::Counter::kIsRate);
}

void Register() {
  for (const char* name : {"fast", "careful"}) {
    for (const Kernels* kernels : AvailableKernels())
      benchmark::RegisterBenchmark((std::string("BM_Read/") + name + "/" + kernels->name).c_str(), BM_Read,
                                   std::string(name), kernels);
  }
  for (const char* name : {"rules", "fast", "careful"})
    benchmark::RegisterBenchmark((std::string("BM_Document/") + name).c_str(), BM_Document, std::string(name));
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  demarche::CheckKernels();
  demarche::Register();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
