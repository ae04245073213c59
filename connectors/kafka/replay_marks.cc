// See replay_marks.h. Metadata: "r1", then for each span ":" gap "." length, in base 36; the gap counts from the end of
// the span before, the first one's from `next`.
#include "connectors/kafka/replay_marks.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace demarche::kafka {
namespace {

constexpr std::string_view kForm = "r1";

void Append(int64_t number, std::string* out) {
  std::array<char, 16> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 36).ptr;
  out->append(digits.data(), end);
}

bool Take(std::string_view* text, char mark, int64_t* number) {
  if (!text->starts_with(mark)) return false;
  text->remove_prefix(1);
  const auto parsed = std::from_chars(text->data(), text->data() + text->size(), *number, 36);
  if (parsed.ec != std::errc() || *number <= 0) return false;
  text->remove_prefix(static_cast<size_t>(parsed.ptr - text->data()));
  return true;
}

}  // namespace

ReplayMarks::ReplayMarks(int64_t next, std::string_view metadata) : next_(std::max<int64_t>(0, next)) {
  if (!metadata.starts_with(kForm)) return;
  metadata.remove_prefix(kForm.size());
  int64_t at = next_;
  while (!metadata.empty()) {
    int64_t gap = 0;
    int64_t length = 0;
    if (!Take(&metadata, ':', &gap) || !Take(&metadata, '.', &length) || gap > INT64_MAX - at ||
        length > INT64_MAX - at - gap) {
      runs_.clear();
      return;
    }
    runs_.push_back({at + gap, at + gap + length});
    at += gap + length;
  }
}

std::string ReplayMarks::Metadata() const {
  std::string out(kForm);
  int64_t at = next_;
  for (const Run& run : runs_) {
    out += ':';
    Append(run.first - at, &out);
    out += '.';
    Append(run.end - run.first, &out);
    at = run.end;
  }
  return out;
}

bool ReplayMarks::marked(int64_t offset) const {
  if (offset < next_) return true;
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), offset, [](int64_t o, const Run& run) { return o < run.first; });
  return after != runs_.begin() && offset < std::prev(after)->end;
}

void ReplayMarks::Mark(int64_t offset, int64_t before) {
  if (marked(offset)) return;
  if (before < next_) {
    next_ = offset + 1;
  } else {
    const auto after =
        std::upper_bound(runs_.begin(), runs_.end(), offset, [](int64_t o, const Run& run) { return o < run.first; });
    if (after != runs_.begin() && before < std::prev(after)->end) {
      std::prev(after)->end = offset + 1;
    } else {
      runs_.insert(after, {offset, offset + 1});
    }
  }
  // Runs that touch now.
  std::vector<Run> joined;
  for (const Run& run : runs_) {
    if (run.first <= next_) {
      next_ = std::max(next_, run.end);
    } else if (!joined.empty() && run.first <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, run.end);
    } else {
      joined.push_back(run);
    }
  }
  runs_ = std::move(joined);
}

}  // namespace demarche::kafka
