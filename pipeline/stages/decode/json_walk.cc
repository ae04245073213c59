// See json_walk.h. Recursion is as deep as the path is long (kMaxPathSteps), whatever the message looks like.
#include "pipeline/stages/decode/json_walk.h"

namespace demarche {
namespace {

using simdjson::dom::element_type;

bool MatchesText(JsonValue value, const ValueSet& values) {
  if (value.type() == element_type::STRING) return values.Matches(AsString(value));
  if (value.type() == element_type::ARRAY) {
    for (const JsonValue element : AsArray(value)) {
      if (element.type() == element_type::STRING && values.Matches(AsString(element))) return true;
    }
    return false;
  }
  const std::optional<std::string> text = ScalarText(value);
  return text && values.Matches(*text);
}

bool IsThere(JsonValue value) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      return false;
    case element_type::BOOL:
      return value.get_bool().value_unsafe();
    case element_type::STRING:
      return !AsString(value).empty();
    case element_type::ARRAY:
      return AsArray(value).begin() != AsArray(value).end();
    case element_type::OBJECT:
      return AsObject(value).begin() != AsObject(value).end();
    default:
      return true;
  }
}

bool VisitFrom(JsonValue value, const std::vector<PathStep>& steps, size_t step,
               absl::FunctionRef<bool(JsonValue)> visit) {
  for (; step < steps.size(); ++step) {
    const PathStep& at = steps[step];
    if (at.kind == PathStep::Kind::kField) {
      const std::optional<JsonValue> field = Field(value, at.name);
      if (!field) return false;
      value = *field;
      continue;
    }
    if (value.type() != element_type::ARRAY) return false;
    uint32_t index = 0;
    for (const JsonValue element : AsArray(value)) {
      if (at.kind == PathStep::Kind::kIndex && index++ != at.index) continue;
      if (at.kind == PathStep::Kind::kWhere) {
        const std::optional<JsonValue> field = Field(element, at.name);
        if (!field || !MatchesText(*field, at.where)) continue;
      }
      if (VisitFrom(element, steps, step + 1, visit)) return true;
    }
    return false;
  }
  return visit(value);
}

}  // namespace

std::optional<JsonValue> Field(JsonValue value, std::string_view name) {
  if (value.type() != element_type::OBJECT) return std::nullopt;
  JsonValue field;
  if (AsObject(value).at_key(name).get(field) != simdjson::SUCCESS) return std::nullopt;
  return field;
}

bool Visit(const JsonScope& scope, const FeedPath& path, absl::FunctionRef<bool(JsonValue)> visit) {
  return VisitFrom(path.from_root ? scope.root : scope.item, path.steps, 0, visit);
}

std::optional<std::string> ScalarText(JsonValue value) {
  switch (value.type()) {
    case element_type::STRING:
      return std::string(AsString(value));
    case element_type::INT64:
      return fmt::format("{}", value.get_int64().value_unsafe());
    case element_type::UINT64:
      return fmt::format("{}", value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return fmt::format("{}", value.get_double().value_unsafe());
    case element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    default:
      return std::nullopt;
  }
}

bool Exists(const JsonScope& scope, const FeedCondition& condition) {
  if (!condition.values.values.empty()) return Holds(scope, condition);
  return Visit(scope, condition.path, [](JsonValue) { return true; });
}

bool Holds(const JsonScope& scope, const FeedCondition& condition) {
  if (condition.values.values.empty()) return Visit(scope, condition.path, IsThere);
  bool there = false;
  const bool matches = Visit(scope, condition.path, [&](JsonValue value) {
    there = true;
    return MatchesText(value, condition.values);
  });
  return condition.negated ? there && !matches : matches;
}

std::string_view KindOf(JsonValue value) {
  switch (value.type()) {
    case element_type::ARRAY:
      return "an array";
    case element_type::OBJECT:
      return "an object";
    case element_type::STRING:
      return "a string";
    case element_type::BOOL:
      return "true or false";
    case element_type::NULL_VALUE:
      return "null";
    default:
      return "a number";
  }
}

}  // namespace demarche
