// "X: ..." and "...: X" in headlines: statements without a cue.
#pragma once
#include <vector>

#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// Appends the statement that the colon or dash of title sentence `s` makes, if one of its sides is a speaker and none
// of those found in the sentence (from index `first` on) has the same words.
void FindHeadlineSpeaker(const Scene& scene, uint32_t s, size_t first, std::vector<Attribution>* out);

}  // namespace demarche
