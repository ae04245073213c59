// LogLine: one log message and its two spellings, a JSON object or readable text, each exactly one line. Whatever the
// parts hold (news text, broker messages): control characters are escaped, malformed UTF-8 becomes U+FFFD, long parts
// are cut, and values that follow words like password= are blotted out. Plain functions, any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace demarche {

enum class LogLevel : uint8_t { kDebug, kInfo, kWarning, kError };

struct LogField {
  LogField(std::string_view k, std::string_view v) : key(k), text(v) {}
  LogField(std::string_view k, int64_t v) : key(k), number(v), is_number(true) {}
  std::string_view key;
  std::string text;
  int64_t number = 0;
  bool is_number = false;
};

struct LogLine {
  LogLevel level = LogLevel::kInfo;
  std::string component;
  std::string message;
  std::vector<LogField> fields;
  uint64_t suppressed = 0;  // lines like this one that were held back
};

std::string FormatJson(const LogLine& line, absl::Time now);
std::string FormatText(const LogLine& line, absl::Time now);

// `text` without what could break a line or a terminal, at most `max_bytes` long, secrets blotted out.
std::string CleanForLog(std::string_view text, size_t max_bytes);

}  // namespace demarche
