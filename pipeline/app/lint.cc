// See lint.h.
#include "pipeline/app/lint.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "connectors/kafka/client_config.h"
#include "pipeline/app/assembly.h"
#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/app/topic_mappings.h"
#include "pipeline/base/str.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

void LintConfiguration(const std::string& path, std::string_view bytes, Diagnostics* diagnostics) {
  const Config config = LoadConfig(bytes, path, EnvironmentVariable, diagnostics).config;
  if (HasErrors(*diagnostics)) return;
  CheckConfig(config, path, diagnostics);
  const Assembly assembly = Assemble(config.reading, diagnostics);
  CheckMappings(config, *assembly.feeds, path, diagnostics);
}

// One table on its own, through the loader of all tables: the built-in ones stand in for the others.
void LintTable(const std::string& path, std::string_view bytes, Diagnostics* diagnostics) {
  const std::string name = std::filesystem::path(path).filename().string();
  std::vector<LexiconFile> files;
  for (const BuiltinFile& file : BuiltinFiles()) {
    if (file.path.starts_with("lexicon/") && !file.path.ends_with("/" + name)) files.push_back({file.path, file.bytes});
  }
  files.push_back({path, bytes});
  Diagnostics all;
  LoadLexicon(files, &all);
  for (Diagnostic& d : all) {
    if (d.file == path) diagnostics->push_back(std::move(d));
  }
}

// A transaction that stays open longer than the broker allows is aborted there, and would be tried again for ever.
void CheckTransactionTime(const Config& config, const std::string& file, Diagnostics* diagnostics) {
  if (!config.sink.exactly_once) return;
  const std::string name = "transaction.timeout.ms";
  const kafka::Properties effective =
      kafka::EffectiveProperties(config.kafka, kafka::Side::kProducer, Delivery::kExactlyOnce);
  const auto it = effective.find(name);
  int64_t milliseconds = 0;
  if (it == effective.end() || !absl::SimpleAtoi(it->second, &milliseconds)) return;
  if (config.engine.commit_interval < absl::Milliseconds(milliseconds)) return;
  const auto line = config.kafka_lines.find(name);
  diagnostics->push_back(
      {Diagnostic::Severity::kError, file, line == config.kafka_lines.end() ? 0 : line->second, 0,
       fmt::format("engine.commit_interval ({}) is not shorter than kafka.{} ({} ms): the broker would abort every "
                   "transaction before its commit",
                   absl::FormatDuration(config.engine.commit_interval), name, milliseconds),
       "commit more often, or raise the time-out"});
}

}  // namespace

FileKind KindOf(const std::string& path, std::string_view bytes) {
  if (path.ends_with(".tsv")) return FileKind::kLexiconTable;
  Diagnostics ignored;
  const YamlDocument document = YamlDocument::Parse(bytes, path, &ignored);
  const YamlMap root(document.root());
  for (const std::string_view key : {"source", "sink", "kafka", "engine"}) {
    if (root.Has(key) && !root.Has("name")) return FileKind::kConfiguration;
  }
  return root.Has("name") ? FileKind::kFeedMapping : FileKind::kConfiguration;
}

void LintFile(const std::string& path, std::string_view bytes, Diagnostics* diagnostics) {
  switch (KindOf(path, bytes)) {
    case FileKind::kLexiconTable:
      LintTable(path, bytes, diagnostics);
      break;
    case FileKind::kFeedMapping:
      LoadFeedMapping(bytes, path, diagnostics);
      break;
    case FileKind::kConfiguration:
      LintConfiguration(path, bytes, diagnostics);
      break;
  }
}

void CheckConfig(const Config& config, const std::string& file, Diagnostics* diagnostics) {
  TopicMappings::Make(config.source.topics, file, diagnostics);
  if (!UsesKafka(config)) return;
  const auto delivery = config.sink.exactly_once ? Delivery::kExactlyOnce : Delivery::kAtLeastOnce;
  for (kafka::PropertyProblem& problem : kafka::CheckProperties(config.kafka, delivery)) {
    const auto line = config.kafka_lines.find(problem.property);
    diagnostics->push_back({Diagnostic::Severity::kError, file, line == config.kafka_lines.end() ? 0 : line->second, 0,
                            fmt::format("kafka.{}: {}", problem.property, problem.message),
                            std::move(problem.suggestion)});
  }
  CheckTransactionTime(config, file, diagnostics);
}

}  // namespace demarche
