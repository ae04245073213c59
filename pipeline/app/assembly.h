// Assembly: the shared, immutable things that every worker needs (feed mappings, lexicon, reader, encoder), made from
// files and checked before anything starts.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "pipeline/app/config.h"
#include "pipeline/base/diagnostic.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/stages/decode/feed_mapping.h"
#include "pipeline/stages/document_path.h"
#include "pipeline/stages/encode/encoder.h"

namespace demarche {

struct Assembly {
  std::shared_ptr<const FeedRegistry> feeds;
  std::shared_ptr<const Lexicon> lexicon;
  std::shared_ptr<const Reader> reader;  // null: the rules read alone
  std::shared_ptr<const Encoder> encoder;
  DecodeOptions decode;
  DocumentOptions document;

  // A document path of its own for one worker.
  std::unique_ptr<DocumentPath> NewDocumentPath() const;
};

// Wrong files are told in `diagnostics`; check HasErrors before use.
Assembly Assemble(const Config::Reading& reading, Diagnostics* diagnostics);
// The same with the limits of a configuration.
Assembly Assemble(const Config& config, Diagnostics* diagnostics);

// Reports each topic's (or the file's) mapping that does not exist, with the nearest name; `config_file` names the
// configuration.
void CheckMappings(const Config& config, const FeedRegistry& feeds, const std::string& config_file,
                   Diagnostics* diagnostics);

// The same for one name; true if it exists or is "auto".
bool CheckMapping(const std::string& name, const FeedRegistry& feeds, const std::string& file, int line,
                  Diagnostics* diagnostics);

// All *.tsv of a directory as the lexicon loader wants them. `storage` keeps the bytes.
std::vector<LexiconFile> ReadLexiconDirectory(const std::string& directory,
                                              std::vector<std::pair<std::string, std::string>>* storage,
                                              Diagnostics* diagnostics);

}  // namespace demarche
