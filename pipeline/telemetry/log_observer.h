// LogObserver: events -> log lines for people and log collectors, at most one line a cause per interval. What is logged
// at which level: errors and warnings are what needs an eye (dead letters, retries, aborts, dead clients, time limits,
// errors of Note); info is what changes rarely (rebalances, clients opened); debug is flow control.
//
// Threads: any. Writing never waits: a line that the file descriptor would not take at once (a stalled pipe) is
// dropped, counted, and the count is told with the next line.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "pipeline/base/mutex.h"
#include "pipeline/telemetry/log_limiter.h"
#include "pipeline/telemetry/log_line.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

struct LogSettings {
  enum class Format : uint8_t { kText, kJson };
  Format format = Format::kText;
  LogLevel level = LogLevel::kInfo;             // lines below it are not written
  absl::Duration interval = absl::Seconds(10);  // one line a cause in it
  int fd = 2;                                   // where lines go: standard error
  std::function<absl::Time()> now = absl::Now;
};

class LogObserver : public Observer {
 public:
  explicit LogObserver(LogSettings settings = {});
  ~LogObserver() override;  // tells what was held back

  using Observer::On;
  void On(const DocumentDone&) override;
  void On(const DocumentTimedOut&) override;
  void On(const TransactionAborted&) override;
  void On(const RecordRejected&) override;
  void On(const Retried&) override;
  void On(const ClientOpened&) override;
  void On(const ClientReopened&) override;
  void On(const Rebalanced&) override;
  void On(const FlowChanged&) override;
  void On(const EngineGauges&) override;  // its beat is used to tell what was held back
  void On(const Note&) override;

 private:
  // Writes make()'s line unless its level or the limit of `cause` holds it back; `make` is called only if it is
  // written.
  template <typename Make>
  void Log(LogLevel level, std::string_view cause, Make make);
  void Write(const LogLine& line, absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void TellExpired(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const LogSettings settings_;
  Mutex mutex_;
  LogLimiter limiter_ ABSL_GUARDED_BY(mutex_);
  uint64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace demarche
