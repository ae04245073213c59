// Joins quotations that no attribution covers yet: the second half of a split quotation, paragraphs that continue one,
// a quotation after "He said:", a floating paragraph whose speaker is the one before, a name after a dash. What stays
// is scare quotes, titles and nicknames.
#pragma once
#include <vector>

#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// Extends and adds to `attributions`, which come and stay in text order; those that found no content are taken out.
void JoinQuotations(const Scene& scene, std::vector<Attribution>* attributions);

}  // namespace demarche
