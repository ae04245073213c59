// memory_bench: articles in memory -> results in memory: the engine and all stages, and nothing of a network. Prints
// one JSON line: settled (records whose offsets were committed), results, seconds, CPU seconds, resident MB.
//
//   memory_bench FILE [workers]        FILE: a record a line
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "connectors/memory/broker.h"
#include "connectors/memory/sink.h"
#include "connectors/memory/source.h"
#include "fmt/format.h"
#include "pipeline/app/assembly.h"
#include "pipeline/runtime/engine.h"

namespace demarche {
namespace {

constexpr int kPartitions = 8;

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// Peak. Not ru_maxrss, which counts what the process was before exec.
long ResidentMb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  long kib = 0;
  while (status >> word) {
    if (word == "VmHWM:" && status >> kib) break;
  }
  return kib / 1024;
}

int Run(const char* path, int workers) {
  Diagnostics diagnostics;
  const Assembly assembly = Assemble(Config::Reading(), &diagnostics);
  if (HasErrors(diagnostics)) return 2;
  memory::Broker broker(/*keep_outputs=*/false);
  std::ifstream file(path);
  std::string line;
  for (int i = 0; std::getline(file, line); ++i) {
    const TopicPartition partition{"in", i % kPartitions};
    if (i < kPartitions) broker.AddPartition(partition);
    broker.Append(partition, line);
  }
  broker.CloseInput();
  memory::MemorySource source(&broker);
  memory::MemorySink sink(&broker);
  EngineOptions options;
  options.workers = workers;
  Observer silent;
  Engine engine(
      options, source, sink,
      [assembly] {
        return [path = std::shared_ptr<DocumentPath>(assembly.NewDocumentPath())](const RawMessage& message,
                                                                                  const CancelToken& cancel) {
          return path->Process(message, "auto", cancel, nullptr);
        };
      },
      [encoder = assembly.encoder](const RawMessage& message, const Failure& failure) {
        return encoder->DeadLetter(message, failure);
      },
      silent);
  const double cpu_before = CpuSeconds();
  const auto begin = std::chrono::steady_clock::now();
  const absl::Status status = engine.Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  int64_t settled = 0;
  for (const TopicPartition& p : broker.partitions()) settled += broker.committed(p);
  fmt::print("{{\"settled\":{},\"results\":{},\"seconds\":{:.3f},\"cpu_seconds\":{:.3f},\"rss_mb\":{}}}\n", settled,
             broker.output_count(), took.count(), CpuSeconds() - cpu_before, ResidentMb());
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace demarche

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("memory_bench FILE [workers]\n", stderr);
    return 2;
  }
  return demarche::Run(argv[1], argc > 2 ? std::atoi(argv[2]) : 1);
}
