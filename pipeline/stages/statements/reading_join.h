// Joins what the network read with what the rules found: its reports of speech that the rules miss are added, those
// that it does not believe are taken out, and where both found the same one, the better borders stay. English.
#pragma once
#include <vector>

#include "pipeline/model/reading.h"
#include "pipeline/stages/statements/attribution.h"

namespace demarche {

// `found` are the rules' attributions in text order, before quotations are joined; so they are after. Nothing happens
// where the reading is empty.
void JoinReading(const Scene& scene, const CueTable& cues, const Reading& reading, std::vector<Attribution>* found);

}  // namespace demarche
