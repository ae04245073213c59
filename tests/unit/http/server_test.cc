// HttpServer over real sockets: answers, refusals, limits, and clear errors at start.
#include "connectors/http/server.h"

#include <unistd.h>

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/http/client.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::unique_ptr<HttpServer> StartOrDie(HttpSettings settings, HttpRoutes routes = {}) {
  settings.port = 0;
  routes["/hello"] = [](const HttpRequest& request) {
    return HttpResponse{.body = "hello " + request.Parameter("name")};
  };
  auto server = HttpServer::Start(settings, std::move(routes));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

TEST(HttpServer, AnswersOnAFreePortWithSafeHeaders) {
  const auto server = StartOrDie({});
  ASSERT_GT(server->port(), 0);
  EXPECT_EQ(server->url(), fmt::format("http://127.0.0.1:{}", server->port()));
  const std::string answer = Get(server->port(), "/hello?name=a%20b&x=1");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_EQ(Body(answer), "hello a b");
  EXPECT_THAT(answer, HasSubstr("Content-Security-Policy: default-src 'none'; script-src 'self';"));
  EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer, HasSubstr("Cache-Control: no-store\r\n"));
}

TEST(HttpServer, HeadHasNoBodyOtherMethodsAndPathsAreRefused) {
  const auto server = StartOrDie({});
  const std::string head = Get(server->port(), "/hello", "HEAD");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Length: 6\r\n"));
  EXPECT_EQ(Body(head), "");
  EXPECT_THAT(Get(server->port(), "/hello", "POST"), StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(Get(server->port(), "/hello", "DELETE"), StartsWith("HTTP/1.1 405 "));
  for (const char* path : {"/nothing", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/hello/"}) {
    const std::string answer = Get(server->port(), path);
    EXPECT_THAT(answer, Not(StartsWith("HTTP/1.1 200"))) << path;
    EXPECT_THAT(answer, Not(HasSubstr("root:"))) << path;
  }
}

TEST(HttpServer, HostileRequestsEndAndLeaveTheServerUp) {
  const auto server = StartOrDie({.request_timeout = absl::Milliseconds(500)});
  for (const std::string& bytes :
       {std::string("\r\n\r\n"), std::string("GARBAGE\r\n\r\n"), std::string(100'000, 'A'),
        "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
        std::string("\x16\x03\x01\x02\x00\x01\xfc\x03", 8), std::string("GET /hello HTTP/1.1\r\nHost: x\r\n")}) {
    EXPECT_THAT(SendRaw(server->port(), bytes), Not(StartsWith("HTTP/1.1 200")));
  }
  EXPECT_THAT(Get(server->port(), "/hello"), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServer, IdleConnectionsAreDroppedAfterTheTimeOut) {
  const auto server = StartOrDie({.threads = 2, .request_timeout = absl::Milliseconds(300)});
  std::vector<int> idle;
  for (int i = 0; i < 20; ++i) idle.push_back(Connect(server->port()));
  EXPECT_THAT(Get(server->port(), "/hello"), StartsWith("HTTP/1.1 200")) << "answered once the idle ones are dropped";
  for (int fd : idle) close(fd);
}

TEST(HttpServer, PortInUseSaysWhatToChange) {
  const auto first = StartOrDie({});
  const auto second = HttpServer::Start({.port = first->port()}, {});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(Message(second.status())), HasSubstr(fmt::format("127.0.0.1:{}", first->port())));
  EXPECT_THAT(std::string(Message(second.status())), HasSubstr("http.port"));
}

TEST(HttpServer, BadAddressOrPortSaysWhatToWrite) {
  for (const char* address : {"", "localhost", "256.0.0.1", "127.0.0.1:80", "127.0.0.1,8080"}) {
    const auto server = HttpServer::Start({.address = address, .port = 0}, {});
    EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument) << address;
    EXPECT_THAT(std::string(Message(server.status())), HasSubstr("http.address"));
  }
  EXPECT_EQ(HttpServer::Start({.port = 70000}, {}).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(HttpServer::Start({.address = "192.0.2.1", .port = 0}, {}).ok());
}

TEST(HttpServer, Ipv6) {
  const auto server = HttpServer::Start({.address = "::1", .port = 0}, {});
  if (!server.ok()) GTEST_SKIP() << "this machine has no IPv6: " << server.status();
  EXPECT_EQ((*server)->url(), fmt::format("http://[::1]:{}", (*server)->port()));
}

}  // namespace
}  // namespace demarche
