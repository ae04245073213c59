// See rejects.h.
#include "pipeline/runtime/rejects.h"

#include "fmt/format.h"

namespace demarche {

namespace {

// Of the original in a cut dead letter: enough for a person to see what it is.
constexpr size_t kCutValue = 16 * 1024;
constexpr size_t kCutKey = 1024;

}  // namespace

bool Rejects::Add(const Item& item, std::string reason) {
  const auto [it, added] = rejected_.try_emplace(KeyOf(item));
  Entry& entry = it->second;
  if (!added) return ++entry.level < kLevels;
  entry.failure = {Stage::kSink, Reason::kSinkRejected, std::move(reason)};
  // Its result was one dead letter already: keep why, and do not try the same bytes again.
  const WorkResult& result = item.result;
  if (result.failures.size() == 1 && result.articles.empty()) {
    entry.failure = result.failures.front();
    entry.level = 1;
  }
  return true;
}

OutputRecord Rejects::DeadLetter(const Item& item) const {
  const Entry& entry = rejected_.at(KeyOf(item));
  const RawMessage& original = item.message;
  if (entry.level == 0) return make_(original, entry.failure);
  RawMessage cut;
  cut.origin = original.origin;
  // What a replay goes by (schemas/records/README.md): how often it failed, and for which items it stands.
  for (const Header& header : original.headers) {
    if (header.name == "demarche-attempts" || (entry.level == 1 && header.name == "demarche-items")) {
      cut.headers.push_back(header);
    }
  }
  if (entry.level == 1) {
    if (original.key) cut.key = original.key->substr(0, kCutKey);
    if (original.value) cut.value = original.value->substr(0, kCutValue);
  }
  Failure failure = entry.failure;
  failure.message +=
      fmt::format(" (the sink refused the whole of it; original of {} bytes cut to {})", original.bytes(), cut.bytes());
  OutputRecord record = make_(cut, failure);
  record.headers.push_back({"demarche-cut", fmt::format("{}", original.value ? original.value->size() : 0)});
  return record;
}

}  // namespace demarche
