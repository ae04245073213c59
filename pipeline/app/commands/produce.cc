// `demarche produce FILE --topic T`: see main.cc for its manual.
#include <cstdio>

#include "absl/time/clock.h"
#include "connectors/file/record_reader.h"
#include "connectors/kafka/producer.h"
#include "pipeline/app/commands/commands.h"
#include "pipeline/app/config.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

// Sends the file `repeat` times; counts what was handed to the client.
absl::Status SendFile(const ProduceArguments& args, kafka::KafkaProducer* producer) {
  const absl::Time began = absl::Now();
  int64_t sent = 0;
  for (int round = 0; round < args.repeat; ++round) {
    DEMARCHE_ASSIGN_OR_RETURN(const auto reader, file::RecordReader::Open(args.file));
    for (;;) {
      DEMARCHE_ASSIGN_OR_RETURN(const std::optional<std::string_view> bytes, reader->Next());
      if (!bytes) break;
      RawMessage record;
      record.value = *bytes;
      DEMARCHE_RETURN_IF_ERROR(producer->Produce(record));
      ++sent;
      if (args.rate > 0) absl::SleepFor(began + absl::Seconds(static_cast<double>(sent) / args.rate) - absl::Now());
    }
  }
  return producer->Flush(absl::Minutes(5));
}

}  // namespace

int ProduceCommand(const ProduceArguments& args) {
  kafka::Properties properties;
  if (args.config.empty()) {
    if (args.bootstrap.empty()) {
      fmt::print(
          stderr,
          "demarche produce: name a broker: --bootstrap HOST:PORT, or --config FILE\nTry `demarche produce --help`.\n");
      return 2;
    }
    properties["bootstrap.servers"] = args.bootstrap;
  } else {
    Diagnostics diagnostics;
    const std::optional<std::string> bytes = ReadWholeFile(args.config, &diagnostics);
    if (bytes) properties = LoadConfig(*bytes, args.config, EnvironmentVariable, &diagnostics).config.kafka;
    for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
    if (HasErrors(diagnostics)) return 2;
  }
  auto producer = kafka::KafkaProducer::Create(properties, args.topic, nullptr, absl::Seconds(30));
  absl::Status status = producer.status();
  if (status.ok()) {
    status = SendFile(args, producer->get());
    fmt::print(stderr, "demarche: {} records delivered to {}\n", (*producer)->delivered(), args.topic);
  }
  if (status.ok()) return 0;
  fmt::print(stderr, "demarche: {}\n", Message(status));
  return 1;
}

}  // namespace demarche
