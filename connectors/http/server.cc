// See server.h. The only file that sees CivetWeb.
#include "connectors/http/server.h"

#include <arpa/inet.h>
#include <civetweb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <future>
#include <utility>
#include <vector>

namespace demarche {
namespace {

// Nothing from elsewhere, no inline script or style, no frames, no forms: news text stays text even if the page had a
// fault.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

void Send(mg_connection* connection, const HttpResponse& response, bool with_body) {
  const std::string head = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: {}\r\n{}{}Connection: close\r\n\r\n",
      response.status, ReasonPhrase(response.status), response.media_type, response.body.size(),
      response.cacheable ? "max-age=300" : "no-store", kSecurityHeaders,
      response.status == 405 ? "Allow: GET, HEAD\r\n" : "");
  mg_write(connection, head.data(), head.size());
  if (with_body) mg_write(connection, response.body.data(), response.body.size());
}

HttpResponse Plain(int status, std::string text) {
  return {.status = status, .media_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

// "127.0.0.1" or "[::1]", as URLs and CivetWeb write it; "" if `address` is not an IP address.
std::string HostOf(const std::string& address) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  if (inet_pton(AF_INET, address.c_str(), parsed.data()) == 1) return address;
  if (inet_pton(AF_INET6, address.c_str(), parsed.data()) == 1) return fmt::format("[{}]", address);
  return "";
}

// Connects to our own port and hangs up.
void Knock(const std::string& address, int port) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  v4.sin_port = v6.sin6_port = htons(static_cast<uint16_t>(port));
  const bool is_v4 = inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4) inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
  const int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  (void)connect(fd, is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6),
                is_v4 ? sizeof(v4) : sizeof(v6));
  close(fd);
}

}  // namespace

std::string HttpRequest::Parameter(std::string_view name) const {
  std::array<char, 256> value{};
  const int length = mg_get_var(query.data(), query.size(), std::string(name).c_str(), value.data(), value.size());
  return length > 0 ? std::string(value.data(), static_cast<size_t>(length)) : "";
}

struct HttpServer::Impl {
  HttpRoutes routes;
  std::string address, host;
  std::string last_message;  // of CivetWeb; written only while starting, before its threads run
  bool started = false;
  int port = 0;
  mg_context* context = nullptr;

  static int OnRequest(mg_connection* connection) {
    const mg_request_info* info = mg_get_request_info(connection);
    const auto* self = static_cast<const Impl*>(info->user_data);
    const std::string_view method = info->request_method == nullptr ? "" : info->request_method;
    const HttpResponse response = self->Answer(method, *info);
    Send(connection, response, method != "HEAD");
    return response.status;
  }

  static int OnMessage(const mg_connection* connection, const char* message) {
    // Only messages of the start concern somebody: later ones are about clients that went away.
    if (connection == nullptr || mg_get_context(connection) == nullptr) return 1;
    auto* self = static_cast<Impl*>(mg_get_user_data(mg_get_context(connection)));
    if (self != nullptr && !self->started) self->last_message = message;
    return 1;
  }

  HttpResponse Answer(std::string_view method, const mg_request_info& info) const {
    if (method != "GET" && method != "HEAD") return Plain(405, "only GET and HEAD are answered here\n");
    const HttpRequest request{.path = info.local_uri == nullptr ? "" : info.local_uri,
                              .query = info.query_string == nullptr ? "" : info.query_string};
    const auto route = routes.find(request.path);
    if (route == routes.end()) return Plain(404, "there is nothing at this path\n");
    return route->second(request);
  }
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() {
  // CivetWeb's listener looks at the stop flag when a connection comes or every 2 s; connections make it look now.
  auto stopped = std::async(std::launch::async, [this] { mg_stop(impl_->context); });
  do {
    Knock(impl_->address, impl_->port);
  } while (stopped.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready);
}

int HttpServer::port() const { return impl_->port; }

std::string HttpServer::url() const { return fmt::format("http://{}:{}", impl_->host, impl_->port); }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpSettings settings, HttpRoutes routes) {
  auto impl = std::make_unique<Impl>();
  impl->routes = std::move(routes);
  impl->address = settings.address;
  impl->host = HostOf(settings.address);
  if (impl->host.empty()) {
    return absl::InvalidArgumentError(
        fmt::format("http.address '{}' is not an IP address: write 127.0.0.1 for this machine only or 0.0.0.0 for all "
                    "interfaces",
                    settings.address));
  }
  if (settings.port < 0 || settings.port > 65535) {
    return absl::InvalidArgumentError(
        fmt::format("http.port {} is not a port: write a number from 1 to 65535, or 0 for a free one", settings.port));
  }
  const std::string listen = fmt::format("{}:{}", impl->host, settings.port);
  const std::string threads = std::to_string(settings.threads);
  const std::string waiting = std::to_string(settings.max_waiting_connections);
  const std::string request_bytes = std::to_string(settings.max_request_bytes);
  const std::string timeout = std::to_string(absl::ToInt64Milliseconds(settings.request_timeout));
  const char* options[] = {"listening_ports",
                           listen.c_str(),
                           "num_threads",
                           threads.c_str(),
                           "connection_queue",
                           waiting.c_str(),
                           "listen_backlog",
                           waiting.c_str(),
                           "max_request_size",
                           request_bytes.c_str(),
                           "request_timeout_ms",
                           timeout.c_str(),
                           "tcp_nodelay",
                           "1",
                           "enable_directory_listing",
                           "no",
                           nullptr};
  mg_callbacks callbacks{};
  callbacks.begin_request = &Impl::OnRequest;
  callbacks.log_message = &Impl::OnMessage;
  callbacks.log_access = [](const mg_connection*, const char*) { return 1; };
  std::array<char, 512> text{};
  mg_init_data init{.callbacks = &callbacks, .user_data = impl.get(), .configuration_options = options};
  // `code` stays null: it is a pointer in Debian 12's CivetWeb and a number in Debian 13's.
  mg_error_data error{};
  error.text = text.data();
  error.text_buffer_size = text.size();
  impl->context = mg_start2(&init, &error);
  if (impl->context == nullptr) {
    return absl::AlreadyExistsError(
        fmt::format("cannot listen on {} ({}): is the port in use or the address not this machine's? Set http.port to "
                    "another port (0 takes a free one) or http.address to an address of this machine",
                    listen, impl->last_message.empty() ? text.data() : impl->last_message));
  }
  impl->started = true;
  std::array<mg_server_port, 2> ports{};
  if (mg_get_server_ports(impl->context, static_cast<int>(ports.size()), ports.data()) > 0) impl->port = ports[0].port;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

}  // namespace demarche
