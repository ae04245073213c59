// How fast results become records: one article of 4 KB with 8 statements and 6 relations, one with no result, and a
// dead letter. Run: build/release/bench/micro/encode_bench
#include <cstdlib>
#include <iostream>
#include <string>

#include "benchmark/benchmark.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/encode/encoder.h"

namespace demarche {
namespace {

constexpr std::string_view kSentence =
    "“We urge Peru to act before the rains,” Mines Minister Ana Banda said on Tuesday. ";

struct Fixture {
  RawMessage message;
  Article article;
  Text text;
  Segments segments;
  std::vector<Statement> statements;
  std::vector<Relation> relations;

  Fixture() {
    message.origin = {"news", 0, 1, 0};
    message.key = "k";
    message.value = "{}";
    message.headers = {{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}};
    article.id = "urn:example:1";
    article.feed = "ninjs-1";
    article.url = "https://example.org/1";
    article.source = "Example Wire";
    article.title = "Zambia urges Peru to reopen the copper corridor";
    text.language = "en";
    while (text.utf8.size() < 4096) text.utf8 += kSentence;
    // Pieces as normalize makes them: copied, and never longer than a few hundred bytes.
    uint32_t code_point = 0;
    for (uint32_t at = 0; at < text.utf8.size(); at += static_cast<uint32_t>(kSentence.size())) {
      const uint32_t next = code_point + CountCodePoints(kSentence);
      text.alignment.push_back({at, code_point, next, AlignmentPiece::Kind::kCopy});
      code_point = next;
    }
    for (uint32_t i = 0; i < 8; ++i) {
      const auto at = static_cast<uint32_t>(i * kSentence.size());
      Statement s;
      s.content = {{at + 3, at + 39}};
      s.cue = {at + 69, at + 73};
      s.cue_lemma = "say";
      s.source = {at + 44, at + 68};
      s.speaker = Speaker{"Ana Banda", "Mines Minister", "", CountryCode("ZMB"), ActorKind::kPerson};
      s.countries = {CountryCode("PER")};
      s.rule = "direct";
      statements.push_back(s);
      if (i >= 6) continue;
      Relation r;
      r.source = {CountryCode("ZMB"), s.source, "ministry"};
      r.target = {CountryCode("PER"), {at + 11, at + 15}, ""};
      r.trigger = {at + 6, at + 10};
      r.evidence = {at, at + static_cast<uint32_t>(kSentence.size()) - 1};
      r.cameo = "102";
      r.statement = i;
      r.rule = "urge.v.1";
      relations.push_back(r);
    }
  }

  EncodeInput Input() const {
    EncodeInput input;
    input.message = &message;
    input.article = &article;
    input.text = &text;
    input.segments = &segments;
    input.statements = statements;
    input.relations = relations;
    input.extracted_at = absl::UnixEpoch();
    return input;
  }
};

void Count(const WorkResult& result, benchmark::State& state) {
  size_t bytes = 0;
  for (const OutputRecord& record : result.records) bytes += record.bytes();
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(result.records.size()));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}

void Article4K(benchmark::State& state) {
  const Fixture fixture;
  const Encoder encoder((EncodeOptions()));
  WorkResult result;
  for (auto _ : state) {
    result = WorkResult();
    encoder.EncodeArticle(fixture.Input(), &result);
    benchmark::DoNotOptimize(result.records.data());
  }
  if (result.records.size() != 15) std::abort();
  Count(result, state);
}
BENCHMARK(Article4K);

void ReceiptOnly(benchmark::State& state) {
  const Fixture fixture;
  const Encoder encoder((EncodeOptions()));
  EncodeInput input = fixture.Input();
  input.statements = {};
  input.relations = {};
  WorkResult result;
  for (auto _ : state) {
    result = WorkResult();
    encoder.EncodeArticle(input, &result);
    benchmark::DoNotOptimize(result.records.data());
  }
  if (result.records.size() != 1) std::abort();
  Count(result, state);
}
BENCHMARK(ReceiptOnly);

void DeadLetter1K(benchmark::State& state) {
  Fixture fixture;
  const std::string value(1024, '{');
  fixture.message.value = value;
  const Encoder encoder((EncodeOptions()));
  const Failure failure{Stage::kDecode, Reason::kInvalidJson, "byte 1: expected a name"};
  for (auto _ : state) benchmark::DoNotOptimize(encoder.DeadLetter(fixture.message, failure));
}
BENCHMARK(DeadLetter1K);

}  // namespace
}  // namespace demarche

BENCHMARK_MAIN();
