// See assembly.h.
#include "pipeline/app/assembly.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "pipeline/app/feed_mapping_loader.h"
#include "pipeline/app/version.h"
#include "pipeline/app/yaml_reader.h"
#include "pipeline/base/str.h"

namespace demarche {

std::unique_ptr<DocumentPath> Assembly::NewDocumentPath() const {
  return std::make_unique<DocumentPath>(feeds, lexicon, encoder, decode, document);
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

Assembly Assemble(const std::vector<std::string>& mapping_files, const std::string& lexicon_directory,
                  Diagnostics* diagnostics) {
  Assembly out;
  std::vector<FeedMapping> own;
  for (const std::string& path : mapping_files) {
    std::optional<std::string> bytes = ReadWholeFile(path, diagnostics);
    if (!bytes) continue;
    if (std::optional<FeedMapping> mapping = LoadFeedMapping(*bytes, path, diagnostics))
      own.push_back(*std::move(mapping));
  }
  out.feeds = LoadBuiltinFeeds(std::move(own), diagnostics);
  if (lexicon_directory.empty()) {
    out.lexicon = LoadBuiltinLexicon(diagnostics);
  } else {
    std::vector<std::pair<std::string, std::string>> storage;
    const std::vector<LexiconFile> files = ReadLexiconDirectory(lexicon_directory, &storage, diagnostics);
    out.lexicon = LoadLexicon(files, diagnostics);
  }
  EncodeOptions encode;
  encode.extractor_name = kProgramName;
  encode.extractor_version = kVersion;
  encode.lexicon_version = out.lexicon->version;
  out.encoder = std::make_shared<const Encoder>(std::move(encode));
  return out;
}

Assembly Assemble(const Config& config, Diagnostics* diagnostics) {
  Assembly out = Assemble(config.reading.feeds, config.reading.lexicon, diagnostics);
  out.decode.max_bytes = static_cast<size_t>(config.engine.record_limit);
  const std::string& embargoed = config.reading.embargoed;
  out.document.embargo = embargoed == "publish"       ? EmbargoPolicy::kPublish
                         : embargoed == "dead_letter" ? EmbargoPolicy::kDeadLetter
                                                      : EmbargoPolicy::kHold;
  out.document.min_statement_confidence = config.reading.min_statement_confidence;
  out.document.min_relation_confidence = config.reading.min_relation_confidence;
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
