// What each cue of a sentence covers and who is its source. English.
#pragma once
#include <vector>

#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// Appends one Attribution for each anchor that has content (or, after a colon that ends the sentence, will get it from
// the next quotation: its content is empty then). `anchors` are those of sentence `s`.
void FindSpans(const Scene& scene, const std::vector<CueAnchor>& anchors, uint32_t s, std::vector<Attribution>* out);

}  // namespace demarche
