#include "gtest/gtest.h"
#include "pipeline/stages/encode/encoder.h"
#include "tests/unit/encode/sample.h"

namespace demarche {
namespace {

using Json = nlohmann::json;

// Extract lines go into a file of their own, which the contract tests read too.
void LogLine(const std::string& line) {
  static std::ofstream out(DEMARCHE_RECORD_DIR "/encode_test.extract.ndjson");
  out << line << std::flush;
}

TEST(ExtractLine, IsOneLineWithTheResultsAsTheRecordsCarryThem) {
  const Sample sample;
  std::string line;
  Encoder(SampleOptions()).AppendExtractLine(sample.Input(), &line);
  LogLine(line);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const Json json = Json::parse(line);
  WorkResult result;
  Encoder(SampleOptions()).EncodeArticle(sample.Input(), &result);
  Json statement = Json::parse(*result.records[0].value);
  Json relation = Json::parse(*result.records[1].value);
  for (const char* field : {"article", "provenance", "extracted_at", "extractor"}) {
    statement.erase(field);
    relation.erase(field);
  }
  EXPECT_EQ(json["id"], "a1");
  EXPECT_EQ(json["status"], "read");
  EXPECT_EQ(json["statements"], Json::array({statement}));
  EXPECT_EQ(json["relations"], Json::array({relation}));
}

TEST(ExtractLine, ASkippedArticleHasEmptyLists) {
  const Sample sample;
  EncodeInput input = sample.Input();
  input.status = ArticleStatus::kSkipped;
  input.skip = SkipReason::kUnsupportedLanguage;
  std::string line;
  Encoder(SampleOptions()).AppendExtractLine(input, &line);
  LogLine(line);
  const Json json = Json::parse(line);
  EXPECT_EQ(json["skip_reason"], "unsupported_language");
  EXPECT_EQ(json["statements"], Json::array());
  EXPECT_EQ(json["relations"], Json::array());
}

TEST(ExtractLine, WhatCannotBeReadSaysStageReasonAndMessage) {
  const Sample sample;
  std::string line;
  AppendExtractError(sample.message, {2, {Stage::kDecode, Reason::kWrongType, "title: \xff\n"}}, &line);
  LogLine(line);
  EXPECT_EQ(Json::parse(line), Json::parse(R"({"id":null,"error":{"stage":"decode","reason":"wrong_type",
    "message":"title: \ufffd "},"provenance":{"topic":"news","partition":3,"offset":42,"index":2}})"));
}

}  // namespace
}  // namespace demarche
