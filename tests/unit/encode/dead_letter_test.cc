#include "gtest/gtest.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/encode/encoder.h"
#include "tests/unit/encode/sample.h"

namespace demarche {
namespace {

using Json = nlohmann::json;

OutputRecord Whole(const RawMessage& message, const Failure& failure, EncodeOptions options = SampleOptions()) {
  OutputRecord record = Encoder(std::move(options)).DeadLetter(message, failure);
  Log().Add({record});
  return record;
}

TEST(DeadLetter, KeepsKeyValueAndHeadersUntouched) {
  Sample sample;
  sample.message.key = std::string_view("\xff\x00k", 3);
  sample.message.value = std::string_view("{\"a\":\xc3\x28\x00", 8);
  sample.message.headers.push_back({"null", std::nullopt});
  sample.message.headers.push_back({"binary", std::string("\xfe\x00", 2)});
  const OutputRecord record = Whole(sample.message, {Stage::kDecode, Reason::kInvalidUtf8, "byte 6"});
  EXPECT_EQ(record.kind, OutputKind::kDeadLetter);
  EXPECT_EQ(*record.key, *sample.message.key);
  EXPECT_EQ(*record.value, *sample.message.value);
  ASSERT_GE(record.headers.size(), sample.message.headers.size());
  for (size_t i = 0; i < sample.message.headers.size(); ++i) {
    EXPECT_EQ(record.headers[i].name, sample.message.headers[i].name);
    EXPECT_EQ(record.headers[i].value, sample.message.headers[i].value);
  }
}

TEST(DeadLetter, SaysWhereWhyAndWhenceInHeaders) {
  const Sample sample;
  const OutputRecord record = Whole(sample.message, {Stage::kDecode, Reason::kTruncatedJson, "ends at byte 10"});
  const auto expect = [&record](std::string_view name, std::string_view value) {
    ASSERT_NE(FindHeader(record, name), nullptr) << name;
    EXPECT_EQ(FindHeader(record, name)->value, value);
  };
  expect("demarche-stage", "decode");
  expect("demarche-reason", "truncated_json");
  expect("demarche-message", "ends at byte 10");
  expect("demarche-topic", "news");
  expect("demarche-partition", "3");
  expect("demarche-offset", "42");
  expect("demarche-timestamp", "1700000000000");
  expect("demarche-attempts", "1");
  expect("demarche-extractor", "demarche/0.1.0");
  EXPECT_EQ(FindHeader(record, "demarche-items"), nullptr);  // the whole message
  EXPECT_EQ(FindHeader(record, "demarche-cut"), nullptr);
}

TEST(DeadLetter, ATombstoneStaysOne) {
  Sample sample;
  sample.message.value.reset();
  sample.message.key.reset();
  const OutputRecord record = Whole(sample.message, {Stage::kDecode, Reason::kTombstone, "null value"});
  EXPECT_FALSE(record.value.has_value());
  EXPECT_FALSE(record.key.has_value());
}

TEST(DeadLetter, AReplayCountsItsAttemptsAndReplacesOurHeaders) {
  Sample sample;
  const OutputRecord first = Whole(sample.message, {Stage::kDecode, Reason::kInternal, "x"});
  sample.message.headers = first.headers;
  const OutputRecord second = Whole(sample.message, {Stage::kDecode, Reason::kInternal, "y"});
  EXPECT_EQ(FindHeader(second, "demarche-attempts")->value, "2");
  EXPECT_EQ(FindHeader(second, "demarche-message")->value, "y");
  EXPECT_EQ(second.headers.size(), first.headers.size());
}

TEST(DeadLetter, AReplayOfSomeItemsThatFailsAsAWholeStandsForTheseItemsAgain) {
  Sample sample;
  sample.message.headers.push_back({"demarche-items", "1,3-4"});
  const OutputRecord record = Whole(sample.message, {Stage::kReading, Reason::kTimeLimit, "slow"});
  EXPECT_EQ(FindHeader(record, "demarche-items")->value, "1,3-4");
  EXPECT_EQ(Json::parse(*FindHeader(record, "demarche-failures")->value).size(), 3U);
}

TEST(DeadLetter, NonsenseInAttemptsCountsAsNone) {
  for (const char* nonsense : {"", "-7", "many", "99999999999999999999"}) {
    Sample sample;
    sample.message.headers.push_back({"demarche-attempts", nonsense});
    const OutputRecord record = Whole(sample.message, {Stage::kDecode, Reason::kInternal, ""});
    EXPECT_EQ(FindHeader(record, "demarche-attempts")->value, "1") << nonsense;
  }
}

TEST(DeadLetter, AllBadItemsOfAMessageShareOne) {
  Sample sample;
  std::vector<RejectedItem> rejected;
  for (int32_t item : {7, 0, 3, 8, 9}) {
    rejected.push_back({item, {Stage::kDecode, Reason::kMissingTitleAndText, "item " + std::to_string(item)}});
  }
  WorkResult result;
  Encoder(SampleOptions()).EncodeRejected(sample.message, rejected, &result);
  Log().Add(result.records);
  ASSERT_EQ(result.records.size(), 1U);
  EXPECT_EQ(result.failures.size(), 5U);
  const OutputRecord& record = result.records[0];
  EXPECT_EQ(FindHeader(record, "demarche-items")->value, "0,3,7-9");
  EXPECT_EQ(FindHeader(record, "demarche-reason")->value, "missing_title_and_text");
  const Json failures = Json::parse(*FindHeader(record, "demarche-failures")->value);
  ASSERT_EQ(failures.size(), 5U);
  EXPECT_EQ(failures[1], Json::parse(R"({"item":0,"stage":"decode","reason":"missing_title_and_text",
    "message":"item 0"})"));
  EXPECT_EQ(*record.value, *sample.message.value);
}

TEST(DeadLetter, HeadersStaySmallForAMillionBadItems) {
  Sample sample;
  std::vector<RejectedItem> rejected;
  for (int32_t item = 0; item < 1'000'000; ++item) {
    rejected.push_back({item, {Stage::kDecode, Reason::kWrongType, std::string(100, 'm')}});
  }
  WorkResult result;
  Encoder(SampleOptions()).EncodeRejected(sample.message, rejected, &result);
  EXPECT_LT(result.records.at(0).bytes(), 10'000U);
  EXPECT_EQ(FindHeader(result.records[0], "demarche-items")->value, "0-999999");
}

TEST(DeadLetter, NothingRejectedGivesNone) {
  WorkResult result;
  Encoder(SampleOptions()).EncodeRejected(Sample().message, {}, &result);
  EXPECT_TRUE(result.records.empty());
}

TEST(DeadLetter, TheMessageIsOneLineOfUtf8WhateverItQuotes) {
  const Sample sample;
  const OutputRecord record =
      Whole(sample.message, {Stage::kDecode, Reason::kInvalidJson, "near '\xff\n\x01" + std::string(5000, 'x') + "'"});
  const std::string& message = *FindHeader(record, "demarche-message")->value;
  EXPECT_TRUE(IsValidUtf8(message));
  EXPECT_EQ(message.find('\n'), std::string::npos);
  EXPECT_LT(message.size(), 1100U);
}

TEST(DeadLetter, ALimitCutsTheValueAndSaysSo) {
  Sample sample;
  const std::string big(1000, 'x');
  sample.message.value = big;
  EncodeOptions options = SampleOptions();
  options.max_dead_letter_bytes = 100;
  const OutputRecord record = Whole(sample.message, {Stage::kSource, Reason::kTooLarge, ""}, options);
  EXPECT_EQ(record.value->size(), 100U);
  EXPECT_EQ(FindHeader(record, "demarche-cut")->value, "1000");
}

}  // namespace
}  // namespace demarche
