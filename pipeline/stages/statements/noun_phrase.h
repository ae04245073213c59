// Where a noun phrase begins or ends, by closed classes and the entity mentions: no tree. Each walk is bounded.
#pragma once
#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// The noun phrase that ends before token `end`, not reaching before `limit`. Empty where none does.
TokenRange NounPhraseBefore(const Scene& scene, uint32_t end, uint32_t limit);

// How much of what follows a noun belongs to its phrase.
enum class Reach : uint8_t {
  kCore,   // nothing: "Ukraine" of "Ukraine of shelling"
  kOf,     // "of" phrases
  kWhole,  // "of", "for", "in", "at", "from", "with" phrases
};

// The noun phrase that starts at `begin`, not reaching `limit`.
TokenRange NounPhraseAfter(const Scene& scene, uint32_t begin, uint32_t limit, Reach reach);

// `i` after time and manner between a verb and what it takes: "on Monday", "also", "last week", "in a statement",
// "at a news conference", "to reporters".
uint32_t SkipAdverbials(const Scene& scene, uint32_t i, uint32_t limit, bool phrases);

// The end of a subject before the verb at `verb`: `verb` without auxiliaries, adverbs and times before it.
uint32_t SkipAuxiliariesBefore(const Scene& scene, uint32_t verb, uint32_t limit);

}  // namespace demarche
