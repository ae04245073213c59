// `demarche replay --config FILE`: see main.cc for its manual.
#include <cstdio>
#include <map>

#include "absl/time/clock.h"
#include "connectors/kafka/replay_client.h"
#include "pipeline/app/commands/commands.h"
#include "pipeline/app/config.h"
#include "pipeline/app/dead_letter_filter.h"
#include "pipeline/app/lint.h"
#include "pipeline/app/topic_mappings.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/model/reasons.h"

namespace demarche {
namespace {

constexpr size_t kPreview = 80;  // bytes of the value

// Printable ASCII, so that nothing in a record can talk to the terminal.
std::string Preview(std::string_view value) {
  std::string out;
  for (const char c : value.substr(0, kPreview)) out += c >= ' ' && c <= '~' ? c : '.';
  return value.size() > kPreview ? out + "..." : out;
}

void PrintLine(const RawMessage& record, const DeadLetterView& view, std::string_view obstacle) {
  fmt::print(
      "{} {}/{}/{} {} {}, attempt {}{}: {}\n    {}\n",
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMillis(record.origin.timestamp_ms), absl::UTCTimeZone()),
      Preview(view.origin.topic), view.origin.partition, view.origin.offset, Preview(view.stage), Preview(view.reason),
      view.attempts, view.items.empty() ? "" : ", items " + Preview(view.items), Preview(view.message),
      Preview(record.value.value_or("")));
  if (!obstacle.empty()) fmt::print("    not to be sent back: {}\n", obstacle);
}

// Words that no dead letter has are a slip of the hand.
template <typename Enum>
bool CheckWords(const char* option, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    bool known = false;
    std::string all;
    for (int i = 0; !ToString(static_cast<Enum>(i)).empty(); ++i) {
      const std::string_view name = ToString(static_cast<Enum>(i));
      known |= name == word;
      all += fmt::format("{}{}", all.empty() ? "" : ", ", name);
    }
    if (known) continue;
    fmt::print(stderr, "demarche replay: {} {}: there is no such; there are: {}\n", option, word, all);
    return false;
  }
  return true;
}

bool ReadWhen(const char* option, const std::string& text, absl::Time* when) {
  if (text.empty()) return true;
  const std::optional<absl::Time> parsed = ParseWhen(text, absl::Now());
  if (parsed)
    *when = *parsed;
  else
    fmt::print(stderr, "demarche replay: {} {}: write an age such as 2h, or a time such as 2026-01-31T12:00:00Z\n",
               option, text);
  return parsed.has_value();
}

struct Tally {
  int64_t read = 0;
  int64_t selected = 0;
  int64_t obstacles = 0;
};

absl::Status Replay(const ReplayArguments& args, const Config& config, const DeadLetterFilter& filter, Tally* tally,
                    uint64_t* sent) {
  kafka::ReplayOptions options;
  options.properties = config.kafka;
  options.topic = config.sink.dead_letters;
  options.group = config.source.group;
  options.send = args.send;
  DEMARCHE_ASSIGN_OR_RETURN(const auto client, kafka::ReplayClient::Open(std::move(options), nullptr));
  Diagnostics checked_before;
  const TopicMappings topics = TopicMappings::Make(config.source.topics, args.config, &checked_before);
  absl::Status status = client->ReadAll([&](const RawMessage& record, bool marked) -> absl::Status {
    if (marked) return absl::OkStatus();
    ++tally->read;
    if (args.limit > 0 && tally->selected - tally->obstacles >= args.limit) return absl::OkStatus();
    const DeadLetterView view = DeadLetterView::Of(record);
    if (!filter.Matches(record, view)) return absl::OkStatus();
    ++tally->selected;
    const std::string_view obstacle = filter.Obstacle(record, view, topics.Covers(view.origin.topic));
    if (!obstacle.empty()) ++tally->obstacles;
    PrintLine(record, view, obstacle);
    if (!args.send || !obstacle.empty()) return absl::OkStatus();
    return client->SendBack(Original(record, view), view.origin.topic, view.origin.partition);
  });
  if (status.ok()) status = client->Commit();
  *sent = client->committed();
  return status;
}

}  // namespace

int ReplayCommand(const ReplayArguments& args) {
  Diagnostics diagnostics;
  Config config;
  if (const std::optional<std::string> bytes = ReadWholeFile(args.config, &diagnostics)) {
    config = LoadConfig(*bytes, args.config, EnvironmentVariable, &diagnostics).config;
    if (!HasErrors(diagnostics)) CheckConfig(config, args.config, &diagnostics);
  }
  for (const Diagnostic& d : diagnostics) fmt::print(stderr, "{}\n", d.ToString());
  if (HasErrors(diagnostics)) return 2;
  if (!config.source.file.empty() || !config.sink.directory.empty() || config.sink.discard) {
    fmt::print(stderr, "demarche replay: {} reads or writes files: only dead letters on Kafka can be sent back\n",
               args.config);
    return 2;
  }
  DeadLetterFilter filter;
  filter.stages = args.stages;
  filter.reasons = args.reasons;
  filter.topics = args.topics;
  filter.ids = args.ids;
  filter.max_attempts = args.max_attempts;
  if (!CheckWords<Stage>("--stage", args.stages) || !CheckWords<Reason>("--reason", args.reasons)) return 2;
  if (!ReadWhen("--since", args.since, &filter.since) || !ReadWhen("--until", args.until, &filter.until)) return 2;

  Tally tally;
  uint64_t sent = 0;
  const absl::Status status = Replay(args, config, filter, &tally, &sent);
  fmt::print(stderr, "demarche: {} dead letters looked at, {} selected, {} of them not to be sent back; ", tally.read,
             tally.selected, tally.obstacles);
  if (args.send) {
    fmt::print(stderr, "{} sent back now\n", sent);
  } else {
    fmt::print(stderr, "{} to send (nothing was sent: add --send)\n", tally.selected - tally.obstacles);
  }
  if (status.ok()) return 0;
  fmt::print(stderr, "demarche: {}\n", Message(status));
  return 1;
}

}  // namespace demarche
