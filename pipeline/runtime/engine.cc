// See engine.h.
#include "pipeline/runtime/engine.h"

#include <random>
#include <utility>

#include "pipeline/base/thread.h"

namespace demarche {

namespace {

constexpr absl::Duration kGaugesEvery = absl::Milliseconds(250);

EngineOptions Completed(EngineOptions options) {
  if (options.seed == 0) options.seed = std::random_device()();
  options.workers = options.worker_count();
  return options;
}

}  // namespace

Engine::Engine(EngineOptions options, Source& source, Sink& sink, WorkerFactory worker, DeadLetterFactory dead_letter,
               Observer& observer)
    : options_(Completed(std::move(options))),
      observer_(observer),
      flow_(options_),
      pool_(options_, std::move(worker), dead_letter, &observer, &flow_),
      poller_(options_, &source, &observer, &flow_),
      publisher_(options_, &source, &sink, std::move(dead_letter), &observer, &flow_) {}

absl::Status Engine::Run() {
  pool_.Start();
  Thread poll([this] { poller_.Run(); });
  Thread publish([this] { publisher_.Run(); });
  Supervise();
  publish.join();
  poll.join();
  pool_.Finish();
  return flow_.status();
}

// The one place where time passes: every tick wakes who waits for a deadline. SleepMonotonic follows the monotonic
// clock.
void Engine::Supervise() {
  absl::Duration gauges_at = options_.clock();
  absl::Duration workers_until = absl::InfiniteDuration();
  while (true) {
    const absl::Duration now = options_.clock();
    const bool threads_done = flow_.threads_done();
    if (threads_done && workers_until == absl::InfiniteDuration()) workers_until = now + options_.cancel_grace;
    if (threads_done && (pool_.finished() || now > workers_until)) return;
    flow_.Tick();
    if (const absl::Status stuck = pool_.CheckTimeLimits(now); !stuck.ok()) flow_.Fail(stuck);
    if (now >= gauges_at) {
      EngineGauges gauges = flow_.Gauges();
      gauges.workers = options_.workers;
      gauges.workers_busy = pool_.busy();
      gauges.since_poll = poller_.SincePoll(now);
      observer_.On(gauges);
      gauges_at = now + kGaugesEvery;
    }
    SleepMonotonic(options_.tick);
  }
}

}  // namespace demarche
