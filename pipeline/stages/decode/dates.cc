// See dates.h.
#include "pipeline/stages/decode/dates.h"

#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"

namespace demarche {
namespace {

class DateScanner {
 public:
  explicit DateScanner(std::string_view text) : text_(text) {}

  bool AtEnd() const { return text_.empty(); }
  bool Skip(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool SkipAny(std::string_view chars) {
    if (text_.empty() || chars.find(text_[0]) == std::string_view::npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool SkipWord(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool AtDigit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
  // Exactly `digits` digits, between `min` and `max`.
  bool Number(int digits, int min, int max, int* value) {
    *value = 0;
    for (int i = 0; i < digits; ++i) {
      if (!AtDigit()) return false;
      *value = *value * 10 + (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return *value >= min && *value <= max;
  }
  // The digits of a fraction of a second, nanoseconds and finer cut off.
  absl::Duration Fraction() {
    int64_t nanoseconds = 0;
    for (int64_t unit = 100'000'000; AtDigit(); unit /= 10) {
      nanoseconds += unit * (text_[0] - '0');
      text_.remove_prefix(1);
    }
    return absl::Nanoseconds(nanoseconds);
  }

 private:
  std::string_view text_;
};

// Reads the zone at the end: nothing, Z, UTC, GMT, +hh, +hhmm, +hh:mm. False: something else.
bool ReadZone(DateScanner& scan, absl::TimeZone* zone) {
  scan.Skip(' ');
  if (scan.AtEnd()) return true;
  if (scan.SkipAny("Zz") || scan.SkipWord("UTC") || scan.SkipWord("GMT")) {
    *zone = absl::UTCTimeZone();
    return scan.AtEnd();
  }
  const bool west = scan.Skip('-');
  int hours = 0;
  int minutes = 0;
  if ((!west && !scan.Skip('+')) || !scan.Number(2, 0, 23, &hours)) return false;
  if (!scan.AtEnd()) {
    scan.Skip(':');
    if (!scan.Number(2, 0, 59, &minutes)) return false;
  }
  *zone = absl::FixedTimeZone((west ? -60 : 60) * (hours * 60 + minutes));
  return scan.AtEnd();
}

std::optional<absl::Time> ParsePattern(std::string_view text, const std::string& pattern, absl::TimeZone zone) {
  absl::Time time;
  if (absl::ParseTime(pattern, std::string(text), zone, &time, nullptr)) return time;
  return std::nullopt;
}

// "Fri, 13 Nov 2020 10:00:00 GMT": the weekday is left out, names of zones become offsets.
std::optional<absl::Time> ParseRfc2822(std::string_view text) {
  if (const size_t comma = text.find(','); comma != std::string_view::npos) text.remove_prefix(comma + 1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  std::string date(text);
  for (std::string_view name : {" GMT", " UTC", " UT", " Z"}) {
    if (date.ends_with(name)) {
      date.replace(date.size() - name.size(), name.size(), " +0000");
      break;
    }
  }
  return ParsePattern(date, "%d %b %Y %H:%M:%S %z", absl::UTCTimeZone());
}

std::optional<absl::Time> ParseEpoch(std::string_view text, int64_t per_second) {
  double value = 0;
  // 253402300800 is the first second of the year 10000.
  if (text.empty() || !absl::SimpleAtod(std::string(text), &value)) return std::nullopt;
  const double seconds = value / static_cast<double>(per_second);
  if (!(seconds > -62135596800.0 && seconds < 253402300800.0)) return std::nullopt;
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

}  // namespace

std::optional<absl::Time> ParseIso8601(std::string_view text, absl::TimeZone zone) {
  DateScanner scan(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!scan.Number(4, 1, 9999, &year)) return std::nullopt;
  scan.Skip('-');
  if (!scan.Number(2, 1, 12, &month)) return std::nullopt;
  scan.Skip('-');
  if (!scan.Number(2, 1, 31, &day)) return std::nullopt;
  absl::Duration fraction;
  if (scan.SkipAny("Tt ")) {
    if (!scan.Number(2, 0, 23, &hour)) return std::nullopt;
    scan.Skip(':');
    if (!scan.Number(2, 0, 59, &minute)) return std::nullopt;
    if (scan.Skip(':') || scan.AtDigit()) {
      if (!scan.Number(2, 0, 60, &second)) return std::nullopt;
      if (scan.SkipAny(".,")) fraction = scan.Fraction();
    }
    if (!ReadZone(scan, &zone)) return std::nullopt;
  }
  if (!scan.AtEnd()) return std::nullopt;
  const absl::CivilDay date(year, month, day);
  if (date.month() != month || date.day() != day) return std::nullopt;  // 30 February
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second), zone) + fraction;
}

std::optional<absl::Time> ParseDate(std::string_view text, const std::vector<DateFormat>& formats,
                                    absl::TimeZone zone) {
  for (const DateFormat& format : formats) {
    std::optional<absl::Time> time;
    switch (format.kind) {
      case DateFormat::Kind::kIso8601:
        time = ParseIso8601(text, zone);
        break;
      case DateFormat::Kind::kRfc2822:
        time = ParseRfc2822(text);
        break;
      case DateFormat::Kind::kEpochSeconds:
        time = ParseEpoch(text, 1);
        break;
      case DateFormat::Kind::kEpochMillis:
        time = ParseEpoch(text, 1000);
        break;
      case DateFormat::Kind::kPattern:
        time = ParsePattern(text, format.pattern, zone);
        break;
    }
    if (time) return time;
  }
  return std::nullopt;
}

}  // namespace demarche
