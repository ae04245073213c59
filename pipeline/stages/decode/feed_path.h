// FeedPath and FeedCondition: the little language in which a feed mapping says where a value stands in the feed's JSON.
// schemas/feeds/README.md documents it for users:
//
//   thread.site               field of a field
//   bodies[].value            any element: the first one that has a usable value wins
//   bodies[role=html].value   elements whose field has one of these values; "a|b", a trailing * matches any rest
//   authors[0]                one element
//   'DC.date'.issued          names with special characters in single quotation marks
//   $.title                   from the root of the message, not from the item
//
// A condition is a path, `path=value|value` or `path!=value|value`. Values are compared as text, ASCII letters without
// case.
// Values; immutable after parsing; any thread may read them. Errors: kInvalidArgument with a message for the user.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace demarche {

// The texts that a value may have; an entry that ends in '*' matches every text that starts with the rest.
struct ValueSet {
  std::vector<std::string> values;  // in lower case (ASCII)
  bool Matches(std::string_view text) const;
};

struct PathStep {
  enum class Kind : uint8_t { kField, kAny, kIndex, kWhere };
  Kind kind = Kind::kField;
  std::string name;    // kField: the field; kWhere: the field of the element that is compared
  uint32_t index = 0;  // kIndex
  ValueSet where;      // kWhere
};

struct FeedPath {
  std::string text;        // as written, for messages
  bool from_root = false;  // starts at the message's root
  std::vector<PathStep> steps;
};

struct FeedCondition {
  FeedPath path;
  ValueSet values;       // empty: see the user of the condition
  bool negated = false;  // !=: the field is there and has none of the values
};

// Longest path, in steps; bounds the depth of recursion of those who walk along it.
inline constexpr size_t kMaxPathSteps = 16;

absl::StatusOr<FeedPath> ParseFeedPath(std::string_view text);
absl::StatusOr<FeedCondition> ParseFeedCondition(std::string_view text);
// Conditions joined by " and ".
absl::StatusOr<std::vector<FeedCondition>> ParseFeedConditions(std::string_view text);

}  // namespace demarche
