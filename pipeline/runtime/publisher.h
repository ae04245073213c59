// Publisher: writes finished results in order and commits them with the offsets of the messages that they came from,
// one transaction per commit interval or byte budget. Also the place where a transaction's troubles are mended: retry,
// abort and rewind, reopen, reject one message (see fault.h).
//
// Threads: Run is the publisher thread; the only caller of the sink.
#pragma once
#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "pipeline/runtime/backoff.h"
#include "pipeline/runtime/flow.h"
#include "pipeline/runtime/io.h"
#include "pipeline/runtime/options.h"
#include "pipeline/runtime/rejects.h"
#include "pipeline/runtime/transaction.h"
#include "pipeline/telemetry/observer.h"

namespace demarche {

class Publisher {
 public:
  // All references outlive the publisher. `source` is used for its Commit only, at least once.
  Publisher(const EngineOptions& options, Source* source, Sink* sink, DeadLetterFactory dead_letter, Observer* observer,
            Flow* flow);

  // Until all is settled after a stop, or until a status that ends the engine; that is told to Flow.
  void Run();

 private:
  absl::Status Loop();
  absl::Status Open();
  // Repeats `call` while it is transient. kCancelled: the engine gives up. kAborted: the open transaction must go.
  absl::Status Retry(std::string_view operation, absl::Duration first_delay, const std::function<absl::Status()>& call);
  absl::Status WriteAll(std::vector<ItemPtr> items);
  absl::Status WriteMessage(Item* item);
  absl::Status WriteDeadLetter(Item* item);
  absl::Status Write(OutputRecord* record);
  bool due() const;
  absl::Status Commit();
  // The sink refused the open transaction at commit: halve the next ones until the message is found.
  absl::Status Bisect(const absl::Status& refusal);
  // Makes the sink ready for a new transaction after `fault`, and has the source rewound. Fails where that is no use.
  absl::Status Recover(const absl::Status& fault);
  void Rejected(const Item& item, std::string_view reason);
  void Say(Note::Level level, std::string_view text) { observer_->On(Note{level, "engine", text}); }

  const EngineOptions options_;
  Source* const source_;
  Sink* const sink_;
  Observer* const observer_;
  Flow* const flow_;
  Transaction transaction_;
  Rejects rejects_;
  size_t max_messages_;  // in a transaction; bounded while a refused message is looked for
  Backoff recover_backoff_;
  uint64_t seed_;
};

}  // namespace demarche
