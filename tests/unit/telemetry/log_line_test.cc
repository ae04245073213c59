// LogLine: one line whatever it holds, valid JSON, no secrets, bounded.
#include "pipeline/telemetry/log_line.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow = absl::FromUnixMillis(1'700'000'000'123);

TEST(LogLine, JsonAndTextSayTheSame) {
  LogLine line;
  line.level = LogLevel::kWarning;
  line.component = "engine";
  line.message = "commit failed";
  line.fields = {{"reason", "timed \"out\""}, {"attempt", 3}};
  line.suppressed = 7;
  const auto json = nlohmann::json::parse(FormatJson(line, kNow));
  EXPECT_EQ(json["time"], "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(json["level"], "warning");
  EXPECT_EQ(json["component"], "engine");
  EXPECT_EQ(json["message"], "commit failed");
  EXPECT_EQ(json["reason"], "timed \"out\"");
  EXPECT_EQ(json["attempt"], 3);
  EXPECT_EQ(json["suppressed"], 7);
  EXPECT_EQ(FormatText(line, kNow),
            "2023-11-14T22:13:20.123Z warning engine: commit failed reason=timed \"out\" attempt=3 (7 more like this "
            "held back)\n");
}

TEST(LogLine, HostileBytesStayOneValidLine) {
  LogLine line;
  line.component = "x\n";
  line.message = "a\r\nfake line\x1b[31m \xff\xc0 \xe2\x80\xa8 end \xc2\x9b";
  line.fields = {{"reason", std::string("nul\0byte", 8)}};
  for (const std::string& out : {FormatText(line, kNow), FormatJson(line, kNow)}) {
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
    EXPECT_EQ(out.back(), '\n');
    EXPECT_THAT(out, Not(HasSubstr("\x1b")));
    EXPECT_TRUE(IsValidUtf8(out));
  }
  EXPECT_TRUE(nlohmann::json::accept(FormatJson(line, kNow)));
}

TEST(LogLine, LongPartsAreCutBelowWhatAPipeTakesWhole) {
  LogLine line;
  line.component = line.message = std::string(1'000'000, '"');
  line.fields = {{"reason", std::string(1'000'000, '\x01')}, {"cause", std::string(100'000, 'x')}};
  EXPECT_LT(FormatText(line, kNow).size(), 4096u);
  EXPECT_LE(FormatJson(line, kNow).size(), 4096u);
}

TEST(LogLine, SecretsAreBlottedOut) {
  for (const char* text : {"sasl.password=hunter2 next", "Password: \"hunter2 with space\" next", "token=hunter2, next",
                           R"({"ssl.key.password":"hunter2","next":1})", "client_secret = hunter2 next"}) {
    const std::string clean = CleanForLog(text, 500);
    EXPECT_THAT(clean, Not(HasSubstr("hunter2"))) << text;
    EXPECT_THAT(clean, HasSubstr("***"));
    EXPECT_THAT(clean, HasSubstr("next"));
  }
  EXPECT_EQ(CleanForLog("the token of the article", 500), "the token of the article");
}

}  // namespace
}  // namespace demarche
