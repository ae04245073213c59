// KafkaSink against a real broker: transactions, what a reader sees, fencing, records that are too large.
#include "tests/integration/ports_support.h"

namespace demarche::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(KafkaSink, CommitsRecordsAndOffsetsTogether) {
  Relay relay;
  Fill(relay.in, 3);
  relay.Open();
  const std::vector<RawMessage> messages = Read(*relay.source, 3);
  ASSERT_OK(relay.Publish(messages));
  EXPECT_THAT(ReadAll(relay.out), ElementsAre("0", "1", "2"));
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, 3)));
}

TEST(KafkaSink, AbortedRecordsAreInvisible) {
  Relay relay;
  Fill(relay.in, 3);
  relay.Open();
  ASSERT_THAT(Read(*relay.source, 3), SizeIs(3));
  ASSERT_OK(relay.sink->Begin());
  OutputRecord record = Receipt("void");
  ASSERT_OK(relay.sink->Write(record));
  ASSERT_OK(relay.sink->Abort());
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, -1)));
  ASSERT_OK(relay.source->Rewind());
  ASSERT_OK(relay.Publish(Read(*relay.source, 3)));
  EXPECT_THAT(ReadAll(relay.out), ElementsAre("0", "1", "2"));
}

TEST(KafkaSink, CommitsAnEmptyTransaction) {
  Relay relay;
  Fill(relay.in, 2);
  relay.Open();
  const std::vector<RawMessage> messages = Read(*relay.source, 2);
  ASSERT_OK(relay.sink->Begin());
  ASSERT_OK(relay.sink->Commit({}));
  ASSERT_OK(relay.sink->Begin());
  const OffsetCommit only{{relay.in, 0}, 2};
  ASSERT_OK(relay.sink->Commit({&only, 1}));  // offsets, no records
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, 2)));
  ASSERT_OK(relay.sink->Abort());  // nothing is open
}

TEST(KafkaSink, FencesItsPredecessor) {
  Relay relay;
  Fill(relay.in, 2);
  relay.Open();
  const std::vector<RawMessage> messages = Read(*relay.source, 2);
  ASSERT_OK(relay.sink->Begin());
  OutputRecord record = Receipt("by the predecessor");
  ASSERT_OK(relay.sink->Write(record));
  KafkaSink successor(relay.sink_options);
  ASSERT_OK(successor.Open());
  const OffsetCommit two{{relay.in, 0}, 2};
  const absl::Status fenced = relay.sink->Commit({&two, 1});
  EXPECT_EQ(fenced.code(), absl::StatusCode::kFailedPrecondition) << fenced;
  EXPECT_THAT(Text(fenced), HasSubstr("sink.transactional_id"));
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, -1)));
  ASSERT_OK(successor.Begin());
  record = Receipt("by the successor");
  ASSERT_OK(successor.Write(record));
  ASSERT_OK(successor.Commit({}));
  EXPECT_THAT(ReadAll(relay.out), ElementsAre("by the successor"));
}

TEST(KafkaSink, ALostMembershipCommitsNothing) {
  Relay relay;
  Fill(relay.in, 2);
  relay.Open();
  ASSERT_THAT(Read(*relay.source, 2), SizeIs(2));
  relay.source->Close();
  ASSERT_OK(relay.sink->Begin());
  OutputRecord record = Receipt("too late");
  ASSERT_OK(relay.sink->Write(record));
  const OffsetCommit two{{relay.in, 0}, 2};
  EXPECT_EQ(relay.sink->Commit({&two, 1}).code(), absl::StatusCode::kAborted);
  ASSERT_OK(relay.sink->Abort());
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, -1)));
  EXPECT_THAT(ReadAll(relay.out), IsEmpty());
}

TEST(KafkaSink, SaysThatARecordIsTooLarge) {
  for (const Delivery delivery : {Delivery::kExactlyOnce, Delivery::kAtLeastOnce}) {
    Relay relay;
    relay.sink_options.delivery = delivery;
    const std::string small = UniqueName("small");
    MakeTopic(small, 1, {{"max.message.bytes", "4000"}});
    relay.sink_options.topics.fill(small);
    relay.sink_options.properties["compression.type"] = "none";
    relay.Open();
    // The broker refuses it: the transaction is void.
    ASSERT_OK(relay.sink->Begin());
    OutputRecord large = Receipt(std::string(5000, 'x'));
    ASSERT_OK(relay.sink->Write(large));
    const absl::Status refused = relay.sink->Commit({});
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused;
    EXPECT_THAT(Text(refused), HasSubstr("max.message.bytes"));
    const absl::Status aborted = relay.sink->Abort();
    EXPECT_EQ(aborted.code(), absl::StatusCode::kDataLoss) << aborted;  // the client is spoilt
    ASSERT_OK(relay.sink->Open());
    ASSERT_OK(relay.sink->Begin());
    EXPECT_EQ(relay.sink->Write(large).code(), absl::StatusCode::kInvalidArgument) << "it is known now";
    ASSERT_OK(relay.sink->Commit({}));
    // The client refuses it: only the record is.
    ASSERT_OK(relay.sink->Begin());
    OutputRecord huge = Receipt(std::string(2'000'000, 'x'));
    EXPECT_EQ(relay.sink->Write(huge).code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(huge.value->size(), 2'000'000u);
    // Small ones go on, however many fill a batch.
    for (int i = 0; i < 100; ++i) {
      OutputRecord record = Receipt(std::string(1000, 'y'));
      ASSERT_OK(relay.sink->Write(record));
    }
    ASSERT_OK(relay.sink->Commit({}));
    EXPECT_THAT(ReadAll(small), SizeIs(100));
  }
}

TEST(KafkaSink, WritesAtLeastOnceWithoutTransactions) {
  Relay relay;
  relay.source_options.delivery = relay.sink_options.delivery = Delivery::kAtLeastOnce;
  relay.sink_options.transactional_id.clear();
  Fill(relay.in, 100);
  relay.Open();
  ASSERT_OK(relay.Publish(Read(*relay.source, 100)));
  EXPECT_THAT(ReadAll(relay.out), SizeIs(100));
  EXPECT_THAT(Committed(relay.group, relay.in, 1), ElementsAre(std::pair(0, 100)));
}

TEST(KafkaSink, OpensAgain) {
  Relay relay;
  relay.Open();
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK(relay.sink->Begin());
    OutputRecord record = Receipt(std::to_string(i));
    ASSERT_OK(relay.sink->Write(record));
    if (i % 2 == 0) {
      ASSERT_OK(relay.sink->Commit({}));
    }
    ASSERT_OK(relay.sink->Open());  // replaces the client; what was open is void
  }
  EXPECT_THAT(ReadAll(relay.out), ElementsAre("0", "2"));
}

}  // namespace
}  // namespace demarche::kafka
