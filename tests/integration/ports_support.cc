#include "tests/integration/ports_support.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "absl/time/clock.h"
#include "connectors/kafka/partition_list.h"
#include "connectors/kafka/producer.h"

namespace demarche::kafka {

Properties Broker() {
  const char* address = std::getenv("DEMARCHE_KAFKA");
  if (address == nullptr) {
    ADD_FAILURE() << "DEMARCHE_KAFKA names no broker; start this through tests/integration/run";
    return {{"bootstrap.servers", "127.0.0.1:1"}};
  }
  return {{"bootstrap.servers", address}};
}

std::string UniqueName(std::string_view stem) {
  static std::atomic<int> next{0};
  return fmt::format("{}-{}-{}", stem, getpid(), next++);
}

void MakeTopic(const std::string& name, int partitions, Properties config) {
  const TopicSpec spec{name, partitions, 1, std::move(config)};
  const absl::Status made = CreateMissingTopics(Broker(), {&spec, 1}, nullptr, absl::Seconds(20));
  ASSERT_TRUE(made.ok()) << made;
}

void Fill(const std::string& topic, int count, int first) {
  auto producer = KafkaProducer::Create(Broker(), topic, nullptr, absl::Seconds(20));
  ASSERT_TRUE(producer.ok()) << producer.status();
  for (int i = first; i < first + count; ++i) {
    const std::string text = std::to_string(i);
    RawMessage record;
    record.key = text;
    record.value = text;
    ASSERT_OK((*producer)->Produce(record));
  }
  ASSERT_OK((*producer)->Flush(absl::Seconds(20)));
  ASSERT_EQ((*producer)->delivered(), static_cast<uint64_t>(count));
}

std::map<int32_t, int64_t> Committed(const std::string& group, const std::string& topic, int partitions) {
  Properties properties = EffectiveProperties(Broker(), Side::kConsumer, Delivery::kExactlyOnce);
  properties["group.id"] = group;
  auto client = Client::Create(Side::kConsumer, properties, "test", nullptr, {});
  std::vector<TopicPartition> wanted;
  for (int i = 0; i < partitions; ++i) wanted.push_back({topic, i});
  const PartitionListPtr list = ToList(wanted);
  EXPECT_EQ(rd_kafka_committed((*client)->get(), list.get(), 20000), RD_KAFKA_RESP_ERR_NO_ERROR);
  std::map<int32_t, int64_t> offsets;
  for (const auto& p : Elements(list.get())) offsets[p.partition] = p.offset < 0 ? -1 : p.offset;
  return offsets;
}

std::vector<std::string> ReadAll(const std::string& topic) {
  KafkaSourceOptions options;
  options.properties = Broker();
  options.group_id = UniqueName("reader");
  options.topics = {topic};
  RecordingListener listener;
  KafkaSource source(options);
  EXPECT_TRUE(source.Open(&listener).ok());
  std::vector<std::string> values;
  // A topic has been read to its end when nothing has come for a while after the assignment.
  absl::Time quiet_since = absl::Now();
  while (listener.assigned.empty() || absl::Now() - quiet_since < absl::Seconds(1)) {
    auto message = source.Poll(absl::Milliseconds(100));
    EXPECT_TRUE(message.ok()) << message.status();
    if (!message.ok()) break;
    if (listener.assigned.empty() || message->has_value()) quiet_since = absl::Now();
    if (message->has_value()) values.emplace_back((*message)->value.value_or(""));
  }
  return values;
}

void RecordingListener::OnAssigned(const std::vector<TopicPartition>& p) {
  calls.push_back(fmt::format("assigned {}", p.size()));
  assigned.insert(assigned.end(), p.begin(), p.end());
}
void RecordingListener::OnRevoked(const std::vector<TopicPartition>& p) {
  calls.push_back(fmt::format("revoked {}", p.size()));
  for (const TopicPartition& gone : p) std::erase(assigned, gone);
}
void RecordingListener::OnLost(const std::vector<TopicPartition>& p) {
  calls.push_back(fmt::format("lost {}", p.size()));
  for (const TopicPartition& gone : p) std::erase(assigned, gone);
}

void RecordingObserver::On(const Note& note) {
  MutexLock lock(&mutex_);
  notes_.emplace_back(note.text);
}
void RecordingObserver::On(const PartitionLag& lag) {
  MutexLock lock(&mutex_);
  lags_[lag.partition] = {lag.committed_lag, lag.processed_lag, lag.end_offset};
}
std::vector<std::string> RecordingObserver::notes() {
  MutexLock lock(&mutex_);
  return notes_;
}
std::map<int32_t, RecordingObserver::Lag> RecordingObserver::lags() {
  MutexLock lock(&mutex_);
  return lags_;
}

std::vector<RawMessage> Read(KafkaSource& source, size_t count, absl::Duration limit) {
  std::vector<RawMessage> messages;
  const absl::Time deadline = absl::Now() + limit;
  while (messages.size() < count && absl::Now() < deadline) {
    auto message = source.Poll(absl::Milliseconds(100));
    EXPECT_TRUE(message.ok()) << message.status();
    if (!message.ok()) break;
    if (message->has_value()) messages.push_back(*std::move(*message));
  }
  return messages;
}

std::vector<std::string> Values(const std::vector<RawMessage>& messages) {
  std::vector<std::string> values;
  for (const RawMessage& m : messages) values.emplace_back(m.value.value_or(""));
  return values;
}

OutputRecord Receipt(std::string value) {
  OutputRecord record;
  record.kind = OutputKind::kReceipt;
  record.value = std::move(value);
  return record;
}

Relay::Relay(int partitions) {
  MakeTopic(in, partitions);
  MakeTopic(out, partitions);
  source_options.properties = Broker();
  source_options.group_id = group;
  source_options.topics = {in};
  sink_options.properties = Broker();
  sink_options.topics.fill(out);
  sink_options.transactional_id = DeriveTransactionalId(group, "1");
}

void Relay::Open() {
  source = std::make_unique<KafkaSource>(source_options);
  sink_options.source = source.get();
  sink = std::make_unique<KafkaSink>(sink_options);
  ASSERT_OK(sink->Open());
  ASSERT_OK(source->Open(&listener));
}

absl::Status Relay::Publish(const std::vector<RawMessage>& messages) {
  if (absl::Status s = sink->Begin(); !s.ok()) return s;
  std::map<TopicPartition, int64_t> next;
  for (const RawMessage& m : messages) {
    OutputRecord record = Receipt(std::string(m.value.value_or("")));
    if (absl::Status s = sink->Write(record); !s.ok()) return s;
    next[{m.origin.topic, m.origin.partition}] = m.origin.offset + 1;
  }
  std::vector<OffsetCommit> offsets;
  for (const auto& [partition, offset] : next) offsets.push_back({partition, offset});
  if (absl::Status s = sink->Commit(offsets); !s.ok()) return s;
  return sink_options.delivery == Delivery::kExactlyOnce ? absl::OkStatus() : source->Commit(offsets);
}

}  // namespace demarche::kafka
