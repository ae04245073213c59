// See publisher.h.
#include "pipeline/runtime/publisher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "fmt/format.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/str.h"
#include "pipeline/runtime/fault.h"
#include "pipeline/runtime/thread_name.h"

namespace demarche {

namespace {

constexpr size_t kUnlimited = std::numeric_limits<size_t>::max();
// Results written between two looks at the clock.
constexpr size_t kMaxTake = 1024;
// A full client buffer drains in milliseconds.
constexpr absl::Duration kWriteDelay = absl::Milliseconds(1);

}  // namespace

Publisher::Publisher(const EngineOptions& options, Source* source, Sink* sink, DeadLetterFactory dead_letter,
                     Observer* observer, Flow* flow)
    : options_(options),
      source_(source),
      sink_(sink),
      observer_(observer),
      flow_(flow),
      rejects_(std::move(dead_letter)),
      max_messages_(kUnlimited),
      recover_backoff_(options.retry_min, options.retry_max, options.seed),
      seed_(options.seed) {}

void Publisher::Run() {
  NameThread("dm-publish");
  const absl::Status status = Loop();
  const bool stopped = status.code() == absl::StatusCode::kCancelled && flow_->stopping();
  if (!status.ok() && !stopped) flow_->Fail(status);
  sink_->Close();
  flow_->PublisherDone();
}

absl::Status Publisher::Loop() {
  DEMARCHE_RETURN_IF_ERROR(Open());
  flow_->SinkOpened();
  while (true) {
    Intake intake;
    const size_t room = transaction_.bytes < options_.commit_bytes ? options_.commit_bytes - transaction_.bytes : 1;
    const size_t messages = std::min(kMaxTake, max_messages_ - transaction_.messages());
    const auto commit_at = transaction_.open ? std::optional(transaction_.begun_at + options_.commit_interval)
                                             : std::optional<absl::Duration>();
    flow_->Take(room, messages, commit_at, &intake);
    if (intake.give_up) return absl::CancelledError("stopped");
    if (intake.finished) return absl::OkStatus();
    absl::Status status;
    if (intake.abort) {
      status = absl::AbortedError("partitions were taken away while their transaction was open");
    } else {
      status = WriteAll(std::move(intake.items));
      if (status.ok() && (intake.commit || due())) status = Commit();
    }
    if (!status.ok()) DEMARCHE_RETURN_IF_ERROR(Recover(status));
  }
}

absl::Status Publisher::Open() {
  DEMARCHE_RETURN_IF_ERROR(Retry("open", options_.retry_min, [this] {
    const absl::Status status = sink_->Open();
    const FaultAction action = ActionFor(status);
    if (action != FaultAction::kReopen && action != FaultAction::kAbortAndRewind) return status;
    sink_->Close();  // a client that died while it was opened: the next attempt makes another
    return absl::UnavailableError(status.message());
  }));
  observer_->On(ClientOpened{"sink"});
  return absl::OkStatus();
}

absl::Status Publisher::Retry(std::string_view operation, absl::Duration first_delay,
                              const std::function<absl::Status()>& call) {
  // Without a transaction there is nothing to save, so a stop ends the wait; with one, the loss of its partitions does,
  // except in the abort itself.
  const bool heed_stop = operation == "open";
  const bool heed_abort = operation != "open" && operation != "abort";
  Backoff backoff(std::min(first_delay, options_.retry_max), options_.retry_max, ++seed_);
  while (true) {
    const absl::Status status = call();
    if (ActionFor(status) != FaultAction::kRetry) return status;
    const absl::Duration delay = backoff.Next();
    observer_->On(Retried{operation, backoff.attempt(), delay, Message(status)});
    flow_->WaitPublish(options_.clock() + delay, heed_stop, heed_abort);
    if (flow_->giving_up() || (heed_stop && flow_->stopping())) {
      return absl::CancelledError("stopped while the sink was not available");
    }
    if (heed_abort && flow_->abort_wanted()) {
      return absl::AbortedError("partitions were taken away while the sink was not available");
    }
  }
}

// Also due when it holds much of the bytes that may be in flight: the source would stand still until the interval is
// over.
bool Publisher::due() const {
  return transaction_.open &&
         (transaction_.bytes >= options_.commit_bytes || transaction_.held_bytes() >= options_.queue_bytes / 4 ||
          transaction_.messages() >= max_messages_ ||
          options_.clock() >= transaction_.begun_at + options_.commit_interval);
}

absl::Status Publisher::WriteAll(std::vector<ItemPtr> items) {
  if (items.empty()) return absl::OkStatus();
  if (!transaction_.open) {
    transaction_.open = true;  // before Begin, which may leave one behind when it fails
    transaction_.begun_at = options_.clock();
    DEMARCHE_RETURN_IF_ERROR(Retry("begin", options_.retry_min, [this] { return sink_->Begin(); }));
  }
  for (ItemPtr& item : items) {
    DEMARCHE_RETURN_IF_ERROR(WriteMessage(item.get()));
    transaction_.Add(std::move(item));
  }
  return absl::OkStatus();
}

absl::Status Publisher::Write(OutputRecord* record) {
  const OutputKind kind = record->kind;
  const size_t bytes = record->bytes();
  absl::Status status = sink_->Write(*record);
  if (ActionFor(status) == FaultAction::kRetry) {
    status = Retry("write", kWriteDelay, [&] { return sink_->Write(*record); });
  }
  DEMARCHE_RETURN_IF_ERROR(status);
  ++transaction_.records_by_kind[static_cast<int>(kind)];
  transaction_.bytes += bytes;
  return absl::OkStatus();
}

absl::Status Publisher::WriteMessage(Item* item) {
  if (!rejects_.empty() && rejects_.contains(*item)) return WriteDeadLetter(item);
  bool written = false;
  for (OutputRecord& record : item->result.records) {
    absl::Status status = Write(&record);
    if (ActionFor(status) == FaultAction::kRejectRecord) {
      Rejected(*item, Message(status));
      rejects_.Add(*item, std::string(Message(status)));
      // Take back what is written of this message; it comes again, and then only its dead letter is written.
      if (written && options_.delivery == Delivery::kExactlyOnce) {
        return absl::AbortedError(fmt::format("a result was refused: {}", Message(status)));
      }
      return WriteDeadLetter(item);
    }
    DEMARCHE_RETURN_IF_ERROR(status);
    written = true;
  }
  return absl::OkStatus();
}

absl::Status Publisher::WriteDeadLetter(Item* item) {
  while (true) {
    OutputRecord record = rejects_.DeadLetter(*item);
    const absl::Status status = Write(&record);
    if (ActionFor(status) != FaultAction::kRejectRecord) return status;
    if (!rejects_.Add(*item, "")) {
      return absl::PermissionDeniedError(
          fmt::format("the dead-letter output refuses even an empty record: {}", Message(status)));
    }
  }
}

void Publisher::Rejected(const Item& item, std::string_view reason) {
  const Origin& origin = item.message.origin;
  observer_->On(RecordRejected{origin.topic, origin.partition, origin.offset, reason});
}

absl::Status Publisher::Commit() {
  const std::vector<OffsetCommit> offsets = transaction_.Offsets();
  if (flow_->abort_wanted()) return absl::AbortedError("partitions were taken away before their commit");
  absl::Status status = Retry("commit", options_.retry_min, [&] { return sink_->Commit(offsets); });
  if (ActionFor(status) == FaultAction::kRejectRecord) return Bisect(status);
  DEMARCHE_RETURN_IF_ERROR(status);
  if (options_.delivery == Delivery::kAtLeastOnce) {
    DEMARCHE_RETURN_IF_ERROR(Retry("commit", options_.retry_min, [&] { return source_->Commit(offsets); }));
  }
  const absl::Duration now = options_.clock();
  TransactionCommitted event;
  std::copy(std::begin(transaction_.records_by_kind), std::end(transaction_.records_by_kind), event.records_by_kind);
  event.bytes = transaction_.bytes;
  event.elapsed = now - transaction_.begun_at;
  event.oldest = now - transaction_.oldest();
  event.offsets = offsets;
  observer_->On(event);
  if (!rejects_.empty()) {
    for (const ItemPtr& item : transaction_.items()) rejects_.Remove(*item);
  }
  if (max_messages_ != kUnlimited) max_messages_ = max_messages_ > kUnlimited / 2 ? kUnlimited : max_messages_ * 2;
  recover_backoff_.Reset();
  transaction_ = Transaction();
  flow_->Settled();
  return absl::OkStatus();
}

absl::Status Publisher::Bisect(const absl::Status& refusal) {
  if (transaction_.messages() > 1) {
    max_messages_ = transaction_.messages() / 2;
    return absl::AbortedError(
        fmt::format("one of {} messages was refused at commit: {}", transaction_.messages(), Message(refusal)));
  }
  const Item& item = *transaction_.items().front();
  Rejected(item, Message(refusal));
  if (!rejects_.Add(item, std::string(Message(refusal)))) {
    return absl::PermissionDeniedError(
        fmt::format("the dead-letter output refuses even an empty record: {}", Message(refusal)));
  }
  return absl::AbortedError(fmt::format("a result was refused at commit: {}", Message(refusal)));
}

absl::Status Publisher::Recover(const absl::Status& fault) {
  FaultAction action = ActionFor(fault);
  if (action == FaultAction::kStop) {
    if (transaction_.open) sink_->Abort().IgnoreError();  // fenced or misconfigured: it may well be refused
    return fault;
  }
  if (action != FaultAction::kReopen && transaction_.open) {
    const absl::Status aborted = Retry("abort", options_.retry_min, [this] { return sink_->Abort(); });
    if (aborted.code() == absl::StatusCode::kCancelled) return aborted;
    // A transaction that cannot be aborted is ended by the next client's Open.
    if (!aborted.ok()) action = FaultAction::kReopen;
  }
  if (transaction_.open) observer_->On(TransactionAborted{Message(fault)});
  const size_t lost_messages = transaction_.messages();
  transaction_ = Transaction();
  flow_->Voided();
  if (action == FaultAction::kReopen) {
    Say(Note::Level::kWarning,
        fmt::format("the sink's client is replaced, {} messages are read again: {}", lost_messages, Message(fault)));
    observer_->On(ClientReopened{"sink", Message(fault)});
    sink_->Close();
    DEMARCHE_RETURN_IF_ERROR(Open());
  }
  flow_->Rewind();
  if (recover_backoff_.attempt() > 0) {
    const absl::Duration delay = recover_backoff_.Next();
    observer_->On(Retried{"recover", recover_backoff_.attempt(), delay, Message(fault)});
    flow_->WaitPublish(options_.clock() + delay, /*heed_stop=*/true, /*heed_abort=*/true);
  } else {
    recover_backoff_.Next();
  }
  return absl::OkStatus();
}

}  // namespace demarche
