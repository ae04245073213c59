// Lexicon tables: any bytes as one of the tables, alone, so that the loader's checks of a line and of a table run at
// speed.
#include "pipeline/lexicon/lexicon.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace demarche;
  constexpr std::string_view kTables[] = {"countries.tsv",    "offices.tsv",  "leaders.tsv",         "words_en.tsv",
                                          "cues_en.tsv",      "cues_de.tsv",  "frames.tsv",          "cameo.tsv",
                                          "clause_words.tsv", "polarity.tsv", "relation_weights.tsv"};
  std::string_view input = fuzz::AsText(data, size);
  const std::string path(kTables[fuzz::TakeChoice(&input, std::size(kTables))]);
  const LexiconFile file{path, input};
  Diagnostics diagnostics;
  FUZZ_CHECK(LoadLexicon({&file, 1}, &diagnostics) != nullptr);
  for (const Diagnostic& d : diagnostics) FUZZ_CHECK(!d.ToString().empty());
  return 0;
}
