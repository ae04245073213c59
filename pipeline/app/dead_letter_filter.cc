// See dead_letter_filter.h.
#include "pipeline/app/dead_letter_filter.h"

#include <algorithm>
#include <charconv>

#include "fmt/format.h"

namespace demarche {
namespace {

constexpr std::string_view kPrefix = "demarche-";

template <typename Number>
void Read(std::string_view digits, Number* number) {
  std::from_chars(digits.data(), digits.data() + digits.size(), *number);
}

bool OneOf(const std::vector<std::string>& wanted, std::string_view is) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), is) != wanted.end();
}

}  // namespace

DeadLetterView DeadLetterView::Of(const RawMessage& record) {
  DeadLetterView view;
  for (const Header& header : record.headers) {
    std::string_view name = header.name;
    if (!name.starts_with(kPrefix) || !header.value) continue;
    name.remove_prefix(kPrefix.size());
    const std::string& value = *header.value;
    if (name == "stage") view.stage = value;
    if (name == "reason") view.reason = value;
    if (name == "message") view.message = value;
    if (name == "topic") view.origin.topic = value;
    if (name == "partition") Read(value, &view.origin.partition);
    if (name == "offset") Read(value, &view.origin.offset);
    if (name == "timestamp") Read(value, &view.origin.timestamp_ms);
    if (name == "attempts") Read(value, &view.attempts);
    if (name == "items") view.items = value;
    if (name == "cut") view.cut = true;
  }
  return view;
}

RawMessage Original(const RawMessage& record, const DeadLetterView& view) {
  RawMessage original;
  original.origin = view.origin;
  original.key = record.key;
  original.value = record.value;
  for (const Header& header : record.headers) {
    const std::string_view name = header.name;
    if (!name.starts_with(kPrefix) || name == "demarche-attempts" || name == "demarche-items") {
      original.headers.push_back(header);
    }
  }
  return original;
}

bool DeadLetterFilter::Matches(const RawMessage& record, const DeadLetterView& view) const {
  if (!OneOf(stages, view.stage) || !OneOf(reasons, view.reason) || !OneOf(topics, view.origin.topic)) return false;
  const absl::Time at = absl::FromUnixMillis(record.origin.timestamp_ms);
  if (at < since || at >= until) return false;
  const std::string place = fmt::format("{}/{}/{}", view.origin.topic, view.origin.partition, view.origin.offset);
  return ids.empty() || OneOf(ids, place) || (record.key && OneOf(ids, *record.key));
}

std::string_view DeadLetterFilter::Obstacle(const RawMessage& record, const DeadLetterView& view,
                                            bool known_topic) const {
  if (view.origin.topic.empty() || view.reason.empty()) return "not a dead letter of demarche";
  if (!known_topic) return "its topic is not in source.topics";
  if (!record.value) return "a tombstone: there is nothing to read in it";
  if (view.cut) return "its value was cut: only the original topic has the whole of it";
  if (view.attempts >= max_attempts) return "it has failed too often (--max-attempts)";
  return "";
}

std::optional<absl::Time> ParseWhen(std::string_view text, absl::Time now) {
  absl::Time time;
  absl::Duration ago;
  const std::string copy(text);
  if (absl::ParseDuration(copy, &ago) && ago >= absl::ZeroDuration()) return now - ago;
  if (absl::ParseTime(absl::RFC3339_full, copy, &time, nullptr)) return time;
  return std::nullopt;
}

}  // namespace demarche
