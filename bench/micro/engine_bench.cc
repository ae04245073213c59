// What the engine itself costs: memory to memory, 1 KB messages, a work function that makes one small record.
// Arguments: workers. Each run checks that every message came out and the offsets stand at the end before it counts.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "connectors/memory/broker.h"
#include "connectors/memory/sink.h"
#include "connectors/memory/source.h"
#include "pipeline/runtime/engine.h"

namespace demarche {
namespace {

constexpr int kPartitions = 8;
constexpr int kMessages = 500'000;

void EngineOverhead(benchmark::State& state) {
  const auto payload = std::make_shared<const std::string>(1024, 'x');
  for (auto _ : state) {
    state.PauseTiming();
    auto broker = std::make_unique<memory::Broker>(/*keep_outputs=*/false);
    for (int i = 0; i < kMessages; ++i) broker->Append({"in", i % kPartitions}, payload);
    broker->CloseInput();
    memory::MemorySource source(broker.get());
    memory::MemorySink sink(broker.get());
    Observer observer;
    EngineOptions options;
    options.workers = static_cast<int>(state.range(0));
    const auto work = [](const RawMessage& message, const CancelToken&) {
      WorkResult result;
      OutputRecord& record = result.records.emplace_back();
      record.key = "id";
      record.value = std::string(message.value->substr(0, 200));
      return result;
    };
    Engine engine(
        options, source, sink, [&] { return work; }, [](const RawMessage&, const Failure&) { return OutputRecord(); },
        observer);
    state.ResumeTiming();
    const absl::Status status = engine.Run();
    state.PauseTiming();
    int64_t committed = 0;
    for (int p = 0; p < kPartitions; ++p) committed += broker->committed({"in", p});
    if (!status.ok() || broker->output_count() != kMessages || committed != kMessages) {
      state.SkipWithError("the engine lost or doubled messages");
    }
    broker.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * kMessages);
  state.SetBytesProcessed(state.iterations() * kMessages * 1024);
}
BENCHMARK(EngineOverhead)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
}  // namespace demarche

BENCHMARK_MAIN();
