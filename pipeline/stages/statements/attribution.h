// What the parts of the statements stage hand to each other, in tokens of the document. Private to the stage.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "pipeline/lexicon/token_view.h"
#include "pipeline/model/entities.h"

namespace demarche {

struct TokenRange {
  uint32_t begin = 0, end = 0;  // half-open
  bool empty() const { return end <= begin; }
  bool contains(uint32_t i) const { return begin <= i && i < end; }
};

// A place where the text reports speech.
struct CueAnchor {
  TokenRange cue;
  const Cue* entry = nullptr;
  CueForm form;
  uint32_t sentence = 0;
  bool passive = false;      // "was accused by X of"
  bool coordinated = false;  // "... and urged": shares the subject of the verb before
};

// A statement being built.
struct Attribution {
  std::vector<TokenRange> content;
  TokenRange cue;
  const Cue* entry = nullptr;
  TokenRange source;
  TokenRange addressee;
  uint32_t sentence = 0;
  const char* rule = "";
  float chance = -1;                   // what the network gives it; -1 = it said nothing
  uint32_t speaker_from = UINT32_MAX;  // no source of its own: the speaker of this attribution (an index)
};

inline constexpr uint32_t kNoRegion = UINT32_MAX;

// The document with what all parts ask of it.
class Scene {
 public:
  Scene(const TokenView& tokens, const Entities& found);

  const TokenView& view;
  const Entities& entities;

  const Sentence& sentence(uint32_t s) const { return view.segments().sentences[s]; }
  const QuoteRegion& region(uint32_t r) const { return view.segments().quotes[r]; }
  // The outermost quotation that covers token `i`, marks included.
  uint32_t RegionOf(uint32_t i) const { return region_of_[i]; }
  bool InQuote(uint32_t i) const { return region_of_[i] != kNoRegion; }
  // Tokens of a region with its marks.
  TokenRange MarkedRange(uint32_t r) const { return marked_[r]; }
  TokenRange Inner(uint32_t r) const { return {region(r).token_begin, region(r).token_end}; }
  uint32_t WordsIn(TokenRange range) const;
  // A headline, or a first line without a full stop that others follow.
  bool IsTitle(uint32_t s) const { return title_[s]; }
  uint32_t SentenceOf(uint32_t token) const;
  // The last token of sentence `s` that is no closing mark or full stop, plus one.
  uint32_t LastWordEnd(uint32_t s) const;
  // Outermost mention that covers token `i`; UINT32_MAX = none.
  uint32_t MentionAt(uint32_t i) const { return mention_at_[i]; }

 private:
  std::vector<uint32_t> region_of_, mention_at_, sentence_of_;
  std::vector<TokenRange> marked_;
  std::vector<bool> title_;
};

}  // namespace demarche
