// An explanation as text for a terminal. Plain function, any thread.
#pragma once
#include <string>

#include "pipeline/app/explain/explanation.h"

namespace demarche {

std::string ExplainAsText(const Explanation& explanation);

}  // namespace demarche
