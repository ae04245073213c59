// LogLimiter: one line a cause per interval. Counts what it holds back and gives the count with the next line of the
// same cause, or with TakeExpired() when the cause falls silent. Holds a bounded number of causes; past that, new ones
// share one place until old ones expire. No clock of its own. Threads: one at a time (LogObserver's mutex).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/base/str.h"

namespace demarche {

class LogLimiter {
 public:
  LogLimiter(absl::Duration interval, size_t capacity) : interval_(interval), capacity_(capacity) {}

  // nullopt: hold the line back. Otherwise write it; the number says how many like it were held back since the last.
  std::optional<uint64_t> Admit(std::string_view cause, absl::Time now);

  struct Expired {
    std::string cause;
    uint64_t suppressed = 0;
  };
  // Causes whose interval is over and which held lines back; each is given once.
  std::vector<Expired> TakeExpired(absl::Time now);

 private:
  struct Cause {
    absl::Time written;
    uint64_t suppressed = 0;
  };
  const absl::Duration interval_;
  const size_t capacity_;
  StringMap<Cause> causes_;
};

}  // namespace demarche
