// HttpServer: a small HTTP/1.1 server (CivetWeb) for people and machines that watch: GET and HEAD on a fixed set of
// paths. Its threads are its own; a handler runs on one of them and only reads what observers keep, so no request can
// hold up the pipeline.
//
// Limits: connections waiting, threads, bytes of a request's head, seconds a request or a slow reader may take. Bodies
// are not read. Every answer carries nosniff, no-referrer and a Content-Security-Policy that allows nothing from
// elsewhere.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "pipeline/base/str.h"

namespace demarche {

struct HttpSettings {
  std::string address = "127.0.0.1";  // an IP address, v4 or v6; 0.0.0.0 or :: for all interfaces
  int port = 9464;                    // 0: a free one, see HttpServer::port()
  int threads = 4;
  int max_waiting_connections = 32;
  int max_request_bytes =
      16 * 1024;  // of the request line and headers; longer is refused with 413 or a closed connection
  absl::Duration request_timeout = absl::Seconds(10);
};

struct HttpRequest {
  std::string_view path;   // decoded, "/api/latest"
  std::string_view query;  // after "?", still encoded
  // The decoded value of `name` in the query, "" if absent.
  std::string Parameter(std::string_view name) const;
};

struct HttpResponse {
  int status = 200;
  std::string media_type = "application/json; charset=utf-8";
  std::string body;
  bool cacheable = false;  // false: Cache-Control: no-store
};

// Called from any of the server's threads, also at the same time.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;
using HttpRoutes = StringMap<HttpHandler>;  // by exact path

class HttpServer {
 public:
  // Listens at once. kAlreadyExists: the port is in use; kInvalidArgument: a bad address or port; the message says what
  // to change in http.address or http.port.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpSettings settings, HttpRoutes routes);
  // Stops listening and waits for requests at work.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;
  std::string url() const;  // "http://127.0.0.1:9464"

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  const std::unique_ptr<Impl> impl_;
};

}  // namespace demarche
