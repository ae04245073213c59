// Dates as feeds write them -> absl::Time. Plain functions, no tables of the machine, any thread.
#pragma once
#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "pipeline/stages/decode/feed_mapping.h"

namespace demarche {

// `text` in one of `formats`, the first that fits; nullopt if none does. `zone` is used where the date names none. A
// date without a time is its first second.
std::optional<absl::Time> ParseDate(std::string_view text, const std::vector<DateFormat>& formats, absl::TimeZone zone);

// ISO 8601 as found in the wild: 2024-05-03, 2024-05-03T15:47, 2024-05-03 15:47:42.389 +0200, 20240503T154742Z. Years
// 0001-9999; out-of-range fields and trailing text do not fit.
std::optional<absl::Time> ParseIso8601(std::string_view text, absl::TimeZone zone);

}  // namespace demarche
