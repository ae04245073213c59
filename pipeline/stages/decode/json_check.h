// CheckJson: a slow, exact validator that says where a message stops being JSON (RFC 8259) and what was expected there.
// Runs only on what simdjson has refused, whose own errors say neither. Linear in the input, no recursion, any thread.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "pipeline/model/reasons.h"

namespace demarche {

struct JsonProblem {
  Reason reason = Reason::kInvalidJson;  // or kInvalidUtf8, kTruncatedJson, kTooDeep
  size_t offset = 0;                     // byte, from 0
  std::string message;                   // one line of well-formed UTF-8, with the place
};

// nullopt: `bytes` is one JSON value, nested at most `max_depth` deep (an empty {} or [] does not count, as
// in simdjson). Lone surrogates in \u escapes and numbers of any
// size are JSON. A byte-order mark at the start is passed over; offsets count it.
std::optional<JsonProblem> CheckJson(std::string_view bytes, size_t max_depth);

}  // namespace demarche
