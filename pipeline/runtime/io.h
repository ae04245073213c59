// The engine's ports: where records come from and where results go. Abstract classes only; connectors implement them,
// the engine owns the calls.
//
// Threads: each Source is used by its poll thread only (Commit: see there); each Sink by the publisher thread only.
// RebalanceListener is called by the poll thread from inside Poll() or Close(). Every call is bounded in time: a port
// that waits for a broker gives up after its own time-out and returns kUnavailable.
//
// Errors, the same for both ports (what the engine does is decided in one place, runtime/fault.h):
//   kUnavailable          transient: try again with backoff
//   kAborted              the transaction must be aborted, the source rewound to its committed offsets, work in flight
//                         dropped
//   kDataLoss             the client is dead (librdkafka's fatal): Close() and Open() it, rewind, go on
//   kFailedPrecondition   fenced by another process with the same transactional.id: stop cleanly with one line
//   kInvalidArgument      from Write: this record is refused (too large); the transaction is as it was before.
//                         From Commit: some record of this transaction was refused by the broker and the transaction
//                         must be aborted; the engine finds out which message by smaller transactions. Either way the
//                         message becomes a dead letter with reason sink_rejected.
//   kOutOfRange           from Poll: the input has ended for good
//   kPermissionDenied, kNotFound, kUnauthenticated   misconfiguration: stop with a line that says what to change
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "pipeline/model/offsets.h"
#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"

namespace demarche {

class RebalanceListener {
 public:
  virtual ~RebalanceListener() = default;
  virtual void OnAssigned(const std::vector<TopicPartition>& partitions) = 0;
  // Called before the partitions are given up: returns when their work in flight is committed or its transaction
  // aborted.
  virtual void OnRevoked(const std::vector<TopicPartition>& partitions) = 0;
  // The partitions are already another's: drop their work, commit nothing of it.
  virtual void OnLost(const std::vector<TopicPartition>& partitions) = 0;
};

class Source {
 public:
  virtual ~Source() = default;
  // Connects and subscribes. `listener` outlives the source.
  virtual absl::Status Open(RebalanceListener* listener) = 0;
  // The next record of any assigned, not paused partition, in offset order within its partition; nullopt after
  // `timeout` without one. kOutOfRange: the input has ended for good (files); nothing follows.
  virtual absl::StatusOr<std::optional<RawMessage>> Poll(absl::Duration timeout) = 0;
  // Stop and restart delivery; polling goes on meanwhile, so that the group membership lives.
  virtual absl::Status Pause(absl::Span<const TopicPartition> partitions) = 0;
  virtual absl::Status Resume(absl::Span<const TopicPartition> partitions) = 0;
  // Delivery of all assigned partitions starts again at their committed offsets.
  virtual absl::Status Rewind() = 0;
  // At-least-once only: commits without a transaction, synchronously; called after Sink::Commit has returned OK for the
  // same offsets. Thread: the publisher's, while the poll thread may be in Poll; never while it is in Close or Open.
  virtual absl::Status Commit(absl::Span<const OffsetCommit> offsets) = 0;
  // Leaves the group and releases the client. After it only Open is allowed (a dead client is replaced by Close and
  // Open); calling it twice, or before Open, does nothing.
  virtual void Close() = 0;
};

class Sink {
 public:
  virtual ~Sink() = default;
  // Connects; with transactions: fences older processes of the same transactional.id. Also called again to replace a
  // dead client.
  virtual absl::Status Open() = 0;
  virtual absl::Status Begin() = 0;
  // Hands one record to the client. kUnavailable: its buffer is full, try again. The record is consumed only if OK is
  // returned.
  virtual absl::Status Write(OutputRecord& record) = 0;
  // Exactly once: all that was written since Begin and these offsets become visible together. kUnavailable: the outcome
  // is not known yet; the engine calls Commit again with the same offsets until it is.
  // At least once: returns when all that was written is acknowledged; the offsets are not used (the engine gives them
  // to Source::Commit next).
  virtual absl::Status Commit(absl::Span<const OffsetCommit> offsets) = 0;
  // Nothing written since Begin becomes visible. Without an open transaction it does nothing.
  virtual absl::Status Abort() = 0;
  // Releases the client. With a transaction open it may try to abort it, for a second at the most.
  virtual void Close() = 0;
};

}  // namespace demarche
