// Reading: what the network saw in a text: where speech is reported, what each report covers and whose it is, and, when
// asked, what one actor does to another. Token numbers are those of Segments::tokens. Chances are 0..1 and add up to 1
// within an array. Empty (no windows) where no network reads.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "pipeline/model/event_type.h"

namespace demarche {

// What a token is to a report of speech.
enum class SpanRole : uint8_t { kNone, kContent, kSource, kAddressee };
inline constexpr size_t kSpanRoles = 4;

// A token that may report speech: the first of a cue ("said"), or the one before the content of a statement without
// cue.
struct SpeechAnchor {
  uint32_t token = 0;
  float chance = 0;                                  // that speech is reported here
  float cue_chance = 0;                              // that it is a cue; the rest of `chance` is a report without one
  uint32_t first = 0;                                // the token of roles[0]
  std::vector<std::array<float, kSpanRoles>> roles;  // of the tokens of its window
};

// An ordered pair of actors of one sentence.
struct PairChances {
  std::array<float, kEventTypes + 1> type{};  // by EventType; the last: none
  std::array<float, 5> modality{};            // by Modality
  uint32_t trigger = 0;                       // the token most looked at
};

struct TokenPair {
  uint32_t source = 0, target = 0;  // the last token of each mention
};

// Answers for pairs of tokens; immutable, any thread.
class PairReader {
 public:
  virtual ~PairReader() = default;
  // One answer a pair. REQUIRES: all tokens stand in the sentence [begin, end). A pair that the network did not see
  // together (a sentence longer than its window) has the chance 1 of none.
  virtual std::vector<PairChances> Ask(uint32_t begin, uint32_t end, std::span<const TokenPair> pairs) const = 0;
};

struct Reading {
  std::vector<SpeechAnchor> anchors;  // by token; those with a chance worth a thought
  std::vector<float> speech;          // of each token of the document: that it is an anchor; empty = nothing was read
  std::shared_ptr<const PairReader> pairs;  // null = nothing was read
};

}  // namespace demarche
