// LiveFeed: keeps the latest statements and relations for the live view, newest last, within a number of results and of
// bytes. It takes at most `per_second` results a second and lets the rest go by (counted), so that a stream at full
// speed costs the workers next to nothing. What it shows may later be read again after an aborted transaction: the same
// result then comes twice, with the same id.
//
// Threads: any. A mutex is held for the time it takes to link one result in, or to copy an answer's results out.
#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "pipeline/base/mutex.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

struct LiveFeedSettings {
  size_t max_results = 1000;
  size_t max_bytes = 8 << 20;
  int64_t per_second = 200;
  std::function<absl::Time()> now = absl::Now;
};

class LiveFeed : public Observer {
 public:
  explicit LiveFeed(LiveFeedSettings settings = {});

  using Observer::On;
  void On(const DocumentDone&) override;

  // {"last":SEQ,"not_shown":N,"results":[{"seq":..,"kind":"statement"|"relation","seen_ms":..,"record":{...}}...]}:
  // results after `seq`, oldest first; of more than `limit` only the newest. `record` is the record as it was published
  // (schemas/records).
  std::string LatestJson(uint64_t after, size_t limit) const;

 private:
  struct Result {
    uint64_t seq = 0;
    OutputKind kind = OutputKind::kStatement;
    int64_t seen_ms = 0;
    std::string record;
  };
  // Whether one more result may be shown in this second.
  bool Admit(int64_t second);

  const LiveFeedSettings settings_;
  std::atomic<int64_t> second_{0};
  std::atomic<int64_t> shown_in_second_{0};
  std::atomic<uint64_t> not_shown_{0};
  mutable Mutex mutex_;
  std::deque<Result> results_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace demarche
