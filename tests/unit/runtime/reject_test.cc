// Results that the sink refuses: the message becomes one dead letter, and nothing else of it is seen.
#include <gtest/gtest.h>

#include "tests/unit/runtime/harness.h"

namespace demarche {
namespace {

// A statement and a receipt of each message.
WorkResult Two(const RawMessage& message, const CancelToken&) {
  WorkResult result;
  result.records.push_back(Receipt(message));
  result.records.back().kind = OutputKind::kStatement;
  result.records.push_back(Receipt(message));
  return result;
}

std::vector<OutputRecord> Of(const memory::Broker& broker, std::string_view key) {
  std::vector<OutputRecord> found;
  for (OutputRecord& record : broker.outputs()) {
    if (record.key == key) found.push_back(std::move(record));
  }
  return found;
}

void ExpectOneDeadLetter(const Rig& rig, std::string_view value) {
  EXPECT_EQ(CheckLedger(rig.broker), "");
  const std::vector<OutputRecord> found = Of(rig.broker, "0:3");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, OutputKind::kDeadLetter);
  EXPECT_EQ(*found[0].value, value);
}

TEST(Reject, AtItsFirstRecordTheMessageBecomesADeadLetterInPlace) {
  Rig rig(1, 10);
  rig.work = Two;
  rig.sink.refuse_write = [](const OutputRecord& r) { return r.kind == OutputKind::kStatement && *r.key == "0:3"; };
  EXPECT_TRUE(rig.Run().ok());
  ExpectOneDeadLetter(rig, "sink_rejected|7|record too large");
  EXPECT_EQ(rig.recorder.aborted(), 0);
  EXPECT_EQ(rig.recorder.rejected(), 1);
}

TEST(Reject, AtALaterRecordWhatIsWrittenOfItIsTakenBack) {
  Rig rig(1, 10);
  rig.work = Two;
  rig.sink.refuse_write = [](const OutputRecord& r) { return r.kind == OutputKind::kReceipt && *r.key == "0:3"; };
  EXPECT_TRUE(rig.Run().ok());
  ExpectOneDeadLetter(rig, "sink_rejected|7|record too large");
  EXPECT_EQ(rig.recorder.aborted(), 1);
}

TEST(Reject, AtTheCommitTheMessageIsFoundBySmallerTransactions) {
  Rig rig(2, 40);
  rig.work = Two;
  rig.options.commit_interval = absl::Hours(1);
  rig.sink.refuse_commit = [](const OutputRecord& r) { return r.kind == OutputKind::kReceipt && *r.key == "0:3"; };
  EXPECT_TRUE(rig.Run().ok());
  ExpectOneDeadLetter(rig, "sink_rejected|7|record too large for the topic");
  EXPECT_EQ(rig.recorder.rejected(), 1);
}

class RejectDeadLetter : public testing::TestWithParam<bool> {};

TEST_P(RejectDeadLetter, OneThatIsTooLargeIsCut) {
  const bool at_commit = GetParam();
  Rig rig(1, 3);
  rig.broker.Append(P(0), std::string(100'000, 'x'));
  rig.broker.Append(P(0), "after");
  rig.work = [](const RawMessage& message, const CancelToken& token) {
    if (message.origin.offset != 3) return OneReceipt(message, token);
    WorkResult result;
    result.failures.push_back({Stage::kDecode, Reason::kInvalidJson, "at byte 0"});
    result.records.push_back(DeadLetter(message, result.failures[0]));
    return result;
  };
  (at_commit ? rig.sink.refuse_commit : rig.sink.refuse_write) = [](const OutputRecord& r) {
    return r.value->find("|100000|") != std::string::npos;
  };
  EXPECT_TRUE(rig.Run().ok());
  ExpectOneDeadLetter(rig,
                      "invalid_json|16384|at byte 0 (the sink refused the whole of it; original of 100000 bytes cut to "
                      "16384)");
}

// What a replay goes by is kept: that the value is not whole, and how often the record has failed.
TEST(Reject, ACutDeadLetterSaysSo) {
  const auto headers_of = [](const OutputRecord& record) {
    std::string all;
    for (const Header& header : record.headers) all += header.name + "=" + *header.value + " ";
    return all;
  };
  Rejects rejects([](const RawMessage& message, const Failure& failure) {
    OutputRecord record = DeadLetter(message, failure);
    record.headers = message.headers;
    return record;
  });
  Sequencer sequencer;
  Item item;
  const std::string value(100'000, 'x');
  item.message.origin = {kTopic, 0, 3, -1};
  item.message.value = value;
  item.message.headers = {{"demarche-attempts", "2"}, {"demarche-items", "1"}, {"large", value}};
  item.partition = sequencer.Find(kTopic, 0);
  EXPECT_TRUE(rejects.Add(item, "too large"));
  EXPECT_EQ(rejects.DeadLetter(item).headers.size(), 3U);
  EXPECT_TRUE(rejects.Add(item, "too large"));
  EXPECT_EQ(headers_of(rejects.DeadLetter(item)), "demarche-attempts=2 demarche-items=1 demarche-cut=100000 ");
  EXPECT_TRUE(rejects.Add(item, "too large"));
  EXPECT_EQ(headers_of(rejects.DeadLetter(item)), "demarche-attempts=2 demarche-cut=100000 ");
  EXPECT_FALSE(rejects.Add(item, "too large"));
}

INSTANTIATE_TEST_SUITE_P(AtWriteAndAtCommit, RejectDeadLetter, testing::Bool());

TEST(Reject, ASinkThatTakesNoDeadLetterAtAllStopsTheEngine) {
  Rig rig(1, 10);
  rig.sink.refuse_write = [](const OutputRecord& r) { return *r.key == "0:3"; };
  EXPECT_EQ(rig.Run().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_LE(rig.broker.committed(P(0)), 3);
}

}  // namespace
}  // namespace demarche
