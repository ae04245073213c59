// See log_observer.h.
#include "pipeline/telemetry/log_observer.h"

#include <poll.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "pipeline/base/str.h"

namespace demarche {
namespace {

constexpr size_t kCauses = 256;

// `text` with every run of digits as one '#', so that lines which differ in a number are one cause.
std::string WithoutNumbers(std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) out += c;
    if (digit && (out.empty() || out.back() != '#')) out += '#';
  }
  return out;
}

std::string Names(absl::Span<const TopicPartition> partitions) {
  constexpr size_t kShown = 8;
  std::string out;
  for (size_t i = 0; i < partitions.size() && i < kShown; ++i) {
    out += fmt::format("{}{}[{}]", i == 0 ? "" : ", ", partitions[i].topic, partitions[i].partition);
  }
  if (partitions.size() > kShown) out += fmt::format(" and {} more", partitions.size() - kShown);
  return out;
}

LogLevel LevelOf(Note::Level level) {
  switch (level) {
    case Note::Level::kInfo:
      return LogLevel::kInfo;
    case Note::Level::kWarning:
      return LogLevel::kWarning;
    case Note::Level::kError:
      return LogLevel::kError;
  }
  return LogLevel::kError;
}

LogLine Line(std::string_view component, std::string message, std::vector<LogField> fields = {}) {
  LogLine line;
  line.component = std::string(component);
  line.message = std::move(message);
  line.fields = std::move(fields);
  return line;
}

}  // namespace

LogObserver::LogObserver(LogSettings settings)
    : settings_(std::move(settings)), limiter_(settings_.interval, kCauses) {}

LogObserver::~LogObserver() {
  MutexLock lock(&mutex_);
  TellExpired(absl::InfiniteFuture());
}

template <typename Make>
void LogObserver::Log(LogLevel level, std::string_view cause, Make make) {
  if (level < settings_.level) return;
  MutexLock lock(&mutex_);
  const absl::Time now = settings_.now();
  const std::optional<uint64_t> suppressed = limiter_.Admit(cause, now);
  if (!suppressed) return;
  LogLine line = make();
  line.level = level;
  line.suppressed = *suppressed;
  Write(line, now);
}

void LogObserver::Write(const LogLine& line, absl::Time now) {
  LogLine with_drops;
  const LogLine* shown = &line;
  if (dropped_ > 0) {
    with_drops = line;
    with_drops.fields.emplace_back("log_lines_dropped", static_cast<int64_t>(dropped_));
    shown = &with_drops;
  }
  const std::string bytes =
      settings_.format == LogSettings::Format::kJson ? FormatJson(*shown, now) : FormatText(*shown, now);
  // A pipe that polls writable takes up to PIPE_BUF (4,096) bytes at once; lines are cut below that.
  pollfd ready{.fd = settings_.fd, .events = POLLOUT, .revents = 0};
  const bool written = poll(&ready, 1, 0) == 1 && (ready.revents & POLLOUT) != 0 &&
                       write(settings_.fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  dropped_ = written ? 0 : dropped_ + 1;
}

void LogObserver::TellExpired(absl::Time now) {
  const absl::Time stamp = now == absl::InfiniteFuture() ? settings_.now() : now;
  for (const LogLimiter::Expired& expired : limiter_.TakeExpired(now)) {
    LogLine line = Line("log", "lines of one cause were held back", {{"cause", expired.cause}});
    line.suppressed = expired.suppressed;
    Write(line, stamp);
  }
}

void LogObserver::On(const DocumentDone& event) {
  for (const Failure& failure : event.result->failures) {
    const std::string_view stage = ToString(failure.stage), reason = ToString(failure.reason);
    Log(LogLevel::kWarning, fmt::format("dead letter {} {}", stage, reason), [&] {
      return Line("pipeline", fmt::format("dead letter: {}", failure.message), {{"stage", stage}, {"reason", reason}});
    });
  }
}

void LogObserver::On(const DocumentTimedOut& event) {
  Log(LogLevel::kWarning, "time limit", [&] {
    return Line("engine", fmt::format("a document was stopped after {}", absl::FormatDuration(event.limit)),
                {{"topic", event.topic}, {"partition", int64_t{event.partition}}, {"offset", event.offset}});
  });
}

void LogObserver::On(const TransactionAborted& event) {
  Log(LogLevel::kWarning, fmt::format("abort {}", WithoutNumbers(event.reason)), [&] {
    return Line("engine", "transaction aborted, its records are read again", {{"reason", event.reason}});
  });
}

void LogObserver::On(const RecordRejected& event) {
  Log(LogLevel::kWarning, "record rejected", [&] {
    return Line("engine", "the sink refused a record, its message becomes a dead letter",
                {{"reason", event.reason},
                 {"topic", event.topic},
                 {"partition", int64_t{event.partition}},
                 {"offset", event.offset}});
  });
}

void LogObserver::On(const Retried& event) {
  Log(LogLevel::kWarning, fmt::format("retry {} {}", event.operation, WithoutNumbers(event.reason)), [&] {
    return Line("engine", fmt::format("{} failed, trying again", event.operation),
                {{"reason", event.reason},
                 {"attempt", int64_t{event.attempt}},
                 {"delay_ms", absl::ToInt64Milliseconds(event.delay)}});
  });
}

void LogObserver::On(const ClientOpened& event) {
  Log(LogLevel::kInfo, fmt::format("opened {}", event.side),
      [&] { return Line("engine", fmt::format("{} opened", event.side)); });
}

void LogObserver::On(const ClientReopened& event) {
  Log(LogLevel::kWarning, fmt::format("reopened {}", event.side), [&] {
    return Line("engine", fmt::format("{} client died and was replaced", event.side), {{"reason", event.reason}});
  });
}

void LogObserver::On(const Rebalanced& event) {
  const LogLevel level = event.kind == "lost" ? LogLevel::kWarning : LogLevel::kInfo;
  Log(level, fmt::format("rebalance {}", event.kind), [&] {
    return Line("engine", fmt::format("partitions {}: {}", event.kind,
                                      event.partitions.empty() ? "none" : Names(event.partitions)));
  });
}

void LogObserver::On(const FlowChanged& event) {
  Log(LogLevel::kDebug, event.paused ? "paused" : "resumed", [&] {
    return Line("engine", event.paused ? "reading paused: too many bytes in flight" : "reading resumed",
                {{"bytes_in_flight", static_cast<int64_t>(event.bytes_in_flight)}});
  });
}

void LogObserver::On(const EngineGauges&) {
  MutexLock lock(&mutex_);
  TellExpired(settings_.now());
}

void LogObserver::On(const Note& event) {
  Log(LevelOf(event.level), fmt::format("{} {}", event.component, WithoutNumbers(event.text)),
      [&] { return Line(event.component, std::string(event.text)); });
}

}  // namespace demarche
