// See ids.h.
#include "pipeline/base/ids.h"

#include <xxhash.h>

#include "fmt/format.h"

namespace demarche {

std::string DeterministicId(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (std::string_view part : parts) {
    // The length in front keeps {"ab","c"} and {"a","bc"} apart.
    fmt::format_to(std::back_inserter(joined), "{}:", part.size());
    joined.append(part);
  }
  const XXH128_hash_t hash = XXH3_128bits(joined.data(), joined.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace demarche
