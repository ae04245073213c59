// What a record is in each layout, plain and compressed, whole and broken.
#include "connectors/file/record_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <utility>
#include <vector>

#include "connectors/file/json_extent.h"
#include "tests/unit/file/temp_file.h"

namespace demarche::file {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Gives a text in pieces of `step` bytes.
class Pieces : public ByteStream {
 public:
  Pieces(std::string text, size_t step) : text_(std::move(text)), step_(step) {}
  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    const size_t n = std::min({size, step_, text_.size() - at_});
    std::memcpy(out, text_.data() + at_, n);
    at_ += n;
    return n;
  }

 private:
  std::string text_;
  size_t step_;
  size_t at_ = 0;
};

std::vector<std::string> All(RecordReader* reader) {
  std::vector<std::string> records;
  while (true) {
    const auto record = reader->Next();
    EXPECT_TRUE(record.ok()) << record.status();
    if (!record.ok() || !record->has_value()) return records;
    records.emplace_back(**record);
  }
}

std::vector<std::string> Split(const std::string& text, size_t max = RecordReader::kMaxRecordBytes,
                               size_t step = 1 << 20) {
  auto reader = RecordReader::Over(std::make_unique<Pieces>(text, step), max);
  EXPECT_TRUE(reader.ok());
  return All(reader->get());
}

std::vector<std::string> ReadFile(const std::string& path) {
  auto reader = RecordReader::Open(path);
  EXPECT_TRUE(reader.ok()) << reader.status();
  return All(reader->get());
}

TEST(RecordReader, Lines) {
  EXPECT_THAT(Split("{\"a\":1}\n{\"b\":2}\n"), ElementsAre("{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(Split("{\"a\":1}\r\n\r\n  \n{\"b\":2}"), ElementsAre("{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(Split("{\"one\":1}"), ElementsAre("{\"one\":1}"));
  EXPECT_THAT(Split("not json\n{}\n"), ElementsAre("not json", "{}"));
  EXPECT_THAT(Split("[1]\n[2]\n"), ElementsAre("[1]", "[2]"));
  EXPECT_THAT(Split(""), IsEmpty());
  EXPECT_THAT(Split("\n \n"), IsEmpty());
}

TEST(RecordReader, ABrokenLineDoesNotSwallowItsNeighbours) {
  EXPECT_THAT(Split("{\"a\": \"cut off\n{\"b\":2}\n{\"c\":3}\n"),
              ElementsAre("{\"a\": \"cut off", "{\"b\":2}", "{\"c\":3}"));
  EXPECT_THAT(Split("{\"a\":1}\n{\"b\": \"cut off\n{\"c\":3}\n"),
              ElementsAre("{\"a\":1}", "{\"b\": \"cut off", "{\"c\":3}"));
}

TEST(RecordReader, OneValueOverManyLines) {
  const std::string pretty = "{\n  \"a\": [1, 2],\n  \"b\": \"}\\\"\"\n}";
  EXPECT_THAT(Split(pretty + "\n"), ElementsAre(pretty));
  EXPECT_THAT(Split(pretty + "\n" + pretty), ElementsAre(pretty, pretty));
  EXPECT_THAT(Split("{\n\"a\": 1"), ElementsAre("{\n\"a\": 1"));
}

TEST(RecordReader, AnArrayGivesItsElements) {
  EXPECT_THAT(Split("[{\"a\":1},{\"b\":[2]}]"), ElementsAre("{\"a\":1}", "{\"b\":[2]}"));
  EXPECT_THAT(Split("[\n  {\"a\": 1},\n  {\"b\": \"]\"}\n]\n"), ElementsAre("{\"a\": 1}", "{\"b\": \"]\"}"));
  EXPECT_THAT(Split("[\n{\"a\":1},\n{\"b\":2}\n]\n"), ElementsAre("{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(Split("[{\"a\":1},\n {\"b\":2}, 3, null,\"x\"]"),
              ElementsAre("{\"a\":1}", "{\"b\":2}", "3", "null", "\"x\""));
  EXPECT_THAT(Split("[]"), IsEmpty());
  EXPECT_THAT(Split("[{\"a\":1},\n {\"b\":"), ElementsAre("{\"a\":1}", "{\"b\":"));
}

TEST(RecordReader, AByteOrderMarkStaysWithItsRecord) {
  EXPECT_THAT(Split("\xEF\xBB\xBF{\"a\":1}\n{\"b\":2}\n"), ElementsAre("\xEF\xBB\xBF{\"a\":1}", "{\"b\":2}"));
  EXPECT_THAT(Split("\xEF\xBB\xBF{\n\"a\":1}"), ElementsAre("\xEF\xBB\xBF{\n\"a\":1}"));
  EXPECT_THAT(Split("\xEF\xBB\xBF[{\"a\":1}]"), ElementsAre("{\"a\":1}"));
}

TEST(RecordReader, HowTheBytesArriveMakesNoDifference) {
  const std::vector<std::string> texts = {"{\"a\":1}\n{\"b\":\"x\\\"y\"}\n\nrest", "[{\"a\":1},\n{\"b\":2} , 7]",
                                          "{\n\"a\": {\"b\": [1]}}\n{\n\"c\": 2}"};
  for (const std::string& text : texts) {
    for (const size_t step : {1, 2, 3, 7}) EXPECT_EQ(Split(text, 1 << 20, step), Split(text)) << text << step;
  }
}

// Larger than what is looked at for the layout, and than a buffer.
TEST(RecordReader, LongRecords) {
  const std::string text(3 << 20, 'x');
  EXPECT_EQ(Split("{\"a\":\"" + text + "\"}\n{}\n").size(), 2u);
  EXPECT_THAT(Split("[\"" + text + "\",\n1]"), ElementsAre("\"" + text + "\"", "1"));
  EXPECT_EQ(Split("{\n\"a\":\"" + text + "\"}").front().size(), text.size() + 9);
}

TEST(RecordReader, ARecordOverTheLimitIsCutAndTheNextFound) {
  const std::string text(1 << 20, 'x');
  EXPECT_THAT(Split(text + "\n{}\n", 10), ElementsAre("xxxxxxxxxx", "{}"));
  EXPECT_THAT(Split("[\"" + text + "\",\n1]", 10), ElementsAre("\"xxxxxxxxx", "1"));
}

TEST(RecordReader, NoBytesAreLostOrLoopOnHostileInput) {
  std::mt19937 random(11);
  constexpr std::string_view kBytes = "[]{}\",\\ \n1a\xEF\xBB\xBF";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random() % 30; n > 0; --n) text += kBytes[random() % kBytes.size()];
    size_t size = 0;
    for (const std::string& record : Split(text, 1000, 1 + random() % 5)) {
      EXPECT_FALSE(record.empty());
      size += record.size();
    }
    EXPECT_LE(size, text.size());
  }
}

TEST(JsonExtent, DeepNestingIsOneValue) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  JsonExtent extent;
  EXPECT_EQ(extent.Feed(deep + "x"), deep.size());
  EXPECT_TRUE(extent.done());
}

std::string Gzip(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string ManyLines() {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "{\"number\":" + std::to_string(i) + "}\n";
  return text;
}

TEST(RecordReader, CompressedFilesAreKnownByTheirBytes) {
  const std::string text = ManyLines();
  const std::vector<std::string> plain = Split(text);
  EXPECT_EQ(ReadFile(TempFile(text).path()), plain);
  EXPECT_EQ(ReadFile(TempFile(Gzip(text)).path()), plain);
  EXPECT_EQ(ReadFile(TempFile(Zstd(text)).path()), plain);
}

TEST(RecordReader, SeveralMembersFollowEachOther) {
  EXPECT_THAT(ReadFile(TempFile(Gzip("{}\n") + Gzip("[1]\n")).path()), ElementsAre("{}", "[1]"));
  EXPECT_THAT(ReadFile(TempFile(Zstd("{}\n") + Zstd("[1]\n")).path()), ElementsAre("{}", "[1]"));
}

TEST(RecordReader, ACompressedFileThatIsCutShortSaysSo) {
  const std::string text = ManyLines();
  for (const std::string& packed : {Gzip(text), Zstd(text)}) {
    const TempFile file(packed.substr(0, packed.size() / 2));
    auto reader = RecordReader::Open(file.path());
    absl::Status status = reader.status();
    while (status.ok()) {
      const auto record = (*reader)->Next();
      status = record.status();
      ASSERT_FALSE(record.ok() && !record->has_value());
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr("ends too early"));
  }
}

TEST(RecordReader, WhatCannotBeOpenedSaysWhy) {
  EXPECT_EQ(RecordReader::Open("/nowhere/x.json").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(RecordReader::Open("/tmp").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace demarche::file
