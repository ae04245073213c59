// The whole way through source and sink on the embedded broker: what the demo does.
#include "connectors/kafka/embedded_broker.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "connectors/kafka/producer.h"
#include "connectors/kafka/sink.h"
#include "connectors/kafka/source.h"

namespace demarche::kafka {
namespace {

struct Listener : RebalanceListener {
  void OnAssigned(const std::vector<TopicPartition>&) override {}
  void OnRevoked(const std::vector<TopicPartition>&) override {}
  void OnLost(const std::vector<TopicPartition>&) override {}
};

std::vector<RawMessage> Read(KafkaSource& source, size_t count) {
  std::vector<RawMessage> messages;
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (messages.size() < count && absl::Now() < deadline) {
    auto message = source.Poll(absl::Milliseconds(100));
    EXPECT_TRUE(message.ok()) << message.status();
    if (!message.ok()) break;
    if (message->has_value()) messages.push_back(*std::move(*message));
  }
  return messages;
}

TEST(EmbeddedBroker, CarriesRecordsThroughSourceAndSink) {
#ifdef __SANITIZE_THREAD__
  GTEST_SKIP() << "librdkafka starts its threads by thrd_create, which g++ 12's thread sanitizer does not know";
#endif
  auto broker = EmbeddedBroker::Start({"in", "out"}, 2, nullptr);
  ASSERT_TRUE(broker.ok()) << broker.status();
  const Properties properties{{"bootstrap.servers", (*broker)->bootstrap()}};
  auto producer = KafkaProducer::Create(properties, "in", nullptr, absl::Seconds(30));
  ASSERT_TRUE(producer.ok()) << producer.status();
  for (int i = 0; i < 50; ++i) {
    const std::string text = std::to_string(i);
    RawMessage record;
    record.key = text;
    record.value = text;
    ASSERT_TRUE((*producer)->Produce(record).ok());
  }
  ASSERT_TRUE((*producer)->Flush(absl::Seconds(30)).ok());
  EXPECT_EQ((*producer)->delivered(), 50u);

  Listener listener;
  KafkaSourceOptions in{.properties = properties, .group_id = "g", .topics = {"in"}};
  KafkaSource source(in);
  KafkaSinkOptions out{.properties = properties, .transactional_id = "t", .source = &source};
  out.topics.fill("out");
  KafkaSink sink(out);
  const absl::Status opened = sink.Open();
  ASSERT_TRUE(opened.ok()) << opened;
  ASSERT_TRUE(source.Open(&listener).ok());
  const std::vector<RawMessage> messages = Read(source, 50);
  ASSERT_EQ(messages.size(), 50u);
  const absl::Status begun = sink.Begin();
  ASSERT_TRUE(begun.ok()) << begun;
  std::map<int32_t, int64_t> next;
  for (const RawMessage& m : messages) {
    OutputRecord record{.kind = OutputKind::kReceipt, .value = std::string(*m.value)};
    ASSERT_TRUE(sink.Write(record).ok());
    next[m.origin.partition] = m.origin.offset + 1;
  }
  std::vector<OffsetCommit> offsets;
  for (const auto& [partition, offset] : next) offsets.push_back({{"in", partition}, offset});
  const absl::Status committed = sink.Commit(offsets);
  ASSERT_TRUE(committed.ok()) << committed;

  in.group_id = "check";
  in.topics = {"out"};
  KafkaSource check(in);
  ASSERT_TRUE(check.Open(&listener).ok());
  EXPECT_EQ(Read(check, 50).size(), 50u);
}

}  // namespace
}  // namespace demarche::kafka
