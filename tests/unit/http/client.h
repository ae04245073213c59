// A plain blocking HTTP client for the tests: sends bytes, reads until the server closes.
#pragma once
#include <string>
#include <string_view>

namespace demarche {

// The whole answer, "" if the connection was refused or closed without one.
std::string SendRaw(int port, std::string_view bytes);
inline std::string Get(int port, std::string_view target, std::string_view method = "GET") {
  return SendRaw(port,
                 std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
}
inline std::string Body(const std::string& answer) {
  const size_t at = answer.find("\r\n\r\n");
  return at == std::string::npos ? "" : answer.substr(at + 4);
}
// A connected socket, -1 if refused; the caller closes it.
int Connect(int port);

}  // namespace demarche
