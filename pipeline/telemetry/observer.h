// Observer: one struct per thing that happens, one call to tell it. Metrics and logs are implementations; tests record.
// Threads: every call may come from any thread at any time; implementations do not block (per-thread shards,
// rate-limited logs). Structs hold views: they are valid during the call only.
#pragma once
#include <cstdint>
#include <string_view>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "pipeline/model/offsets.h"
#include "pipeline/model/output_record.h"

namespace demarche {

struct MessageRead {  // poll thread, for each record
  std::string_view topic;
  size_t bytes = 0;
};
struct DocumentDone {  // worker, for each record
  const WorkResult* result = nullptr;
  size_t bytes = 0;        // of the record
  absl::Duration elapsed;  // in the worker
};
struct DocumentTimedOut {  // watchdog
  std::string_view topic;
  int32_t partition = 0;
  int64_t offset = 0;
  absl::Duration limit;
};
struct TransactionCommitted {  // publisher
  uint64_t records_by_kind[kOutputKinds] = {};
  uint64_t bytes = 0;
  absl::Duration elapsed;  // from begin to committed
  absl::Duration oldest;   // age of the oldest record in it, from read to committed
  absl::Span<const OffsetCommit> offsets;
};
struct TransactionAborted {
  std::string_view reason;
};
struct RecordRejected {  // publisher: the sink refused a record of this message, which becomes a dead letter
                         // (sink_rejected)
  std::string_view topic;
  int32_t partition = 0;
  int64_t offset = 0;
  std::string_view reason;
};
struct Retried {
  std::string_view
      operation;  // "open", "poll", "rewind", "pause", "begin", "write", "commit", "abort", "recover": a fixed set
  int attempt = 0;
  absl::Duration delay;
  std::string_view reason;
};
struct ClientOpened {     // a client is connected for the first time; sink: transactions are ready
  std::string_view side;  // "source" or "sink"
};
struct ClientReopened {   // after a fatal error
  std::string_view side;  // "source" or "sink"
  std::string_view reason;
};
struct Rebalanced {
  std::string_view kind;  // "assigned", "revoked", "lost"
  absl::Span<const TopicPartition> partitions;
};
struct FlowChanged {  // back-pressure
  bool paused = false;
  uint64_t bytes_in_flight = 0;
};
struct EngineGauges {  // supervisor, a few times a second
  uint64_t bytes_in_flight = 0;
  uint64_t messages_in_flight = 0;
  uint64_t queue_messages = 0;
  int workers_busy = 0;
  int workers = 0;
  absl::Duration since_poll;  // since the poll thread last came round; zero while it does not poll yet or any more
};
struct PartitionLag {  // every few seconds, for each partition that is fetched
  std::string_view topic;
  int32_t partition = 0;
  int64_t committed_lag = -1;  // records between the group's offset, as the broker has it, and the end; -1 unknown
  int64_t end_offset = -1;
  int64_t processed_lag = -1;  // between what this process has settled, by its own books, and the end; -1 unknown
};
struct Note {  // anything else a person should read: one line a cause
  enum class Level : uint8_t { kInfo, kWarning, kError };
  Level level = Level::kInfo;
  std::string_view component;  // "kafka.source", "engine", "config"
  std::string_view text;
};

class Observer {
 public:
  virtual ~Observer() = default;
  virtual void On(const MessageRead&) {}
  virtual void On(const DocumentDone&) {}
  virtual void On(const DocumentTimedOut&) {}
  virtual void On(const TransactionCommitted&) {}
  virtual void On(const TransactionAborted&) {}
  virtual void On(const RecordRejected&) {}
  virtual void On(const Retried&) {}
  virtual void On(const ClientOpened&) {}
  virtual void On(const ClientReopened&) {}
  virtual void On(const Rebalanced&) {}
  virtual void On(const FlowChanged&) {}
  virtual void On(const EngineGauges&) {}
  virtual void On(const PartitionLag&) {}
  virtual void On(const Note&) {}
};

}  // namespace demarche
