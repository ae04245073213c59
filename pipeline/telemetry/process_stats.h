// ProcessStats: what Linux says of this process, for the standard process_* metrics. Reads /proc; any thread. A field
// that cannot be read is 0.
#pragma once
#include <cstdint>

namespace demarche {

struct ProcessStats {
  double cpu_seconds = 0;
  double start_time_seconds = 0;  // since 1970
  uint64_t resident_bytes = 0;
  uint64_t virtual_bytes = 0;
  uint64_t threads = 0;
  uint64_t open_fds = 0;
  uint64_t max_fds = 0;
};

ProcessStats ReadProcessStats();

}  // namespace demarche
