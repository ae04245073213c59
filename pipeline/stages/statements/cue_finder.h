// Where a sentence reports speech: the forms of the cue table that are verbs here and not nouns, infinitives or denials
// of speech ("the report", "to say", "did not say"). English.
#pragma once
#include <vector>

#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// The anchors of sentence `s`, in text order, outside of quotation marks.
std::vector<CueAnchor> FindCues(const Scene& scene, const CueTable& cues, uint32_t s);

}  // namespace demarche
