// An explanation as one self-contained page: the article with its marks beside the sections; pointing at an entry shows
// where it stands. No network access, no outside files. Plain function, any thread.
#pragma once
#include <string>

#include "pipeline/app/explain/explanation.h"

namespace demarche {

std::string ExplainAsHtml(const Explanation& explanation);

}  // namespace demarche
