// Deterministic identifiers: 128 bits of XXH3 (xxHash 0.8, seed 0) over length-prefixed parts, printed as 32 hex
// digits. The same parts give the same id on every machine and every replay, so that consumers can deduplicate. Not a
// cryptographic hash.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace demarche {

std::string DeterministicId(std::initializer_list<std::string_view> parts);

}  // namespace demarche
