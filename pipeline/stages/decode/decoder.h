// Decoder: the bytes of one message + the name of a feed mapping -> Decoded: articles, and items that could not be read
// with stage, reason and a message for people. Never fails and never throws: everything that can be wrong with a
// message is a rejection. The whole message is validated before any of it becomes an article, except that one bad item
// of an envelope rejects that item only.
//
// Owner and threads: one Decoder per worker, used by one thread at a time (it keeps the parser's buffers; after a
// message of over a megabyte they are given back). The registry is shared.
// Encoding: UTF-8 in, well-formed UTF-8 out. A byte-order mark is cut off; lone surrogates become U+FFFD; both are
// counted. Control characters (written as escapes, \u0000 too) stay in the texts.
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

#include "pipeline/model/article.h"
#include "pipeline/stages/decode/feed_mapping.h"

namespace demarche {

struct DecodeOptions {
  size_t max_bytes = 16 << 20;  // of a message
  size_t max_depth = 1024;      // nested objects and arrays that are not empty
  size_t max_items = 10000;     // of an envelope; more reject the whole message
};

class Decoder {
 public:
  static constexpr std::string_view kAuto = "auto";

  explicit Decoder(std::shared_ptr<const FeedRegistry> feeds, DecodeOptions options = {});
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // `mapping`: a name in the registry, or "auto": the first mapping whose signature the message has.
  Decoded Decode(std::string_view bytes, std::string_view mapping);

 private:
  struct Parser;
  std::shared_ptr<const FeedRegistry> feeds_;
  DecodeOptions options_;
  std::unique_ptr<Parser> parser_;
};

}  // namespace demarche
