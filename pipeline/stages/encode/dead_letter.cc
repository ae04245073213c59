// Dead letters: see encoder.h, and schemas/records/README.md for what one carries and why there is one a message.
#include <algorithm>
#include <charconv>
#include <iterator>

#include "fmt/format.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/model/item_selection.h"
#include "pipeline/stages/encode/encoder.h"
#include "pipeline/stages/encode/result_json.h"

namespace demarche {
namespace {

constexpr std::string_view kPrefix = "demarche-";
constexpr size_t kMaxItemsDescribed = 20;  // the rest is in demarche-items without its message

std::vector<int32_t> IndexesOf(absl::Span<const RejectedItem> rejected) {
  std::vector<int32_t> indexes;
  indexes.reserve(rejected.size());
  for (const RejectedItem& r : rejected) indexes.push_back(r.index);
  return indexes;
}

// A replay of some items that failed as a whole: the dead letter stands for these items again, or the next replay would
// repeat the others.
std::vector<RejectedItem> ForEach(const ItemSelection& items, const Failure& failure) {
  std::vector<RejectedItem> rejected;
  for (const int32_t item : items.items()) rejected.push_back({item, failure});
  return rejected;
}

// [{"item":3,"stage":"decode","reason":"wrong_type","message":"..."}]
std::string FailuresJson(absl::Span<const RejectedItem> rejected) {
  std::string out;
  JsonWriter json(&out);
  json.BeginArray();
  for (const RejectedItem& r : rejected.subspan(0, std::min(rejected.size(), kMaxItemsDescribed))) {
    json.BeginObject();
    json.Key("item").Int(r.index);
    json.Key("stage").String(ToString(r.failure.stage));
    json.Key("reason").String(ToString(r.failure.reason));
    json.Key("message").String(OneLine(r.failure.message));
    json.EndObject();
  }
  json.EndArray();
  return out;
}

// How often this record has failed before: a replay carries the header of its dead letter on.
int EarlierAttempts(const RawMessage& message) {
  int attempts = 0;
  for (const Header& header : message.headers) {
    if (header.name != "demarche-attempts" || !header.value) continue;
    int value = 0;
    const std::string& digits = *header.value;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (parsed.ec == std::errc() && value > 0 && value < 1'000'000) attempts = value;
  }
  return attempts;
}

OutputRecord MakeDeadLetter(const RawMessage& message, absl::Span<const RejectedItem> rejected,
                            const EncodeOptions& options) {
  const Failure& first = rejected.front().failure;
  OutputRecord record;
  record.kind = OutputKind::kDeadLetter;
  if (message.key) record.key = std::string(*message.key);
  bool cut = false;
  if (message.value) {
    cut = options.max_dead_letter_bytes > 0 && message.value->size() > options.max_dead_letter_bytes;
    record.value = std::string(cut ? message.value->substr(0, options.max_dead_letter_bytes) : *message.value);
  }
  for (const Header& header : message.headers) {
    if (!std::string_view(header.name).starts_with(kPrefix)) record.headers.push_back(header);
  }
  const auto add = [&record](std::string_view name, std::string value) {
    record.headers.push_back({std::string(kPrefix) + std::string(name), std::move(value)});
  };
  add("stage", std::string(ToString(first.stage)));
  add("reason", std::string(ToString(first.reason)));
  add("message", OneLine(first.message));
  add("topic", message.origin.topic);
  add("partition", fmt::format("{}", message.origin.partition));
  add("offset", fmt::format("{}", message.origin.offset));
  add("timestamp", fmt::format("{}", message.origin.timestamp_ms));
  add("attempts", fmt::format("{}", EarlierAttempts(message) + 1));
  add("extractor", fmt::format("{}/{}", options.extractor_name, options.extractor_version));
  const bool whole = std::any_of(rejected.begin(), rejected.end(), [](const RejectedItem& r) { return r.index < 0; });
  std::vector<RejectedItem> replayed;
  const std::optional<ItemSelection> selection = whole ? ItemSelection::Of(message) : std::nullopt;
  if (selection) {
    replayed = ForEach(*selection, first);
    rejected = replayed;
  }
  if (!whole || selection) {
    add("items", ItemSelection(IndexesOf(rejected)).ToString());
    add("failures", FailuresJson(rejected));
  }
  if (cut) add("cut", fmt::format("{}", message.value->size()));
  return record;
}

}  // namespace

OutputRecord Encoder::DeadLetter(const RawMessage& message, const Failure& failure) const {
  const RejectedItem whole{-1, failure};
  return MakeDeadLetter(message, {&whole, 1}, options_);
}

void Encoder::EncodeRejected(const RawMessage& message, absl::Span<const RejectedItem> rejected,
                             WorkResult* result) const {
  if (rejected.empty()) return;
  result->records.push_back(MakeDeadLetter(message, rejected, options_));
  for (const RejectedItem& r : rejected) result->failures.push_back(r.failure);
}

}  // namespace demarche
