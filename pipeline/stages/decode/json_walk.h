// Walking along a FeedPath through a parsed message (simdjson's DOM). Internal to stages/decode; the header sees
// simdjson and is included by .cc files only. Plain functions; the DOM belongs to Decoder's parser.
#pragma once
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "pipeline/base/str.h"
#include "pipeline/stages/decode/feed_path.h"

namespace demarche {

using JsonValue = simdjson::dom::element;

struct JsonScope {
  JsonValue root;  // of the message
  JsonValue item;
};

// REQUIRES: value is of that type.
inline simdjson::dom::array AsArray(JsonValue value) { return value.get_array().value_unsafe(); }
inline simdjson::dom::object AsObject(JsonValue value) { return value.get_object().value_unsafe(); }
inline std::string_view AsString(JsonValue value) { return value.get_string().value_unsafe(); }

// The field of `value`, if it is an object that has it. Of fields that stand twice the first counts.
std::optional<JsonValue> Field(JsonValue value, std::string_view name);

// Calls `visit` with every value that `path` leads to, in document order, until it returns true. Returns whether it
// did.
bool Visit(const JsonScope& scope, const FeedPath& path, absl::FunctionRef<bool(JsonValue)> visit);

// The value as text: strings as they are, numbers as digits, booleans as "true" and "false"; nullopt for the rest.
std::optional<std::string> ScalarText(JsonValue value);

// Whether the condition's field is there, whatever its value; with values: as Holds().
bool Exists(const JsonScope& scope, const FeedCondition& condition);
// Whether the field is there with another value than null, false, "", [] and {}. With values: whether it has one of
// them (negated: is there and has none of them); an array has the values of its elements.
bool Holds(const JsonScope& scope, const FeedCondition& condition);

// "an object", "a string", "null": for messages.
std::string_view KindOf(JsonValue value);

}  // namespace demarche
