// See assembly.h.
#include "pipeline/app/assembly.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/app/version.h"
#include "pipeline/app/yaml_reader.h"
#include "pipeline/base/str.h"
#include "schemas/builtin.h"

namespace demarche {

std::unique_ptr<DocumentPath> Assembly::NewDocumentPath() const {
  return std::make_unique<DocumentPath>(feeds, lexicon, reader, encoder, decode, document);
}

std::vector<LexiconFile> ReadLexiconDirectory(const std::string& directory,
                                              std::vector<std::pair<std::string, std::string>>* storage,
                                              Diagnostics* diagnostics) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    if (entry.path().extension() != ".tsv") continue;
    if (std::optional<std::string> bytes = ReadWholeFile(entry.path().string(), diagnostics))
      storage->emplace_back(entry.path().string(), *std::move(bytes));
  }
  if (error) {
    diagnostics->push_back({Diagnostic::Severity::kError, directory, 0, 0,
                            fmt::format("cannot read the lexicon directory: {}", error.message()),
                            "name a copy of schemas/lexicon, or leave reading.lexicon empty"});
  }
  std::sort(storage->begin(), storage->end());
  std::vector<LexiconFile> files;
  for (const auto& [path, bytes] : *storage) files.push_back({path, bytes});
  return files;
}

// A network that the program carries: schemas/reading.
std::shared_ptr<const Reader> LoadReader(const std::string& name, Diagnostics* diagnostics) {
  const std::string path = fmt::format("reading/{}.weights", name);
  absl::StatusOr<std::shared_ptr<const Reader>> reader =
      Reader::Create(BuiltinBytes(path), BuiltinBytes("reading/vocabulary.txt"), BuiltinBytes("reading/fold.tsv"),
                     *AvailableKernels().front());
  if (reader.ok()) return *std::move(reader);
  diagnostics->push_back({Diagnostic::Severity::kError, path, 0, 0, std::string(Message(reader.status())),
                          "build the program again from a clean checkout, or set reading.reader to rules"});
  return nullptr;
}

Assembly Assemble(const Config::Reading& reading, Diagnostics* diagnostics) {
  Assembly out;
  std::vector<FeedMapping> own;
  for (const std::string& path : reading.feeds) {
    std::optional<std::string> bytes = ReadWholeFile(path, diagnostics);
    if (!bytes) continue;
    if (std::optional<FeedMapping> mapping = LoadFeedMapping(*bytes, path, diagnostics))
      own.push_back(*std::move(mapping));
  }
  out.feeds = LoadBuiltinFeeds(std::move(own), diagnostics);
  if (reading.lexicon.empty()) {
    out.lexicon = LoadBuiltinLexicon(diagnostics);
  } else {
    std::vector<std::pair<std::string, std::string>> storage;
    const std::vector<LexiconFile> files = ReadLexiconDirectory(reading.lexicon, &storage, diagnostics);
    out.lexicon = LoadLexicon(files, diagnostics);
  }
  out.decode.max_items = static_cast<size_t>(reading.max_items);
  out.decode.max_depth = static_cast<size_t>(reading.max_depth);
  if (reading.reader != "rules") out.reader = LoadReader(reading.reader, diagnostics);
  out.document.embargo = reading.embargoed == "publish"       ? EmbargoPolicy::kPublish
                         : reading.embargoed == "dead_letter" ? EmbargoPolicy::kDeadLetter
                                                              : EmbargoPolicy::kHold;
  out.document.min_statement_confidence = reading.min_statement_confidence;
  out.document.min_relation_confidence = reading.min_relation_confidence;
  EncodeOptions encode;
  encode.extractor_name = kProgramName;
  encode.extractor_version = kVersion;
  if (out.reader != nullptr) encode.reader = reading.reader;
  encode.lexicon_version = out.lexicon->version;
  out.encoder = std::make_shared<const Encoder>(std::move(encode));
  return out;
}

Assembly Assemble(const Config& config, Diagnostics* diagnostics) {
  Assembly out = Assemble(config.reading, diagnostics);
  out.decode.max_bytes = static_cast<size_t>(config.engine.record_limit);
  return out;
}

bool CheckMapping(const std::string& name, const FeedRegistry& feeds, const std::string& file, int line,
                  Diagnostics* diagnostics) {
  if (name == "auto" || feeds.Find(name) != nullptr) return true;
  const std::string nearest = NearestWord(name, feeds.names());
  std::string known;
  for (const std::string& other : feeds.names()) known += fmt::format("{}{}", known.empty() ? "" : ", ", other);
  diagnostics->push_back(
      {Diagnostic::Severity::kError, file, line, 0, fmt::format("there is no feed mapping '{}'", name),
       nearest.empty() ? fmt::format("use auto or one of {}", known) : fmt::format("did you mean '{}'?", nearest)});
  return false;
}

void CheckMappings(const Config& config, const FeedRegistry& feeds, const std::string& config_file,
                   Diagnostics* diagnostics) {
  for (const Config::Topic& topic : config.source.topics)
    CheckMapping(topic.mapping, feeds, config_file, topic.line, diagnostics);
  if (!config.source.file.empty()) CheckMapping(config.source.file_mapping, feeds, config_file, 0, diagnostics);
}

}  // namespace demarche
