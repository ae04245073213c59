// KafkaSource and KafkaSink where something is wrong: no broker, wrong credentials, missing topics.
#include <cstdlib>

#include "absl/time/clock.h"
#include "tests/integration/ports_support.h"

namespace demarche::kafka {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

KafkaSourceOptions SourceOptions(Properties properties, std::string topic) {
  KafkaSourceOptions options;
  options.properties = std::move(properties);
  options.group_id = UniqueName("group");
  options.topics = {std::move(topic)};
  return options;
}

// What Poll says within `limit`; OK if nothing but silence.
absl::Status PollFor(KafkaSource& source, absl::Duration limit) {
  const absl::Time deadline = absl::Now() + limit;
  while (absl::Now() < deadline) {
    auto message = source.Poll(absl::Milliseconds(50));
    if (!message.ok()) return message.status();
  }
  return absl::OkStatus();
}

TEST(Trouble, AMissingBrokerIsAwaited) {
  RecordingObserver observer;
  RecordingListener listener;
  KafkaSourceOptions options = SourceOptions({{"bootstrap.servers", "127.0.0.1:1,127.0.0.1:2"}}, "any");
  options.observer = &observer;
  options.request_timeout = absl::Seconds(1);
  KafkaSource source(options);
  ASSERT_OK(source.Open(&listener));
  ASSERT_OK(PollFor(source, absl::Seconds(3)));
  EXPECT_FALSE(source.assigned());
  // One line for the cause, however often it is tried.
  ASSERT_THAT(observer.notes(), SizeIs(1)) << ::testing::PrintToString(observer.notes());
  EXPECT_THAT(observer.notes(), Each(HasSubstr("kafka.bootstrap.servers")));

  RecordingObserver sink_observer;
  KafkaSinkOptions sink_options;
  sink_options.properties = options.properties;
  sink_options.topics.fill("any");
  sink_options.transactional_id = UniqueName("id");
  sink_options.observer = &sink_observer;
  sink_options.request_timeout = absl::Seconds(1);
  KafkaSink sink(sink_options);
  for (int i = 0; i < 2; ++i) {
    const absl::Status down = sink.Open();
    EXPECT_EQ(down.code(), absl::StatusCode::kUnavailable) << down;
    EXPECT_THAT(Text(down), HasSubstr("kafka.bootstrap.servers"));
  }
  EXPECT_THAT(sink_observer.notes(), SizeIs(1)) << ::testing::PrintToString(sink_observer.notes());
}

TEST(Trouble, WrongCredentialsStop) {
  const char* address = std::getenv("DEMARCHE_KAFKA_SASL");
  if (address == nullptr) GTEST_SKIP() << "DEMARCHE_KAFKA_SASL names no SASL listener";
  const std::string topic = UniqueName("topic");
  MakeTopic(topic, 1);
  for (const auto& [password, code] :
       {std::pair("secret", absl::StatusCode::kOk), std::pair("hunter2", absl::StatusCode::kUnauthenticated)}) {
    const Properties properties{{"bootstrap.servers", address},
                                {"security.protocol", "SASL_PLAINTEXT"},
                                {"sasl.mechanism", "PLAIN"},
                                {"sasl.username", "demo"},
                                {"sasl.password", password}};
    RecordingObserver observer;
    RecordingListener listener;
    KafkaSourceOptions options = SourceOptions(properties, topic);
    options.observer = &observer;
    KafkaSource source(options);
    ASSERT_OK(source.Open(&listener));
    const absl::Status polled = PollFor(source, absl::Seconds(4));
    EXPECT_EQ(polled.code(), code) << polled;
    EXPECT_EQ(source.assigned(), code == absl::StatusCode::kOk);
    KafkaSinkOptions sink_options;
    sink_options.properties = properties;
    sink_options.topics.fill(topic);
    sink_options.transactional_id = UniqueName("id");
    sink_options.observer = &observer;
    const absl::Status opened = KafkaSink(sink_options).Open();
    EXPECT_EQ(opened.code(), code) << opened;
    if (code != absl::StatusCode::kOk) {
      EXPECT_THAT(Text(polled), HasSubstr("kafka.sasl.password"));
      EXPECT_THAT(Text(opened), HasSubstr("kafka.sasl.password"));
    }
    EXPECT_THAT(observer.notes(), Each(Not(HasSubstr(password))));
  }
}

TEST(Trouble, AMissingSourceTopicStopsAfterAWhile) {
  RecordingListener listener;
  RecordingObserver observer;
  KafkaSourceOptions options = SourceOptions(Broker(), UniqueName("missing"));
  options.missing_topic_grace = absl::Seconds(1);
  options.observer = &observer;
  KafkaSource source(options);
  ASSERT_OK(source.Open(&listener));
  const absl::Status polled = PollFor(source, absl::Seconds(15));
  EXPECT_EQ(polled.code(), absl::StatusCode::kNotFound) << polled;
  EXPECT_THAT(Text(polled), HasSubstr(options.topics[0]));
  EXPECT_THAT(observer.notes(), SizeIs(1)) << ::testing::PrintToString(observer.notes());
}

TEST(Trouble, ASourceTopicMayComeLate) {
  RecordingListener listener;
  KafkaSourceOptions options = SourceOptions(Broker(), UniqueName("late"));
  options.properties["topic.metadata.refresh.interval.ms"] = "500";
  KafkaSource source(options);
  ASSERT_OK(source.Open(&listener));
  ASSERT_OK(PollFor(source, absl::Seconds(2)));
  MakeTopic(options.topics[0], 1);
  Fill(options.topics[0], 3);
  EXPECT_THAT(Read(source, 3), SizeIs(3));
}

TEST(Trouble, AMissingOutputTopicStops) {
  KafkaSinkOptions options;
  options.properties = Broker();
  options.topics.fill(UniqueName("missing"));
  options.transactional_id = UniqueName("id");
  const absl::Status opened = KafkaSink(options).Open();
  EXPECT_EQ(opened.code(), absl::StatusCode::kNotFound) << opened;
  EXPECT_THAT(Text(opened), HasSubstr(options.topics[0]));
  EXPECT_THAT(Text(opened), HasSubstr("sink.topics"));
}

TEST(Trouble, ABadPatternIsRefused) {
  RecordingListener listener;
  KafkaSource source(SourceOptions(Broker(), "^(unclosed"));
  EXPECT_EQ(source.Open(&listener).code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace demarche::kafka
