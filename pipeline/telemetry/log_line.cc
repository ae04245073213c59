// See log_line.h.
#include "pipeline/telemetry/log_line.h"

#include <cctype>

#include "fmt/format.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

constexpr size_t kMaxMessage = 1000;  // with the fields it stays under 4,096 bytes, which a pipe takes whole
constexpr size_t kMaxField = 200;
constexpr std::string_view kSecretWords[] = {"password", "passwd",           "secret",
                                             "token",    "sasl.jaas.config", "ssl.key.pem"};

std::string_view ToString(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "";
}

std::string Stamp(absl::Time now) { return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", now, absl::UTCTimeZone()); }

bool StartsWithIgnoringCase(std::string_view text, size_t at, std::string_view word) {
  if (text.size() - at < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[at + i])) != word[i]) return false;
  }
  return true;
}

// If a secret's name and "=" or ":" stand at `at`, the position of its value; otherwise npos.
size_t SecretValueAt(std::string_view text, size_t at) {
  for (std::string_view word : kSecretWords) {
    if (!StartsWithIgnoringCase(text, at, word)) continue;
    size_t i = at + word.size();
    while (i < text.size() && (text[i] == ' ' || text[i] == '"')) ++i;
    if (i < text.size() && (text[i] == '=' || text[i] == ':')) return i + 1;
  }
  return std::string_view::npos;
}

// The end of the value that starts at `at`: a quoted string, or all up to a space, comma or closing bracket.
size_t EndOfValue(std::string_view text, size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    const size_t close = text.find(text[at], at + 1);
    return close == std::string_view::npos ? text.size() : close + 1;
  }
  const size_t end = text.find_first_of(" ,;)}]\n", at);
  return end == std::string_view::npos ? text.size() : end;
}

}  // namespace

std::string CleanForLog(std::string_view text, size_t max_bytes) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    if (out.size() >= max_bytes) return out + "...";
    if (const size_t value = SecretValueAt(text, at); value != std::string_view::npos) {
      out += fmt::format("{}***", text.substr(at, value - at));
      at = EndOfValue(text, value);
      continue;
    }
    const CodePoint cp = DecodeUtf8(text, at);
    at += cp.length;
    if (cp.value < 0x20 || (cp.value >= 0x7f && cp.value < 0xa0) || cp.value == 0x2028 || cp.value == 0x2029) {
      out += fmt::format("\\u{:04x}", static_cast<uint32_t>(cp.value));
    } else {
      AppendUtf8(cp.value, &out);
    }
  }
  return out;
}

std::string FormatJson(const LogLine& line, absl::Time now) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject().Key("time").String(Stamp(now)).Key("level").String(ToString(line.level));
  json.Key("component").String(CleanForLog(line.component, kMaxField));
  json.Key("message").String(CleanForLog(line.message, kMaxMessage));
  for (const LogField& field : line.fields) {
    json.Key(field.key);
    if (field.is_number) {
      json.Int(field.number);
    } else {
      json.String(CleanForLog(field.text, kMaxField));
    }
  }
  if (line.suppressed > 0) json.Key("suppressed").Int(static_cast<int64_t>(line.suppressed));
  json.EndObject();
  return out + "\n";
}

std::string FormatText(const LogLine& line, absl::Time now) {
  std::string out = fmt::format("{} {:<7} {}: {}", Stamp(now), ToString(line.level),
                                CleanForLog(line.component, kMaxField), CleanForLog(line.message, kMaxMessage));
  for (const LogField& field : line.fields) {
    out += fmt::format(" {}={}", field.key,
                       field.is_number ? std::to_string(field.number) : CleanForLog(field.text, kMaxField));
  }
  if (line.suppressed > 0) out += fmt::format(" ({} more like this held back)", line.suppressed);
  return out + "\n";
}

}  // namespace demarche
