// CueTable: verbs and phrases that report speech, their forms, and what they take (cues_<language>.tsv, one table a
// language). Immutable after loading; any thread may read.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/lexicon/phrase_table.h"
#include "pipeline/lexicon/tsv.h"

namespace demarche {

// What a cue takes. `addr` complements come after a word to whom: "told X that", "urged X to".
enum class Complement : uint8_t {
  kQuotation,
  kThat,
  kBare,
  kWh,
  kTo,
  kObject,
  kObjectAdjective,
  kObjectAs,
  kGerund,
  kFor,
  kOf,
  kAgainst,
  kAbout,
  kOn,
  kWith,
  kAt,
  kOnTo,
  kToTo,
  kWithTo,
  kOutThat,
  kOutBare,
  kOutAt,
  kBackAt,
  kBackQuotation,
  kObjectOn,
  kAddrThat,
  kAddrBare,
  kAddrTo,
  kAddrWh,
  kAddrOf,
  kAddrFor,
  kAddrAgainst,
  kAddrAbout,
  kAddrOn,
  kAddrAs,
  kAddrWith,
  kToGerund,
  kSource,
};
inline constexpr int kComplements = 38;

enum class CueFormKind : uint8_t { kBase, kThird, kPast, kParticiple, kGerund, kPhrase };

struct Cue {
  std::string lemma;
  std::string cue_class;     // "say", "accuse", "demand", ...
  uint64_t complements = 0;  // bits of Complement
  bool weak = false;         // needs a quotation or an explicit complement
  bool headline = false;     // an object counts only in a headline
  bool takes(Complement c) const { return (complements >> static_cast<int>(c) & 1) != 0; }
};

struct CueForm {
  uint32_t cue = 0;
  uint8_t kinds = 0;  // bits of CueFormKind: "said" is past and participle
  bool is(CueFormKind kind) const { return (kinds >> static_cast<int>(kind) & 1) != 0; }
};

class CueTable {
 public:
  void Load(const LexiconFile& file, Vocabulary* vocabulary, Diagnostics* diagnostics);

  const PhraseTable& phrases() const { return phrases_; }
  const CueForm& form(uint32_t value) const { return forms_[value]; }
  const Cue& cue(uint32_t index) const { return cues_[index]; }
  size_t size() const { return cues_.size(); }

 private:
  PhraseTable phrases_;
  std::vector<CueForm> forms_;
  std::vector<Cue> cues_;
};

}  // namespace demarche
