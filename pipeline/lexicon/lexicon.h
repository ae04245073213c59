// Lexicon: the tables of schemas/lexicon/ in memory. Loaded once at start from the files built into the program or from
// a user's directory (the caller reads the files), then immutable and shared by all threads. A wrong line is reported
// (file, line, what to write) and skipped; the rest is used, so a Lexicon always comes back.
#pragma once
#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "pipeline/base/diagnostic.h"
#include "pipeline/lexicon/clause_words.h"
#include "pipeline/lexicon/countries.h"
#include "pipeline/lexicon/cues.h"
#include "pipeline/lexicon/frames.h"
#include "pipeline/lexicon/offices.h"
#include "pipeline/lexicon/pair_weights.h"
#include "pipeline/lexicon/tsv.h"
#include "pipeline/lexicon/vocabulary.h"
#include "pipeline/lexicon/words.h"

namespace demarche {

struct Lexicon {
  Vocabulary vocabulary;
  CountryTable countries;
  OfficeTable offices;
  WordClasses words;         // English
  StringMap<CueTable> cues;  // by language: "en", "fr", "de", "es"
  FrameTable frames;         // what one country does to another
  CameoTable cameo;
  ClauseWords clause_words;
  PolarityTable polarity;
  PairWeights pair_weights;
  std::string version;  // 32 hex digits over the names and bytes of all files

  // nullptr where no table is there for `language`.
  const CueTable* CuesOf(std::string_view language) const {
    const auto at = cues.find(language);
    return at == cues.end() ? nullptr : &at->second;
  }
};

// Files are told apart by name: countries.tsv, offices.tsv, leaders.tsv, words_en.tsv, cues_<language>.tsv, frames.tsv,
// cameo.tsv, clause_words.tsv, polarity.tsv, relation_weights.tsv; their order does not matter. A file with another
// name is a warning; a missing table is an error (of the cue tables only the English one).
std::shared_ptr<const Lexicon> LoadLexicon(std::span<const LexiconFile> files, Diagnostics* diagnostics);

// The tables that the program carries (schemas/builtin.h).
std::shared_ptr<const Lexicon> LoadBuiltinLexicon(Diagnostics* diagnostics);

}  // namespace demarche
