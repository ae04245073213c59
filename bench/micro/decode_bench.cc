// decode: articles/s and MB/s over real NewsAPI articles (../shared/feeds/newsapi.ndjson, one JSON object a line), one
// thread, messages in memory. Checks what is decoded before it times. Beside it what validation alone costs with
// simdjson: the DOM, and On-Demand with every field visited (which is what the DOM does by itself).
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/stages/decode/decoder.h"
#include "pipeline/stages/decode/json_check.h"

namespace demarche {
namespace {

constexpr size_t kArticles = 19869;  // of newsapi.ndjson; each line decodes to one article

const std::vector<std::string>& Messages() {
  static const std::vector<std::string> messages = [] {
    std::vector<std::string> lines;
    std::ifstream file(DEMARCHE_SOURCE_DIR "/../shared/feeds/newsapi.ndjson");
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }();
  return messages;
}

std::shared_ptr<const FeedRegistry> Feeds() {
  Diagnostics diagnostics;
  return LoadBuiltinFeeds({}, &diagnostics);
}

void Check() {
  Decoder decoder(Feeds());
  size_t articles = 0;
  size_t rejected = 0;
  for (const std::string& message : Messages()) {
    for (std::string_view mapping : {"newsapi", "auto"}) {
      const Decoded decoded = decoder.Decode(message, mapping);
      articles += decoded.articles.size();
      rejected += decoded.rejected.size();
    }
  }
  if (Messages().size() == kArticles && articles == 2 * kArticles && rejected == 0) return;
  fprintf(stderr, "decode_bench: %zu messages, %zu articles, %zu rejected; expected %zu articles of as many messages\n",
          Messages().size(), articles / 2, rejected / 2, kArticles);
  exit(1);
}

void Report(benchmark::State& state) {
  size_t bytes = 0;
  for (const std::string& message : Messages()) bytes += message.size();
  state.SetBytesProcessed(static_cast<int64_t>(bytes) * static_cast<int64_t>(state.iterations()));
  state.SetItemsProcessed(static_cast<int64_t>(Messages().size()) * static_cast<int64_t>(state.iterations()));
}

void BM_Decode(benchmark::State& state, const char* mapping) {
  Decoder decoder(Feeds());
  for (auto _ : state) {
    for (const std::string& message : Messages()) benchmark::DoNotOptimize(decoder.Decode(message, mapping));
  }
  Report(state);
}
BENCHMARK_CAPTURE(BM_Decode, newsapi, "newsapi")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Decode, auto_detection, "auto")->Unit(benchmark::kMillisecond);

void BM_DomParse(benchmark::State& state) {
  simdjson::dom::parser parser;
  for (auto _ : state) {
    for (const std::string& message : Messages()) {
      if (parser.parse(message.data(), message.size(), true).error()) exit(1);
    }
  }
  Report(state);
}
BENCHMARK(BM_DomParse)->Unit(benchmark::kMillisecond);

// Visits every value, strings unescaped. False: not JSON.
bool Walk(simdjson::ondemand::value value) {
  switch (value.type().value_unsafe()) {
    case simdjson::ondemand::json_type::array:
      for (auto element : value.get_array()) {
        simdjson::ondemand::value child;
        if (element.get(child) || !Walk(child)) return false;
      }
      return true;
    case simdjson::ondemand::json_type::object:
      for (auto field : value.get_object()) {
        simdjson::ondemand::value child;
        if (field.unescaped_key().error() || field.value().get(child) || !Walk(child)) return false;
      }
      return true;
    case simdjson::ondemand::json_type::string:
      return !value.get_string().error();
    case simdjson::ondemand::json_type::number:
      return !value.get_number().error();
    case simdjson::ondemand::json_type::boolean:
      return !value.get_bool().error();
    default:
      return !value.is_null().error();
  }
}

void BM_OnDemandWalk(benchmark::State& state) {
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    for (const std::string& message : Messages()) {
      const simdjson::padded_string padded(message);
      simdjson::ondemand::document document;
      simdjson::ondemand::value root;
      if (parser.iterate(padded).get(document) || document.get_value().get(root) || !Walk(root)) exit(1);
    }
  }
  Report(state);
}
BENCHMARK(BM_OnDemandWalk)->Unit(benchmark::kMillisecond);

// The validator of the error path.
void BM_CheckJson(benchmark::State& state) {
  for (auto _ : state) {
    for (const std::string& message : Messages()) {
      if (CheckJson(message, 1024)) exit(1);
    }
  }
  Report(state);
}
BENCHMARK(BM_CheckJson)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  demarche::Check();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
