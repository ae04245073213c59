// The paths that the program serves, over a real socket.
#include "connectors/http/routes.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/unit/http/client.h"
#include "tests/unit/telemetry/metrics_fixture.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class RoutesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto server = HttpServer::Start({.port = 0}, StandardRoutes(&metrics_, &health_, &live_, "1.2.3"));
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  std::string Fetch(std::string_view path) { return Get(server_->port(), path); }

  HealthState health_;
  MetricsObserver metrics_{{.version = "1.2.3", .health = &health_}};
  LiveFeed live_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(RoutesTest, PageAndItsFilesAreServedWithTheirTypes) {
  EXPECT_THAT(Fetch("/"), HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
  EXPECT_THAT(Fetch("/app.js"), HasSubstr("Content-Type: text/javascript; charset=utf-8\r\n"));
  EXPECT_THAT(Fetch("/style.css"), HasSubstr("Content-Type: text/css; charset=utf-8\r\n"));
  EXPECT_THAT(Fetch("/icon.svg"), HasSubstr("Content-Type: image/svg+xml\r\n"));
  EXPECT_THAT(Fetch("/index.html"), StartsWith("HTTP/1.1 404"));
}

TEST_F(RoutesTest, MetricsAreInTheTextFormat) {
  metrics_.On(MessageRead{.topic = "news", .bytes = 5});
  const std::string answer = Fetch("/metrics");
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_THAT(answer, HasSubstr("demarche_records_read_total{topic=\"news\"} 1\n"));
}

TEST_F(RoutesTest, HealthAndReadinessSayWhatIsMissing) {
  EXPECT_THAT(Fetch("/healthz"), StartsWith("HTTP/1.1 200"));
  const std::string not_ready = Fetch("/readyz");
  EXPECT_THAT(not_ready, StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(nlohmann::json::parse(Body(not_ready))["missing"].size(), 3u);
  health_.SetLexiconLoaded();
  TellEverything(&health_);
  EXPECT_THAT(Fetch("/readyz"), StartsWith("HTTP/1.1 200"));
}

TEST_F(RoutesTest, LatestTakesAfterAndLimitAndBearsNonsense) {
  WorkResult result;
  for (int i = 0; i < 4; ++i) result.records.push_back({.kind = OutputKind::kStatement, .value = R"({"a":1})"});
  live_.On(DocumentDone{.result = &result});
  EXPECT_EQ(nlohmann::json::parse(Body(Fetch("/api/latest")))["results"].size(), 4u);
  EXPECT_EQ(nlohmann::json::parse(Body(Fetch("/api/latest?after=3")))["results"].size(), 1u);
  EXPECT_EQ(nlohmann::json::parse(Body(Fetch("/api/latest?limit=2")))["results"].size(), 2u);
  for (const char* query :
       {"after=-1", "after=99999999999999999999999", "after=x", "limit=%zz", "after", "&&&=", "limit=0"}) {
    EXPECT_THAT(Fetch(std::string("/api/latest?") + query), StartsWith("HTTP/1.1 200")) << query;
  }
}

TEST_F(RoutesTest, StatusCountsAndNullsAreTyped) {
  auto status = nlohmann::json::parse(Body(Fetch("/api/status")));
  EXPECT_TRUE(status["committed_lag"].is_null());
  TellEverything(&metrics_);
  status = nlohmann::json::parse(Body(Fetch("/api/status")));
  EXPECT_EQ(status["version"], "1.2.3");
  EXPECT_EQ(status["records_read"], 1);
  EXPECT_EQ(status["statements"], 3);
  EXPECT_EQ(status["dead_letters"], 2);
  EXPECT_EQ(status["committed_lag"], 12);
  EXPECT_EQ(status["paused"], true);
  EXPECT_EQ(status["health"]["status"], "ok");
}

TEST_F(RoutesTest, ThePageHoldsNoInlineCode) {
  const std::string page = Body(Fetch("/"));
  EXPECT_THAT(page, HasSubstr("<script src=\"/app.js\""));
  for (const char* inline_code : {"<style", " style=", " onclick=", " onload=", "javascript:"}) {
    EXPECT_THAT(page, Not(HasSubstr(inline_code)));
  }
  EXPECT_THAT(Body(Fetch("/app.js")), Not(HasSubstr("innerHTML")));
}

}  // namespace
}  // namespace demarche
