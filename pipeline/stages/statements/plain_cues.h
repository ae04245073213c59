// Statements in languages without a reader of their own (French, German, Spanish): quotations in marks with a cue
// beside them, "selon X, ...", and a clause after "que", "dass" or "sagte,".
#pragma once
#include <vector>

#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// Appends what sentence `s` reports.
void FindPlainCues(const Scene& scene, const CueTable& cues, uint32_t s, std::vector<Attribution>* out);

}  // namespace demarche
