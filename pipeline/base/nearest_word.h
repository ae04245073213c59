// NearestWord: the known word that a person most likely meant by an unknown one; for "did you mean". Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace demarche {

// The nearest of `words` to `word` by edit distance (at most a third of its length, or 2), or "".
std::string NearestWord(std::string_view word, const std::vector<std::string>& words);

}  // namespace demarche
