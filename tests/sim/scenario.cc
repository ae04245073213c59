// See scenario.h.
#include "tests/sim/scenario.h"

#include <map>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/sim/scheduler.h"
#include "tests/unit/runtime/chaos.h"

namespace demarche::sim {
namespace {

using memory::Broker;

// What all lives of a scenario have in common.
struct World {
  uint64_t seed = 0;
  int partitions = 0;
  Delivery delivery = Delivery::kExactlyOnce;
  EngineOptions options;
  Broker broker;
  Counts* counts = nullptr;
};

// One start of the program.
struct Life {
  Life(World* world, uint64_t number, int trouble, bool last)
      : chaos(&world->broker, world->seed * 32 + number, world->partitions, trouble, last),
        source(&world->broker),
        sink(&world->broker, world->delivery),
        counted_source(&source, world->counts),
        counted_sink(&sink, world->counts) {
    world->counts->Add(Count::kStart);
    source.on_poll = [this] { chaos.Step(); };
    const uint64_t seed = world->seed;
    if (world->delivery == Delivery::kExactlyOnce) {
      if (seed % 3 == 0) sink.refuse_write = [seed](const OutputRecord& r) { return IsRefused(r, seed, 0); };
      if (seed % 4 == 0) sink.refuse_commit = [seed](const OutputRecord& r) { return IsRefused(r, seed, 1); };
    }
    EngineOptions options = world->options;
    options.seed = seed * 32 + number + 1;
    engine = std::make_unique<Engine>(
        options, counted_source, counted_sink, [world] { return Worker(Work{world}); }, DeadLetter, observer);
    thread = Thread([this] {
      status = engine->Run();
      ended = true;
    });
  }

  // Documents: some quick, some that are over their limit and heed their token or not, some that throw.
  struct Work {
    World* world;
    WorkResult operator()(const RawMessage& message, const CancelToken& token) const {
      Scheduler* scheduler = Scheduler::Current();
      world->counts->Add(Count::kWork);
      const absl::Duration limit = world->options.document_time_limit;
      for (uint64_t yields = scheduler->Draw(6); yields > 0; --yields) scheduler->Yield();
      if (limit != absl::InfiniteDuration() && scheduler->OneIn(30)) {
        if (scheduler->OneIn(2)) {
          scheduler->Sleep(limit * 4);  // deaf
        } else {
          while (!token.cancelled()) scheduler->Sleep(limit / 4);
          WorkResult result;
          result.failures.push_back({Stage::kReading, Reason::kTimeLimit, "heeded"});
          result.records.push_back(DeadLetter(message, result.failures.back()));
          return result;
        }
      }
      if (scheduler->OneIn(60)) throw std::runtime_error("defect");
      return OneReceipt(message, token);
    }
  };

  Chaos chaos;
  memory::MemorySource source;
  memory::MemorySink sink;
  Observer observer;
  CountedSource counted_source;
  CountedSink counted_sink;
  std::unique_ptr<Engine> engine;
  Thread thread;
  absl::Status status;
  bool ended = false;
};

EngineOptions OptionsOf(uint64_t seed) {
  std::mt19937_64 random(seed);
  EngineOptions options;
  options.workers = 1 + static_cast<int>(random() % 4);
  options.poll_timeout = absl::Microseconds(50);
  options.tick = absl::Microseconds(200);
  options.retry_min = absl::Microseconds(20);
  options.retry_max = absl::Microseconds(200);
  options.revoke_deadline = absl::Microseconds(random() % 3000);
  options.drain_deadline = seed % 2 == 0 ? absl::Seconds(20) : absl::Microseconds(random() % 5000);
  options.commit_interval = absl::Microseconds(random() % 2000);
  options.commit_bytes = 20 + random() % 2000;
  options.queue_bytes = kItemOverhead * (1 + random() % 100);
  options.document_time_limit = seed % 5 == 0 ? absl::Microseconds(500 + random() % 2000) : absl::InfiniteDuration();
  options.cancel_grace = absl::Microseconds(100 + random() % 1000);
  options.max_stuck_workers = 1000;
  options.clock = [] { return Scheduler::Current()->now(); };
  return options;
}

// At least once: every input, the last of them committed; the member never overstepped.
std::string CheckNothingLost(const Broker& broker) {
  std::map<int32_t, std::set<int64_t>> seen;
  for (const OutputRecord& record : broker.outputs()) {
    const size_t colon = record.key->find(':');
    seen[std::stoi(record.key->substr(0, colon))].insert(std::stoll(record.key->substr(colon + 1)));
  }
  std::string wrong;
  for (const TopicPartition& p : broker.partitions()) {
    if (static_cast<int64_t>(seen[p.partition].size()) == broker.end(p) && broker.committed(p) == broker.end(p))
      continue;
    wrong += fmt::format("partition {}: {} inputs seen and {} committed of {}\n", p.partition, seen[p.partition].size(),
                         broker.committed(p), broker.end(p));
  }
  return wrong;
}

// Starts the program again and again, the last time to the end of the input. Runs as a simulated thread.
void Play(World* world, std::string* wrong) {
  Scheduler* scheduler = Scheduler::Current();
  const auto expect = [&](bool expected, const Life& life, const char* when) {
    if (!expected) *wrong += fmt::format("{}: {}\n", when, life.status.ToString());
  };
  const auto steps = [&] { return static_cast<int>(scheduler->Draw(200)); };
  std::vector<std::unique_ptr<Life>> zombies;
  for (uint64_t starts = scheduler->Draw(5), number = 0; number < starts; ++number) {
    auto life = std::make_unique<Life>(world, number, steps(), /*last=*/false);
    scheduler->Sleep(absl::Microseconds(scheduler->Draw(20000)));
    const uint64_t how = scheduler->Draw(4);
    if (how == 0) {
      life->engine->Stop();
    } else if (how == 1) {
      life->engine->StopNow();
    } else {
      if (how == 2) life->engine->Stop();  // still draining when the next one comes
      life->chaos.End();                   // its faults and rebalances would be the next one's
      zombies.push_back(std::move(life));
      continue;
    }
    life->thread.join();
    const absl::StatusCode code = life->status.code();
    expect(code == absl::StatusCode::kOk || code == absl::StatusCode::kCancelled ||
               code == absl::StatusCode::kDeadlineExceeded ||
               (code == absl::StatusCode::kFailedPrecondition && !zombies.empty()),
           *life, "stopped");
  }
  // A zombie that replaces its own dead client fences the life that fenced it: that one is started once more.
  for (uint64_t number = 5; number < 25; ++number) {
    Life last(world, number, number == 5 ? steps() : 0, /*last=*/true);
    last.thread.join();
    if (last.status.ok()) break;
    expect(absl::IsFailedPrecondition(last.status) && !zombies.empty() && number < 24, last, "at the end of the input");
  }
  for (const std::unique_ptr<Life>& zombie : zombies) {
    zombie->engine->StopNow();
    zombie->thread.join();
    const absl::StatusCode code = zombie->status.code();
    expect(code == absl::StatusCode::kOk || code == absl::StatusCode::kFailedPrecondition ||
               code == absl::StatusCode::kCancelled || code == absl::StatusCode::kDeadlineExceeded,
           *zombie, "a zombie");
  }
}

}  // namespace

Outcome PlayScenario(uint64_t seed, Counts* counts) {
  Outcome outcome;
  std::mt19937_64 random(seed);
  World world;
  world.seed = seed;
  world.counts = counts;
  world.delivery = seed % 8 == 7 ? Delivery::kAtLeastOnce : Delivery::kExactlyOnce;
  world.options = OptionsOf(seed);
  world.options.delivery = world.delivery;
  world.partitions = 1 + static_cast<int>(random() % 4);
  const int messages = 10 + static_cast<int>(random() % 60);
  for (int p = 0; p < world.partitions; ++p) {
    world.broker.AddPartition(P(p));
    for (int i = 0; i < messages; ++i) world.broker.Append(P(p), fmt::format("value {}", i));
  }
  Scheduler scheduler(seed);
  scheduler.Run([&] { Play(&world, &outcome.wrong); });
  outcome.wrong +=
      world.delivery == Delivery::kExactlyOnce ? CheckLedger(world.broker) : CheckNothingLost(world.broker);
  outcome.trace = scheduler.trace();
  outcome.points = scheduler.points();
  return outcome;
}

}  // namespace demarche::sim
