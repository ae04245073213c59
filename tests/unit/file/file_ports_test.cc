// FileSource and FileSink as ports, alone and with the engine between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "connectors/file/sink.h"
#include "connectors/file/source.h"
#include "pipeline/runtime/engine.h"
#include "tests/unit/file/temp_file.h"

namespace demarche::file {
namespace {

class Listener : public RebalanceListener {
 public:
  void OnAssigned(const std::vector<TopicPartition>& p) override { assigned = p; }
  void OnRevoked(const std::vector<TopicPartition>& p) override { revoked = p; }
  void OnLost(const std::vector<TopicPartition>&) override {}
  std::vector<TopicPartition> assigned, revoked;
};

// "VALUE@OFFSET", or the code's name.
std::string Poll(FileSource* source) {
  const auto message = source->Poll(absl::ZeroDuration());
  if (!message.ok()) return absl::StatusCodeToString(message.status().code());
  if (!message->has_value()) return "none";
  return std::string(*(*message)->value) + "@" + std::to_string((*message)->origin.offset);
}

TEST(FileSource, ReadsFilesOneAfterAnother) {
  const TempFile first("1\n2\n");
  const TempFile second("[3, 4]");
  FileSource source({first.path(), second.path()});
  Listener listener;
  ASSERT_TRUE(source.Open(&listener).ok());
  EXPECT_EQ(listener.assigned, (std::vector<TopicPartition>{{first.path(), 0}, {second.path(), 0}}));
  std::vector<std::string> polled;
  for (int i = 0; i < 5; ++i) polled.push_back(Poll(&source));
  EXPECT_THAT(polled, testing::ElementsAre("1@0", "2@1", "3@0", "4@1", "OUT_OF_RANGE"));
  source.Close();
  EXPECT_EQ(listener.revoked.size(), 2u);
}

TEST(FileSource, RewindsToWhatIsSettled) {
  const TempFile file("1\n2\n3\n");
  FileSource source({file.path()});
  Listener listener;
  ASSERT_TRUE(source.Open(&listener).ok());
  EXPECT_EQ(Poll(&source), "1@0");
  EXPECT_EQ(Poll(&source), "2@1");
  ASSERT_TRUE(source.Commit({{{file.path(), 0}, 1}}).ok());
  ASSERT_TRUE(source.Rewind().ok());
  EXPECT_EQ(Poll(&source), "2@1");
  EXPECT_EQ(Poll(&source), "3@2");
  EXPECT_EQ(Poll(&source), "OUT_OF_RANGE");
  ASSERT_TRUE(source.Rewind().ok());
  EXPECT_EQ(Poll(&source), "2@1");
}

TEST(FileSource, AMissingFileIsToldAtTheStart) {
  const TempFile file("1\n");
  FileSource source({file.path(), "/nowhere/x"});
  Listener listener;
  EXPECT_EQ(source.Open(&listener).code(), absl::StatusCode::kNotFound);
}

TEST(FileSource, ACorruptFileStops) {
  const TempFile file("\x1f\x8b\x08\x01rubbish");
  FileSource source({file.path()});
  Listener listener;
  ASSERT_TRUE(source.Open(&listener).ok());
  EXPECT_EQ(Poll(&source), "UNKNOWN");
}

OutputRecord Make(OutputKind kind, std::optional<std::string> key, std::optional<std::string> value) {
  OutputRecord record;
  record.kind = kind;
  record.key = std::move(key);
  record.value = std::move(value);
  record.headers.push_back({"h", std::nullopt});
  return record;
}

TEST(FileSink, LinesSayWhatTheyAre) {
  std::string line;
  AppendLine(Make(OutputKind::kStatement, "a\"b", "{\"x\":1}"), &line);
  EXPECT_EQ(line, R"({"kind":"statement","key":"a\"b","value":{"x":1},"headers":[["h",null]]})");
  line.clear();
  AppendLine(Make(OutputKind::kDeadLetter, std::nullopt, "{\"x\":\xFF\xFE"), &line);
  EXPECT_EQ(line, R"({"kind":"dead-letter","key":null,"value":{"base64":"eyJ4Ijr//g=="},"headers":[["h",null]]})");
}

TEST(FileSink, WhatIsAbortedIsNotWritten) {
  const TempFile all;
  FileSinkOptions options;
  for (std::string& path : options.paths) path = all.path();
  FileSink sink(options);
  ASSERT_TRUE(sink.Open().ok());
  for (const char* value : {"1", "2"}) {
    OutputRecord record = Make(OutputKind::kReceipt, std::nullopt, value);
    ASSERT_TRUE(sink.Begin().ok());
    ASSERT_TRUE(sink.Write(record).ok());
    EXPECT_EQ(all.bytes(), "");
    if (*value == '1') {
      ASSERT_TRUE(sink.Abort().ok());
    } else {
      ASSERT_TRUE(sink.Commit({}).ok());
    }
  }
  EXPECT_EQ(all.bytes(), "{\"kind\":\"receipt\",\"key\":null,\"value\":2,\"headers\":[[\"h\",null]]}\n");
}

TEST(FileSink, AFolderThatIsMissingSaysSo) {
  FileSinkOptions options;
  options.paths[0] = "/nowhere/x";
  EXPECT_EQ(FileSink(options).Open().code(), absl::StatusCode::kNotFound);
}

TEST(FilePorts, TheEngineCopiesAFileInOrder) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(i) + "\n";
  const TempFile in(text);
  const TempFile out;
  FileSource source({in.path()});
  FileSinkOptions sink_options;
  sink_options.paths[static_cast<int>(OutputKind::kReceipt)] = out.path();
  FileSink sink(sink_options);
  Observer observer;
  EngineOptions options;
  options.workers = 3;
  options.delivery = Delivery::kAtLeastOnce;
  options.commit_bytes = 1000;
  const auto work = [](const RawMessage& message, const CancelToken&) {
    WorkResult result;
    result.records.push_back(Make(OutputKind::kReceipt, std::nullopt, std::string(*message.value)));
    return result;
  };
  Engine engine(
      options, source, sink, [&] { return work; }, [](const RawMessage&, const Failure&) { return OutputRecord(); },
      observer);
  ASSERT_TRUE(engine.Run().ok());
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    AppendLine(Make(OutputKind::kReceipt, std::nullopt, std::to_string(i)), &expected);
    expected += '\n';
  }
  EXPECT_EQ(out.bytes(), expected);
}

}  // namespace
}  // namespace demarche::file
