// LogObserver: what is written at which level, one line a cause, and never a wait.
#include "pipeline/telemetry/log_observer.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LogObserverTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe2(pipe_.data(), O_NONBLOCK), 0); }
  void TearDown() override {
    close(pipe_[0]);
    close(pipe_[1]);
  }
  // All that was written since the last call.
  std::string Written() {
    std::string out(1 << 20, '\0');
    const ssize_t n = read(pipe_[0], out.data(), out.size());
    out.resize(n > 0 ? static_cast<size_t>(n) : 0);
    return out;
  }
  LogSettings Settings(LogSettings::Format format = LogSettings::Format::kText, LogLevel level = LogLevel::kInfo) {
    return {.format = format, .level = level, .fd = pipe_[1], .now = [this] { return now_; }};
  }
  std::array<int, 2> pipe_{};
  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
};

TEST_F(LogObserverTest, EveryJsonLineParsesAndNothingIsMissing) {
  LogObserver log(Settings(LogSettings::Format::kJson, LogLevel::kDebug));
  TellEverything(&log);
  std::istringstream lines(Written());
  std::vector<std::string> messages;
  for (std::string line; std::getline(lines, line);) {
    messages.push_back(nlohmann::json::parse(line)["message"].get<std::string>());
  }
  EXPECT_THAT(messages, ::testing::ElementsAre("dead letter: at byte 3", "a document was stopped after 2s",
                                               "sink opened", "partitions assigned: news[0], news[1]",
                                               "transaction aborted, its records are read again",
                                               "the sink refused a record, its message becomes a dead letter",
                                               "commit failed, trying again", "sink client died and was replaced",
                                               "reading paused: too many bytes in flight", "a note"));
}

TEST_F(LogObserverTest, LevelHoldsBackWhatIsBelowIt) {
  LogObserver log(Settings(LogSettings::Format::kText, LogLevel::kError));
  TellEverything(&log);
  EXPECT_EQ(Written(), "");
  log.On(Note{.level = Note::Level::kError, .component = "kafka", .text = "no broker"});
  EXPECT_THAT(Written(), HasSubstr("error   kafka: no broker\n"));
}

TEST_F(LogObserverTest, OneLineACauseAndACountOfTheRest) {
  LogObserver log(Settings());
  for (int i = 0; i < 1000; ++i) {
    log.On(Note{.level = Note::Level::kWarning, .component = "kafka", .text = fmt::format("broker {} is down", i)});
  }
  std::string written = Written();
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
  now_ += absl::Seconds(10);
  log.On(Note{.level = Note::Level::kWarning, .component = "kafka", .text = "broker 7 is down"});
  EXPECT_THAT(Written(), HasSubstr("broker 7 is down (999 more like this held back)"));
  log.On(Note{.level = Note::Level::kWarning, .component = "kafka", .text = "broker 8 is down"});
  now_ += absl::Seconds(10);
  log.On(EngineGauges{});
  EXPECT_THAT(Written(), HasSubstr("cause=kafka broker # is down (1 more like this held back)"));
}

TEST_F(LogObserverTest, AStalledReaderCostsLinesNotTime) {
  LogSettings settings = Settings();
  settings.interval = absl::ZeroDuration();
  ASSERT_EQ(fcntl(pipe_[1], F_SETFL, 0), 0);  // a blocking pipe, as standard error is
  LogObserver log(settings);
  for (int i = 0; i < 5000; ++i) log.On(Note{.component = "x", .text = std::string(1000, 'x')});  // returns or hangs
  EXPECT_GT(Written().size(), 4096u);
  log.On(Note{.component = "x", .text = "and on"});
  EXPECT_THAT(Written(), HasSubstr("log_lines_dropped="));
  log.On(Note{.component = "x", .text = "and on"});
  EXPECT_THAT(Written(), Not(HasSubstr("log_lines_dropped")));
}

TEST_F(LogObserverTest, TheEndTellsWhatWasHeldBack) {
  {
    LogObserver log(Settings());
    const WorkResult result = ExampleResult();
    for (int i = 0; i < 3; ++i) log.On(DocumentDone{.result = &result});
  }
  EXPECT_THAT(Written(), HasSubstr("cause=dead letter decode invalid_json (2 more like this held back)"));
}

}  // namespace
}  // namespace demarche
