// The reader's network as plain loops over floats: the slow obvious twin of pipeline/stages/reading. Reads the same
// weights file, dequantised; no packed matrices, no 8-bit activations, no vectors.
#pragma once
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/stages/reading/weights.h"
#include "pipeline/stages/reading/windows.h"

namespace demarche::reference {

// For each token of the window: the chance that it reports speech.
absl::StatusOr<std::vector<double>> SpeechChances(const Weights& weights, const Window& window);

}  // namespace demarche::reference
