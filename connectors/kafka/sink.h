// KafkaSink: results to their topics, and the source's offsets with them (pipeline/runtime/io.h says what each call
// promises).
//
// Exactly once: one transaction from Begin to Commit holds the records and the offsets of the consumer group (KIP-98,
// KIP-447). The transactional id is stable over restarts, so that Open() fences a predecessor that still runs and
// aborts what it left open. At least once: an idempotent producer; Commit waits until every record is acknowledged and
// leaves the offsets to Source::Commit.
//
// Open, Commit and Abort may answer kUnavailable (the broker is away) and go on where they were when called again.
//
// A record that the broker refuses as too large spoils its transaction and the client's sequence numbers with it:
// Commit answers kInvalidArgument, Abort kDataLoss. After that the sink knows that compression does not help, and Write
// itself refuses records of more bytes than their topic takes.
//
// Threads: the publisher's only. `source`, where given, outlives the sink and is used through its any-thread calls.
#pragma once
#include <array>
#include <limits>
#include <memory>
#include <string>

#include "connectors/kafka/client.h"
#include "connectors/kafka/source.h"
#include "pipeline/runtime/io.h"

namespace demarche::kafka {

struct KafkaSinkOptions {
  Properties properties;                         // the configuration's kafka.* map, as the user wrote it
  std::array<std::string, kOutputKinds> topics;  // by OutputKind
  Delivery delivery = Delivery::kExactlyOnce;
  std::string transactional_id;                        // exactly once: required, see DeriveTransactionalId
  KafkaSource* source = nullptr;                       // whose offsets are committed; null: records only
  Observer* observer = nullptr;                        // outlives the sink; may be null
  absl::Duration request_timeout = absl::Seconds(10);  // of one attempt
};

// "demarche-<group>-<instance>". `instance` tells the processes of one group apart and must stay the same when one is
// restarted; empty: the host's name.
std::string DeriveTransactionalId(std::string_view group, std::string_view instance);

class KafkaSink final : public Sink {
 public:
  explicit KafkaSink(KafkaSinkOptions options);
  ~KafkaSink() override;

  absl::Status Open() override;
  absl::Status Begin() override;
  absl::Status Write(OutputRecord& record) override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  absl::Status Abort() override;
  void Close() override;

 private:
  enum class Phase { kIdle, kWriting, kOffsetsSent };

  bool transactional() const { return options_.delivery == Delivery::kExactlyOnce; }
  absl::Status CreateClient();
  absl::Status FindTopics();
  bool BatchesTooLarge();
  void NoteTooLarge(const rd_kafka_message_t* message);
  absl::Status InitTransactions();
  absl::Status SendOffsets(absl::Span<const OffsetCommit> offsets);
  absl::Status CommitTransaction(absl::Span<const OffsetCommit> offsets);
  absl::Status AwaitDeliveries();
  absl::Status CommitAfterFlush();
  absl::Status Flush();
  absl::Status Judge(absl::Status status);
  absl::Status Explain(const absl::Status& timed_out);
  void OnFailedDelivery(const rd_kafka_message_t* message);
  int request_ms() const { return static_cast<int>(absl::ToInt64Milliseconds(options_.request_timeout)); }

  const KafkaSinkOptions options_;
  std::shared_ptr<Client> client_;
  std::array<TopicPtr, kOutputKinds> topics_;
  struct Limit {
    size_t bytes = std::numeric_limits<size_t>::max();  // max.message.bytes of the topic, where we may know it
    bool strict = false;                                // a record over it has been refused
  };
  std::array<Limit, kOutputKinds> limits_;
  size_t batch_bytes_ = 0;  // batch.size where a topic wants smaller ones than the default; 0: as configured
  bool ready_ = false;      // Open() has succeeded with this client
  bool dead_ = false;       // this client is of no more use
  Phase phase_ = Phase::kIdle;
  absl::Duration began_;
  absl::Duration transaction_timeout_;
  absl::Status failed_delivery_;  // since Begin: the first, or the first that is a refusal
};

}  // namespace demarche::kafka
