// See record_headers.h.
#include "pipeline/stages/encode/record_headers.h"

#include <array>

namespace demarche {
namespace {

// The type carries the contract's version: a change that breaks readers gets a new one.
constexpr std::array<std::string_view, kOutputKinds> kEventTypes = {"demarche.statement.v1", "demarche.relation.v1",
                                                                    "demarche.receipt.v1", "demarche.dead-letter.v1"};

}  // namespace

RecordHeaders::RecordHeaders(std::string_view source, std::string_view subject, std::string_view time,
                             const RawMessage& message) {
  shared_.push_back({"ce_specversion", "1.0"});
  shared_.push_back({"ce_source", std::string(source)});
  shared_.push_back({"ce_time", std::string(time)});
  if (!subject.empty()) shared_.push_back({"ce_subject", std::string(subject)});
  shared_.push_back({"content-type", "application/json"});
  for (const Header& header : message.headers) {
    if (header.name == "traceparent" || header.name == "tracestate") shared_.push_back(header);
  }
}

std::vector<Header> RecordHeaders::For(OutputKind kind, std::string_view id) const {
  std::vector<Header> headers;
  headers.reserve(shared_.size() + 2);
  headers.push_back({"ce_id", std::string(id)});
  headers.push_back({"ce_type", std::string(kEventTypes[static_cast<size_t>(kind)])});
  headers.insert(headers.end(), shared_.begin(), shared_.end());
  return headers;
}

}  // namespace demarche
