// See process_stats.h. Fields of /proc/self/stat: proc(5).
#include "pipeline/telemetry/process_stats.h"

#include <dirent.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace demarche {
namespace {

std::string ReadAll(const char* path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

double BootTime() {
  std::ifstream in("/proc/stat");
  std::string word;
  double seconds = 0;
  while (in >> word) {
    if (word == "btime" && in >> seconds) return seconds;
  }
  return 0;
}

uint64_t CountOpenFds() {
  DIR* dir = opendir("/proc/self/fd");
  if (dir == nullptr) return 0;
  uint64_t entries = 0;
  while (readdir(dir) != nullptr) ++entries;  // NOLINT(concurrency-mt-unsafe): the stream is this call's own
  closedir(dir);
  return entries > 3 ? entries - 3 : 0;  // ".", ".." and the stream itself
}

}  // namespace

ProcessStats ReadProcessStats() {
  ProcessStats stats;
  const std::string stat = ReadAll("/proc/self/stat");
  const size_t after_name = stat.rfind(')');  // the name may hold spaces and parentheses
  if (after_name != std::string::npos) {
    std::istringstream in(stat.substr(after_name + 2));
    // Fields 3 (state) to 24 (rss), numbered as in proc(5).
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    std::string value;
    for (int field = 3; field <= 24 && in >> value; ++field) {
      const auto number = static_cast<double>(strtoull(value.c_str(), nullptr, 10));
      if (field == 14 || field == 15) stats.cpu_seconds += number / ticks;
      if (field == 20) stats.threads = static_cast<uint64_t>(number);
      if (field == 22) stats.start_time_seconds = BootTime() + number / ticks;
      if (field == 23) stats.virtual_bytes = static_cast<uint64_t>(number);
      if (field == 24)
        stats.resident_bytes = static_cast<uint64_t>(number) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    }
  }
  stats.open_fds = CountOpenFds();
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) stats.max_fds = limit.rlim_cur;
  return stats;
}

}  // namespace demarche
