// See worker_pool.h.
#include "pipeline/runtime/worker_pool.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "fmt/format.h"
#include "pipeline/base/thread.h"
#include "pipeline/runtime/thread_name.h"

namespace demarche {

namespace {

constexpr size_t kMaxBatch = 32;
// A batch is taken for about this long, so that a hand-over costs little and nothing waits long behind its neighbour.
constexpr absl::Duration kBatchTime = absl::Microseconds(200);
// See EngineOptions::document_time_limit.
constexpr int kStandstill = 20;

}  // namespace

// Shared by the thread and the pool. The thread works on batch[index] and looks at `abandoned` before it touches
// anything but the message.
struct WorkerPool::Desk {
  std::string name;
  Worker work;
  Thread thread;

  // Of the pool; not to be used once abandoned.
  const EngineOptions* options = nullptr;
  const DeadLetterFactory* dead_letter = nullptr;
  Observer* observer = nullptr;
  Flow* flow = nullptr;

  Mutex mu;
  std::vector<ItemPtr> batch ABSL_GUARDED_BY(mu);
  size_t index ABSL_GUARDED_BY(mu) = 0;
  absl::Duration started ABSL_GUARDED_BY(mu);  // the document at hand, by the engine's clock
  Clock limit_clock ABSL_GUARDED_BY(mu);       // what its limit runs on
  absl::Duration limit_started ABSL_GUARDED_BY(mu);
  bool cancelled ABSL_GUARDED_BY(mu) = false;
  bool abandoned ABSL_GUARDED_BY(mu) = false;
  bool ended ABSL_GUARDED_BY(mu) = false;

  absl::Duration Spent(absl::Duration now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu);
};

namespace {

WorkResult DeadLetterResult(const DeadLetterFactory& make, const RawMessage& message, Reason reason, std::string text) {
  WorkResult result;
  result.failures.push_back({Stage::kReading, reason, std::move(text)});
  result.records.push_back(make(message, result.failures.back()));
  return result;
}

// The result, or what went wrong as an exception.
std::string RunOne(const Worker& work, const Item& item, WorkResult* result) {
  try {
    *result = work(item.message, item.token);
    return "";
  } catch (const std::bad_alloc&) {
    return "out of memory";
  } catch (const std::exception& e) {
    return fmt::format("exception: {}", e.what());
  } catch (...) {
    return "exception of unknown type";
  }
}

void CountBytes(Item* item) {
  item->result_bytes = 0;
  for (const OutputRecord& record : item->result.records) item->result_bytes += record.bytes();
}

}  // namespace

WorkerPool::WorkerPool(const EngineOptions& options, WorkerFactory factory, DeadLetterFactory dead_letter,
                       Observer* observer, Flow* flow)
    : options_(options),
      factory_(std::move(factory)),
      dead_letter_(std::move(dead_letter)),
      observer_(observer),
      flow_(flow) {}

WorkerPool::~WorkerPool() { Finish(); }

void WorkerPool::Start() {
  for (int i = 0; i < options_.worker_count(); ++i) Hire();
}

void WorkerPool::Hire() {
  auto desk = std::make_shared<Desk>();
  desk->name = fmt::format("dm-worker-{}", hired_++);
  desk->work = factory_();
  desk->options = &options_;
  desk->dead_letter = &dead_letter_;
  desk->observer = observer_;
  desk->flow = flow_;
  desk->thread = Thread(&WorkerPool::Main, desk);
  desks_.push_back(std::move(desk));
}

void WorkerPool::Main(std::shared_ptr<Desk> desk) {
  NameThread(desk->name);
  const Clock clock = desk->options->clock;
  const Clock limit_clock = desk->options->worker_clock ? desk->options->worker_clock() : clock;
  std::vector<ItemPtr> next;
  std::vector<ItemPtr> done;
  absl::Duration average = kBatchTime;
  while (true) {
    const auto max = static_cast<size_t>(
        std::clamp<double>(absl::FDivDuration(kBatchTime, average + absl::Nanoseconds(1)), 1, kMaxBatch));
    if (!desk->flow->Exchange(&done, max, &next)) break;
    const size_t size = next.size();
    absl::Duration started = clock();
    {
      MutexLock lock(&desk->mu);
      std::swap(desk->batch, next);
      desk->index = 0;
      desk->started = started;
      desk->limit_clock = limit_clock;
      desk->limit_started = limit_clock();
    }
    for (size_t i = 0; i < size; ++i) {
      Item* item = nullptr;
      {
        MutexLock lock(&desk->mu);
        if (desk->abandoned) break;
        item = desk->batch[i].get();
      }
      WorkResult result;
      const std::string exception = RunOne(desk->work, *item, &result);
      const absl::Duration now = clock();
      MutexLock lock(&desk->mu);
      if (desk->abandoned) break;
      if (!exception.empty()) {
        result = DeadLetterResult(*desk->dead_letter, item->message, Reason::kInternal, exception);
      }
      item->result = std::move(result);
      CountBytes(item);
      desk->observer->On(DocumentDone{&item->result, item->message.bytes(), now - started});
      average = average * 0.875 + (now - started) * 0.125;
      started = now;
      desk->index = i + 1;
      desk->started = now;
      desk->limit_started = limit_clock();
      desk->cancelled = false;
    }
    MutexLock lock(&desk->mu);
    if (desk->abandoned) break;
    std::swap(desk->batch, done);
    desk->batch.clear();
  }
  MutexLock lock(&desk->mu);
  desk->ended = true;
}

// Of its limit, on the document at hand.
absl::Duration WorkerPool::Desk::Spent(absl::Duration now) const {
  return std::max(limit_clock() - limit_started, (now - started) / kStandstill);
}

absl::Status WorkerPool::CheckTimeLimits(absl::Duration now) {
  const std::vector<std::shared_ptr<Desk>> desks = desks_;
  for (const std::shared_ptr<Desk>& desk : desks) {
    bool stuck = false;
    {
      MutexLock lock(&desk->mu);
      if (desk->index >= desk->batch.size()) continue;
      const absl::Duration elapsed = desk->Spent(now);
      if (elapsed <= options_.document_time_limit) continue;
      Item& item = *desk->batch[desk->index];
      if (!desk->cancelled) {
        desk->cancelled = true;
        item.token.Cancel();
        const Origin& origin = item.message.origin;
        observer_->On(DocumentTimedOut{origin.topic, origin.partition, origin.offset, options_.document_time_limit});
      }
      stuck = elapsed > options_.document_time_limit + options_.cancel_grace;
    }
    if (stuck) GiveUp(desk, now);
  }
  std::erase_if(abandoned_, [](const std::shared_ptr<Desk>& desk) {
    {
      MutexLock lock(&desk->mu);
      if (!desk->ended) return false;
    }
    desk->thread.join();
    return true;
  });
  if (abandoned_.size() > static_cast<size_t>(options_.max_stuck_workers)) {
    return absl::InternalError(fmt::format(
        "{} worker threads spin in documents that are over the time limit; start the program anew", abandoned_.size()));
  }
  return absl::OkStatus();
}

// The caller saw the desk over its limit; it may have moved on since.
void WorkerPool::GiveUp(const std::shared_ptr<Desk>& desk, absl::Duration now) {
  std::vector<ItemPtr> batch;
  size_t index = 0;
  {
    MutexLock lock(&desk->mu);
    if (desk->index >= desk->batch.size() || !desk->cancelled) return;
    if (desk->Spent(now) <= options_.document_time_limit + options_.cancel_grace) return;
    desk->abandoned = true;
    batch = desk->batch;
    index = desk->index;
  }
  const ItemPtr& stuck = batch[index];
  const RawMessage& message = stuck->message;
  // A new message over the old one's bytes: the abandoned thread may still be reading them.
  auto substitute = std::make_shared<Item>();
  substitute->message.origin = message.origin;
  substitute->message.key = message.key;
  substitute->message.value = message.value;
  substitute->message.headers = message.headers;
  substitute->message.owner = stuck;
  substitute->read_at = stuck->read_at;
  substitute->result = DeadLetterResult(
      dead_letter_, message, Reason::kTimeLimit,
      fmt::format("not finished within {}, nor {} after it was cancelled",
                  absl::FormatDuration(options_.document_time_limit), absl::FormatDuration(options_.cancel_grace)));
  CountBytes(substitute.get());
  observer_->On(
      DocumentDone{&substitute->result, message.bytes(), options_.document_time_limit + options_.cancel_grace});
  flow_->TakeOver({batch.begin(), batch.begin() + static_cast<ptrdiff_t>(index)}, stuck, substitute,
                  {batch.begin() + static_cast<ptrdiff_t>(index) + 1, batch.end()});
  std::erase(desks_, desk);
  abandoned_.push_back(desk);
  Hire();
}

bool WorkerPool::finished() {
  return std::all_of(desks_.begin(), desks_.end(), [](const std::shared_ptr<Desk>& desk) {
    MutexLock lock(&desk->mu);
    return desk->ended;
  });
}

void WorkerPool::Finish() {
  for (std::vector<std::shared_ptr<Desk>>* list : {&desks_, &abandoned_}) {
    for (const std::shared_ptr<Desk>& desk : *list) {
      bool working = false;
      {
        MutexLock lock(&desk->mu);
        working = !desk->ended && desk->index < desk->batch.size();
        if (working) desk->abandoned = true;
      }
      // One that is not in the work function is on its way out of Exchange, which needs the engine: wait for it.
      if (working) {
        desk->thread.detach();
      } else {
        desk->thread.join();
      }
    }
    list->clear();
  }
}

int WorkerPool::busy() {
  int n = 0;
  for (const std::shared_ptr<Desk>& desk : desks_) {
    MutexLock lock(&desk->mu);
    n += desk->index < desk->batch.size() ? 1 : 0;
  }
  return n;
}

}  // namespace demarche
