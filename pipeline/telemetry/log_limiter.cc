// See log_limiter.h.
#include "pipeline/telemetry/log_limiter.h"

#include <utility>

namespace demarche {

std::optional<uint64_t> LogLimiter::Admit(std::string_view cause, absl::Time now) {
  auto found = causes_.find(cause);
  if (found == causes_.end() && causes_.size() >= capacity_) found = causes_.find(cause = "other causes");
  if (found == causes_.end()) {
    causes_.emplace(std::string(cause), Cause{now, 0});
    return 0;
  }
  Cause& known = found->second;
  if (now - known.written < interval_) {
    ++known.suppressed;
    return std::nullopt;
  }
  known.written = now;
  return std::exchange(known.suppressed, 0);
}

std::vector<LogLimiter::Expired> LogLimiter::TakeExpired(absl::Time now) {
  std::vector<Expired> expired;
  for (auto it = causes_.begin(); it != causes_.end();) {
    const auto here = it++;  // erasing keeps other iterators of this map valid
    if (now - here->second.written < interval_) continue;
    if (here->second.suppressed > 0) expired.push_back({here->first, here->second.suppressed});
    causes_.erase(here);
  }
  return expired;
}

}  // namespace demarche
