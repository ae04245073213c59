// KafkaSource against a real broker: what arrives, positions, pausing, groups.
#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "connectors/kafka/producer.h"
#include "tests/integration/ports_support.h"

namespace demarche::kafka {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> Numbers(int first, int end) {
  std::vector<std::string> all;
  for (int i = first; i < end; ++i) all.push_back(std::to_string(i));
  return all;
}

TEST(KafkaSource, DeliversKeysHeadersTombstonesAndTimestamps) {
  Relay relay;
  auto producer = KafkaProducer::Create(Broker(), relay.in, nullptr, absl::Seconds(20));
  ASSERT_TRUE(producer.ok()) << producer.status();
  RawMessage full;
  full.key = std::string_view("k\0y", 3);
  full.value = "body";
  full.headers = {{"a", "1"}, {"a", "2"}, {"null", std::nullopt}, {"empty", ""}};
  full.origin.timestamp_ms = 1234567890123;
  RawMessage tombstone;
  tombstone.key = "gone";
  RawMessage empty;
  empty.value = "";
  for (const RawMessage* m : {&full, &tombstone, &empty}) ASSERT_OK((*producer)->Produce(*m));
  ASSERT_OK((*producer)->Flush(absl::Seconds(20)));
  relay.Open();
  const std::vector<RawMessage> got = Read(*relay.source, 3);
  relay.source->Close();  // the records outlive it
  ASSERT_THAT(got, SizeIs(3));
  EXPECT_EQ(got[0].key, std::string_view("k\0y", 3));
  EXPECT_EQ(got[0].value, "body");
  EXPECT_EQ(got[0].origin.topic, relay.in);
  EXPECT_EQ(got[0].origin.partition, 0);
  EXPECT_EQ(got[0].origin.offset, 0);
  EXPECT_EQ(got[0].origin.timestamp_ms, 1234567890123);
  ASSERT_THAT(got[0].headers, SizeIs(4));
  EXPECT_EQ(got[0].headers[1].name, "a");
  EXPECT_EQ(got[0].headers[1].value, "2");
  EXPECT_EQ(got[0].headers[2].value, std::nullopt);
  EXPECT_EQ(got[0].headers[3].value, "");
  EXPECT_EQ(got[1].value, std::nullopt);
  EXPECT_EQ(got[1].key, "gone");
  EXPECT_EQ(got[2].value, "");
  EXPECT_EQ(got[2].key, std::nullopt);
  EXPECT_GT(got[2].origin.timestamp_ms, 1234567890123);
}

TEST(KafkaSource, RewindsToWhatWasCommitted) {
  Relay relay;
  Fill(relay.in, 100);
  relay.Open();
  std::vector<RawMessage> first = Read(*relay.source, 60);
  first.erase(first.begin() + 40, first.end());
  ASSERT_OK(relay.Publish(first));
  ASSERT_OK(relay.source->Rewind());
  EXPECT_EQ(Values(Read(*relay.source, 60)), Numbers(40, 100));
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, 40)));
}

TEST(KafkaSource, RewindsToTheStartWithoutACommit) {
  Relay relay;
  Fill(relay.in, 50);
  relay.Open();
  ASSERT_THAT(Read(*relay.source, 30), SizeIs(30));
  ASSERT_OK(relay.source->Rewind());
  EXPECT_EQ(Values(Read(*relay.source, 50)), Numbers(0, 50));
}

// Pausing and rewinding in every order must neither skip nor repeat.
TEST(KafkaSource, PausesAndRewinds) {
  for (const absl::Duration soft : {absl::ZeroDuration(), absl::Seconds(1)}) {
    Relay relay;
    relay.source_options.soft_pause = soft;
    Fill(relay.in, 200);
    relay.Open();
    ASSERT_THAT(Read(*relay.source, 50), SizeIs(50));
    const std::vector<TopicPartition> all = relay.listener.assigned;
    const auto silent = [&] {
      for (int i = 0; i < 3; ++i) {
        auto message = relay.source->Poll(absl::Milliseconds(50));
        if (!message.ok() || message->has_value()) return false;
      }
      return true;
    };
    ASSERT_OK(relay.source->Pause(all));
    EXPECT_TRUE(silent());
    ASSERT_OK(relay.source->Resume(all));
    EXPECT_EQ(Values(Read(*relay.source, 10)), Numbers(50, 60)) << "paused, resumed";

    ASSERT_OK(relay.source->Pause(all));
    EXPECT_TRUE(silent());
    ASSERT_OK(relay.source->Rewind());
    EXPECT_TRUE(silent());
    ASSERT_OK(relay.source->Resume(all));
    EXPECT_EQ(Values(Read(*relay.source, 20)), Numbers(0, 20)) << "paused, rewound, resumed";

    ASSERT_OK(relay.source->Rewind());
    ASSERT_OK(relay.source->Pause(all));
    EXPECT_TRUE(silent());
    ASSERT_OK(relay.source->Resume(all));
    EXPECT_EQ(Values(Read(*relay.source, 200)), Numbers(0, 200)) << "rewound, paused at once, resumed";
  }
}

TEST(KafkaSource, StartsAtTheEndAndRemembersIt) {
  Relay relay;
  relay.source_options.start = KafkaSourceOptions::Start::kLatest;
  Fill(relay.in, 10);
  relay.Open();
  EXPECT_THAT(Read(*relay.source, 1, absl::Seconds(2)), IsEmpty());
  ASSERT_THAT(relay.listener.calls, Contains("assigned 1"));
  Fill(relay.in, 5, 100);
  EXPECT_EQ(Values(Read(*relay.source, 5)), Numbers(100, 105));
  relay.source->Close();  // nothing was published
  ASSERT_OK(relay.source->Open(&relay.listener));
  EXPECT_EQ(Values(Read(*relay.source, 5)), Numbers(100, 105));
}

TEST(KafkaSource, ReadsTopicsByPattern) {
  const std::string stem = UniqueName("pattern");
  MakeTopic(stem + ".a", 1);
  MakeTopic(stem + ".b", 1);
  MakeTopic("not-" + stem, 1);
  Fill(stem + ".a", 1, 1);
  Fill(stem + ".b", 1, 2);
  Fill("not-" + stem, 1, 3);
  KafkaSourceOptions options;
  options.properties = Broker();
  options.group_id = UniqueName("group");
  options.topics = {"^" + stem + "\\..*"};
  RecordingListener listener;
  KafkaSource source(options);
  ASSERT_OK(source.Open(&listener));
  EXPECT_THAT(Values(Read(source, 2)), UnorderedElementsAre("1", "2"));
  EXPECT_THAT(listener.assigned, SizeIs(2));
}

// Two members; each partition is given up before it is another's, and what was committed is not read twice.
void SharePartitions(const std::string& strategy) {
  Relay relay(4);
  relay.source_options.properties["partition.assignment.strategy"] = strategy;
  Fill(relay.in, 400);
  relay.Open();
  const std::vector<RawMessage> first = Read(*relay.source, 400);
  ASSERT_THAT(first, SizeIs(400));
  ASSERT_OK(relay.Publish(first));
  RecordingListener second_listener;
  KafkaSource second(relay.source_options);
  ASSERT_OK(second.Open(&second_listener));
  std::atomic<bool> done{false};
  std::thread other([&] {
    while (!done) EXPECT_TRUE(second.Poll(absl::Milliseconds(50)).ok());
  });
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (relay.listener.assigned.size() != 2 && absl::Now() < deadline) {
    auto message = relay.source->Poll(absl::Milliseconds(50));
    ASSERT_TRUE(message.ok()) << message.status();
    EXPECT_FALSE(message->has_value()) << "read twice";
  }
  EXPECT_THAT(relay.listener.assigned, SizeIs(2)) << ::testing::PrintToString(relay.listener.calls);
  EXPECT_THAT(relay.listener.calls, ::testing::Not(Contains(::testing::HasSubstr("lost"))));
  // The first leaves: the second gets all.
  relay.source->Close();
  while (absl::Now() < deadline && !second.assigned()) absl::SleepFor(absl::Milliseconds(20));
  absl::SleepFor(absl::Seconds(1));
  done = true;
  other.join();
  second.Close();
  EXPECT_THAT(second_listener.calls, ::testing::Not(IsEmpty()));
}

TEST(KafkaSource, SharesPartitionsEagerly) { SharePartitions("range,roundrobin"); }
TEST(KafkaSource, SharesPartitionsCooperatively) { SharePartitions("cooperative-sticky"); }

// A static member that comes back within its session finds its partitions where they were, and the other member hears
// nothing of it; one that comes with the name of another takes its place.
TEST(KafkaSource, AStaticMemberComesBackToItsPartitions) {
  Relay relay(4);
  relay.source_options.instance_id = "one";
  relay.Open();
  KafkaSourceOptions options = relay.source_options;
  options.instance_id = "two";
  RecordingListener listener;
  auto second = std::make_unique<KafkaSource>(options);
  ASSERT_OK(second->Open(&listener));
  const auto both_poll = [&](auto done) {
    for (const absl::Time deadline = absl::Now() + absl::Seconds(30); !done() && absl::Now() < deadline;) {
      ASSERT_OK(relay.source->Poll(absl::Milliseconds(50)).status());
      ASSERT_OK(second->Poll(absl::Milliseconds(50)).status());
    }
  };
  both_poll([&] { return relay.listener.assigned.size() == 2 && listener.assigned.size() == 2; });
  ASSERT_THAT(listener.assigned, SizeIs(2));
  const std::vector<TopicPartition> held = listener.assigned;
  const size_t calls = relay.listener.calls.size();
  second->Close();
  second = std::make_unique<KafkaSource>(options);
  listener = {};
  ASSERT_OK(second->Open(&listener));
  both_poll([&] { return !listener.assigned.empty(); });
  EXPECT_EQ(listener.assigned, held);
  EXPECT_EQ(relay.listener.calls.size(), calls) << ::testing::PrintToString(relay.listener.calls);

  RecordingListener usurper_listener;
  KafkaSource usurper(relay.source_options);
  ASSERT_OK(usurper.Open(&usurper_listener));
  absl::Status fenced;
  for (const absl::Time deadline = absl::Now() + absl::Seconds(30); fenced.ok() && absl::Now() < deadline;) {
    ASSERT_OK(usurper.Poll(absl::Milliseconds(50)).status());
    fenced = relay.source->Poll(absl::Milliseconds(50)).status();
  }
  EXPECT_EQ(fenced.code(), absl::StatusCode::kFailedPrecondition) << fenced;
}

TEST(KafkaSource, TellsTheLag) {
  Relay relay;
  RecordingObserver observer;
  relay.source_options.observer = &observer;
  relay.source_options.properties["statistics.interval.ms"] = "100";
  Fill(relay.in, 50);
  relay.Open();
  std::vector<RawMessage> messages = Read(*relay.source, 50);
  messages.erase(messages.begin() + 20, messages.end());
  ASSERT_OK(relay.Publish(messages));
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  const std::map<int32_t, RecordingObserver::Lag> wanted{{0, {30, 30, 50}}};
  while (observer.lags() != wanted && absl::Now() < deadline) {
    ASSERT_TRUE(relay.source->Poll(absl::Milliseconds(50)).ok());
  }
  EXPECT_EQ(observer.lags(), wanted);
}

}  // namespace
}  // namespace demarche::kafka
