// Tells the tables apart by name, loads them in a fixed order, and hashes them into the version.
#include "pipeline/lexicon/lexicon.h"

#include <algorithm>
#include <vector>

#include "fmt/format.h"
#include "pipeline/base/ids.h"
#include "schemas/builtin.h"

namespace demarche {
namespace {

std::string_view BaseName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

void LoadFile(const LexiconFile& file, Lexicon* lexicon, Diagnostics* diagnostics) {
  const std::string_view name = BaseName(file.path);
  if (name == "countries.tsv") {
    lexicon->countries.Load(file, &lexicon->vocabulary, diagnostics);
  } else if (name == "offices.tsv" || name == "leaders.tsv") {
    lexicon->offices.Load(file, &lexicon->vocabulary, diagnostics);
  } else if (name == "words_en.tsv") {
    lexicon->words.Load(file, &lexicon->vocabulary, diagnostics);
  } else if (name.starts_with("cues_") && name.ends_with(".tsv") &&
             name.size() == std::string_view("cues_xx.tsv").size()) {
    lexicon->cues[std::string(name.substr(5, 2))].Load(file, &lexicon->vocabulary, diagnostics);
  } else if (name == "frames.tsv") {
    lexicon->frames = FrameTable::Parse(file.bytes, file.path, diagnostics);
  } else if (name == "cameo.tsv") {
    lexicon->cameo = CameoTable::Parse(file.bytes, file.path, diagnostics);
  } else if (name == "clause_words.tsv") {
    lexicon->clause_words = ClauseWords::Parse(file.bytes, file.path, diagnostics);
  } else if (name == "polarity.tsv") {
    lexicon->polarity = PolarityTable::Parse(file.bytes, file.path, diagnostics);
  } else if (name == "relation_weights.tsv") {
    lexicon->pair_weights = PairWeights::Parse(file.bytes, file.path, diagnostics);
  } else {
    diagnostics->push_back({Diagnostic::Severity::kWarning, std::string(file.path), 0, 0, "no table has this name",
                            "name it as one of the files of schemas/lexicon/"});
  }
}

}  // namespace

std::shared_ptr<const Lexicon> LoadLexicon(std::span<const LexiconFile> files, Diagnostics* diagnostics) {
  auto lexicon = std::make_shared<Lexicon>();
  // Sorted, so that neither word numbers nor the version depend on the order of a directory.
  std::vector<LexiconFile> sorted(files.begin(), files.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const LexiconFile& a, const LexiconFile& b) { return BaseName(a.path) < BaseName(b.path); });
  for (const LexiconFile& file : sorted) {
    LoadFile(file, lexicon.get(), diagnostics);
    lexicon->version = DeterministicId({lexicon->version, BaseName(file.path), file.bytes});
  }
  for (const std::string_view needed : {"countries.tsv", "offices.tsv", "words_en.tsv", "cues_en.tsv", "frames.tsv",
                                        "cameo.tsv", "clause_words.tsv", "polarity.tsv", "relation_weights.tsv"}) {
    if (std::none_of(sorted.begin(), sorted.end(), [&](const LexiconFile& f) { return BaseName(f.path) == needed; })) {
      diagnostics->push_back({Diagnostic::Severity::kError, std::string(needed), 0, 0, "the table is missing",
                              "put it into the lexicon directory (a copy is in schemas/lexicon/)"});
    }
  }
  return lexicon;
}

std::shared_ptr<const Lexicon> LoadBuiltinLexicon(Diagnostics* diagnostics) {
  std::vector<LexiconFile> files;
  for (const BuiltinFile& file : BuiltinFiles()) {
    if (file.path.starts_with("lexicon/")) files.push_back({file.path, file.bytes});
  }
  return LoadLexicon(files, diagnostics);
}

}  // namespace demarche
