// What the tests of KafkaSource and KafkaSink against a real broker share. The broker's address comes in DEMARCHE_KAFKA
// (and DEMARCHE_KAFKA_SASL: a listener that wants SASL/PLAIN, user "demo", password "secret"); tests/integration/run
// starts it. Each test uses topics and groups of its own.
#pragma once
#include <gmock/gmock.h>
#include <array>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "connectors/kafka/admin.h"
#include "connectors/kafka/sink.h"
#include "connectors/kafka/source.h"
#include "pipeline/base/mutex.h"

namespace demarche::kafka {

Properties Broker();
std::string UniqueName(std::string_view stem);
void MakeTopic(const std::string& name, int partitions, Properties config = {});
// Puts records "0", "1", ... on `topic`, with their number as key too.
void Fill(const std::string& topic, int count, int first = 0);
// The group's committed offsets by partition; -1 where there is none.
std::map<int32_t, int64_t> Committed(const std::string& group, const std::string& topic, int partitions);
// Everything that a read_committed reader sees on the topic, in order per partition: values ("" for null).
std::vector<std::string> ReadAll(const std::string& topic);

struct RecordingListener : RebalanceListener {
  std::vector<std::string> calls;  // "assigned 2"
  std::vector<TopicPartition> assigned;
  void OnAssigned(const std::vector<TopicPartition>& p) override;
  void OnRevoked(const std::vector<TopicPartition>& p) override;
  void OnLost(const std::vector<TopicPartition>& p) override;
};

class RecordingObserver : public Observer {
 public:
  using Observer::On;
  void On(const Note& note) override;
  void On(const PartitionLag& lag) override;
  std::vector<std::string> notes();
  using Lag = std::array<int64_t, 3>;  // committed, processed, end
  std::map<int32_t, Lag> lags();       // by partition

 private:
  Mutex mutex_;
  std::vector<std::string> notes_ ABSL_GUARDED_BY(mutex_);
  std::map<int32_t, Lag> lags_ ABSL_GUARDED_BY(mutex_);
};

// Polls until `count` records have come, or `limit` has passed.
std::vector<RawMessage> Read(KafkaSource& source, size_t count, absl::Duration limit = absl::Seconds(20));
std::vector<std::string> Values(const std::vector<RawMessage>& messages);
OutputRecord Receipt(std::string value);

// One topic in, one topic out, source and sink between them.
struct Relay {
  std::string in = UniqueName("in");
  std::string out = UniqueName("out");
  std::string group = UniqueName("group");
  RecordingListener listener;
  KafkaSourceOptions source_options;
  KafkaSinkOptions sink_options;
  std::unique_ptr<KafkaSource> source;
  std::unique_ptr<KafkaSink> sink;

  explicit Relay(int partitions = 1);
  void Open();
  // Writes the messages to the output and commits them with their offsets.
  absl::Status Publish(const std::vector<RawMessage>& messages);
};

inline std::string Text(const absl::Status& status) { return status.ToString(); }
#define ASSERT_OK(expression)                                 \
  do {                                                        \
    const absl::Status assert_ok_status_ = (expression);      \
    ASSERT_TRUE(assert_ok_status_.ok()) << assert_ok_status_; \
  } while (false)

}  // namespace demarche::kafka
