// DeadLetterView: what a dead letter's headers say (schemas/records/README.md). DeadLetterFilter: which dead letters a
// person means, and which can be sent back at all. Pure; values.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/model/raw_message.h"

namespace demarche {

struct DeadLetterView {
  std::string stage, reason, message;
  Origin origin;      // of the original; topic "" where the record says none
  int attempts = 0;   // how often it has failed so far
  std::string items;  // "0,3,7-9"; "" = the whole message
  bool cut = false;   // its value is not whole

  static DeadLetterView Of(const RawMessage& record);
};

// What is to be sent back: key, value and headers of the original, and of ours what a replay goes by: the attempts and
// the items. Views into `record`.
RawMessage Original(const RawMessage& record, const DeadLetterView& view);

struct DeadLetterFilter {
  std::vector<std::string> stages, reasons, topics;  // empty: all
  std::vector<std::string> ids;                      // the record's key, or TOPIC/PARTITION/OFFSET of the original
  absl::Time since = absl::InfinitePast();           // of the dead letter's own timestamp
  absl::Time until = absl::InfiniteFuture();
  int max_attempts = 3;

  bool Matches(const RawMessage& record, const DeadLetterView& view) const;
  // Why this one cannot be sent back; "" if it can. `known_topic`: the configuration reads it.
  std::string_view Obstacle(const RawMessage& record, const DeadLetterView& view, bool known_topic) const;
};

// "2h" (so long ago) or RFC 3339; nullopt where it is neither.
std::optional<absl::Time> ParseWhen(std::string_view text, absl::Time now);

}  // namespace demarche
