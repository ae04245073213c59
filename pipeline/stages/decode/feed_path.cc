// See feed_path.h. A recursive-free scanner: one pass over the text.
#include "pipeline/stages/decode/feed_path.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"

namespace demarche {
namespace {

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower;
}

ValueSet SplitValues(std::string_view text) {
  ValueSet set;
  for (;;) {
    const size_t bar = text.find('|');
    if (const std::string_view value = text.substr(0, bar); !value.empty()) set.values.push_back(LowerCase(value));
    if (bar == std::string_view::npos) return set;
    text.remove_prefix(bar + 1);
  }
}

class PathScanner {
 public:
  explicit PathScanner(std::string_view text) : text_(text) {}

  // Reads a path up to the end or, in a condition, up to '='.
  absl::StatusOr<FeedPath> Scan() {
    FeedPath path;
    if (text_.starts_with("$.")) {
      path.from_root = true;
      at_ = 2;
    }
    for (;;) {
      PathStep field;
      DEMARCHE_ASSIGN_OR_RETURN(field.name, Name());
      path.steps.push_back(std::move(field));
      while (Peek() == '[') {
        DEMARCHE_ASSIGN_OR_RETURN(PathStep selector, Selector());
        path.steps.push_back(std::move(selector));
      }
      if (path.steps.size() > kMaxPathSteps) return Error(fmt::format("more than {} steps", kMaxPathSteps));
      if (Peek() != '.') break;
      ++at_;
    }
    if (at_ < text_.size() && Peek() != '=' && !rest().starts_with("!="))
      return Error(fmt::format("'{}' is not expected here", text_.substr(at_)));
    path.text = std::string(text_.substr(0, at_));
    return path;
  }

  std::string_view rest() const { return text_.substr(at_); }

 private:
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  absl::Status Error(std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("bad path '{}': {}", text_, what));
  }

  absl::StatusOr<std::string> Name() {
    if (Peek() == '\'') {
      const size_t close = text_.find('\'', at_ + 1);
      if (close == std::string_view::npos) return Error("the quotation mark ' is not closed");
      std::string name(text_.substr(at_ + 1, close - at_ - 1));
      at_ = close + 1;
      return name;
    }
    const size_t begin = at_;
    at_ = std::min(text_.find_first_of(".[]='|! \t", begin), text_.size());
    if (at_ == begin)
      return Error(begin == text_.size() ? "a field name is missing at the end" : "a field name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }

  absl::StatusOr<PathStep> Selector() {
    const size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) return Error("'[' is not closed");
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    PathStep step;
    if (inside.empty()) {
      step.kind = PathStep::Kind::kAny;
      return step;
    }
    const size_t equals = inside.find('=');
    if (equals != std::string_view::npos) {
      step.kind = PathStep::Kind::kWhere;
      step.name = std::string(inside.substr(0, equals));
      step.where = SplitValues(inside.substr(equals + 1));
      if (step.name.empty() || step.where.values.empty()) return Error("write [field=value]");
      return step;
    }
    step.kind = PathStep::Kind::kIndex;
    if (!absl::SimpleAtoi(std::string(inside), &step.index)) return Error("write [], [0] or [field=value]");
    return step;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

bool ValueSet::Matches(std::string_view text) const {
  for (std::string_view value : values) {
    const bool prefix = value.ends_with('*');
    if (prefix) value.remove_suffix(1);
    if (text.size() < value.size() || (!prefix && text.size() != value.size())) continue;
    if (std::equal(value.begin(), value.end(), text.begin(),
                   [](char a, char b) { return a == absl::ascii_tolower(static_cast<unsigned char>(b)); }))
      return true;
  }
  return false;
}

absl::StatusOr<FeedPath> ParseFeedPath(std::string_view text) {
  PathScanner scanner(text);
  DEMARCHE_ASSIGN_OR_RETURN(FeedPath path, scanner.Scan());
  if (!scanner.rest().empty())
    return absl::InvalidArgumentError(
        fmt::format("bad path '{}': a value belongs inside brackets: [field=value]", text));
  return path;
}

absl::StatusOr<FeedCondition> ParseFeedCondition(std::string_view text) {
  PathScanner scanner(text);
  FeedCondition condition;
  DEMARCHE_ASSIGN_OR_RETURN(condition.path, scanner.Scan());
  if (scanner.rest().empty()) return condition;
  condition.negated = scanner.rest()[0] == '!';
  condition.values = SplitValues(scanner.rest().substr(condition.negated ? 2 : 1));
  if (condition.values.values.empty())
    return absl::InvalidArgumentError(fmt::format("bad condition '{}': a value is missing after '='", text));
  return condition;
}

absl::StatusOr<std::vector<FeedCondition>> ParseFeedConditions(std::string_view text) {
  constexpr std::string_view kAnd = " and ";
  std::vector<FeedCondition> all;
  for (;;) {
    const size_t end = text.find(kAnd);
    DEMARCHE_ASSIGN_OR_RETURN(FeedCondition condition, ParseFeedCondition(text.substr(0, end)));
    all.push_back(std::move(condition));
    if (end == std::string_view::npos) return all;
    text.remove_prefix(end + kAnd.size());
  }
}

}  // namespace demarche
