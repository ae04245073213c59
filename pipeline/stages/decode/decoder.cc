// See decoder.h. simdjson parses to its DOM, which validates every byte (On-Demand would not; README.md has the
// measurements). What it refuses goes through CheckJson, for a message that a person can use, or RepairJson.
#include "pipeline/stages/decode/decoder.h"

#include <simdjson.h>

#include <cstring>
#include <utility>

#include "pipeline/stages/decode/envelope.h"
#include "pipeline/stages/decode/json_check.h"
#include "pipeline/stages/decode/json_repair.h"

namespace demarche {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr size_t kKeepBytes = 1 << 20;  // buffers for larger messages are not kept

bool IsBlank(std::string_view bytes) { return bytes.find_first_not_of(" \t\n\r") == std::string_view::npos; }

void RejectMessage(Decoded* decoded, Reason reason, std::string message) {
  decoded->rejected.push_back({-1, {Stage::kDecode, reason, std::move(message)}});
}

}  // namespace

struct Decoder::Parser {
  // simdjson refuses the depth that it is given, we allow it.
  explicit Parser(size_t max_depth) : setup(dom.allocate(kInitialCapacity, max_depth + 1)) {}

  // The value lives until the next call.
  simdjson::error_code Parse(std::string_view bytes, JsonValue* root) {
    if (setup != simdjson::SUCCESS) return setup;
    const size_t needed = bytes.size() + simdjson::SIMDJSON_PADDING;
    if (capacity < needed) {
      capacity = needed + needed / 2;
      buffer = std::unique_ptr<char[]>(new char[capacity]);
    }
    std::memcpy(buffer.get(), bytes.data(), bytes.size());
    std::memset(buffer.get() + bytes.size(), ' ', simdjson::SIMDJSON_PADDING);
    return dom.parse(reinterpret_cast<const uint8_t*>(buffer.get()), bytes.size(), false).get(*root);
  }

  static constexpr size_t kInitialCapacity = 1 << 16;
  simdjson::dom::parser dom;
  simdjson::error_code setup;
  std::unique_ptr<char[]> buffer;
  size_t capacity = 0;
};

Decoder::Decoder(std::shared_ptr<const FeedRegistry> feeds, DecodeOptions options)
    : feeds_(std::move(feeds)), options_(options), parser_(std::make_unique<Parser>(options.max_depth)) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Decoded Decoder::Decode(std::string_view bytes, std::string_view mapping_name) {
  Decoded decoded;
  const FeedMapping* mapping = mapping_name == kAuto ? nullptr : feeds_->Find(mapping_name);
  if (mapping != nullptr) decoded.feed = mapping->name;
  if (mapping == nullptr && mapping_name != kAuto) {
    RejectMessage(
        &decoded, Reason::kUnknownFormat,
        fmt::format("there is no feed mapping '{}'; there are: {}", mapping_name, fmt::join(feeds_->names(), ", ")));
    return decoded;
  }
  if (bytes.size() > options_.max_bytes) {
    RejectMessage(&decoded, Reason::kTooLarge,
                  fmt::format("the message has {} bytes, the limit is {}", bytes.size(), options_.max_bytes));
    return decoded;
  }
  decoded.byte_order_mark = bytes.starts_with(kByteOrderMark);
  const std::string_view json = bytes.substr(decoded.byte_order_mark ? kByteOrderMark.size() : 0);
  if (IsBlank(json)) {
    RejectMessage(&decoded, Reason::kEmptyValue,
                  bytes.empty() ? "the message is empty (0 bytes)"
                                : fmt::format("the message is only white space ({} byte{})", bytes.size(),
                                              bytes.size() == 1 ? "" : "s"));
    return decoded;
  }

  JsonValue root;
  simdjson::error_code error = parser_->Parse(json, &root);
  if (error != simdjson::SUCCESS) {
    if (const std::optional<JsonProblem> problem = CheckJson(bytes, options_.max_depth)) {
      RejectMessage(&decoded, problem->reason, problem->message);
      return decoded;
    }
    const RepairedJson repaired = RepairJson(json);
    decoded.repairs = repaired.lone_surrogates;
    error = parser_->Parse(repaired.json, &root);
    if (error != simdjson::SUCCESS) {
      RejectMessage(&decoded, error == simdjson::MEMALLOC ? Reason::kInternal : Reason::kInvalidJson,
                    fmt::format("the JSON parser refuses the message: {}", simdjson::error_message(error)));
      return decoded;
    }
  }

  if (mapping == nullptr) mapping = DetectFeed(*feeds_, root);
  if (mapping == nullptr) {
    RejectMessage(&decoded, Reason::kUnknownFormat, UnknownFormatMessage(root));
  } else {
    decoded.feed = mapping->name;
    ReadEnvelope(*mapping, root, options_, &decoded);
  }
  if (bytes.size() > kKeepBytes) parser_ = std::make_unique<Parser>(options_.max_depth);
  return decoded;
}

}  // namespace demarche
