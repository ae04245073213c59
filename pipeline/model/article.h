// Article: one news item as its feed delivered it, fields found by the feed mapping, nothing interpreted yet. UTF-8
// throughout, well-formed. Decoded: what one message gave: articles, and items that could not be read. A value; owns
// its strings.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/model/reasons.h"

namespace demarche {

enum class BodyKind : uint8_t { kPlain, kHtml };
enum class PublicationStatus : uint8_t { kUsable, kCancelled, kWithheld };

struct Article {
  std::string id;  // the feed's own id (uri, uuid, url); made from feed, url and title where it gives none; never empty
  std::string version;  // the feed's version of this article; "" if it gives none
  std::string feed;     // name of the mapping: "newsapi", "ninjs-2", "plain"
  std::string url;
  std::string source;  // publisher or outlet
  std::string title;
  std::string body;  // as delivered, markup included
  BodyKind body_kind = BodyKind::kPlain;
  std::vector<std::string> authors;
  std::string language;  // as the feed says, unchecked; mapped to ISO 639-1 where the mapping can; "" if none
  std::optional<absl::Time> published_at;
  std::optional<absl::Time> embargoed_until;
  PublicationStatus status = PublicationStatus::kUsable;
  bool marked_duplicate = false;  // the feed says that it repeats another article
  bool title_is_in_text = false;  // plain input: `body` is the whole text, there is no separate title
  int32_t index = 0;              // position in the message's envelope, from 0
  uint32_t repairs = 0;           // lone surrogates and other repairs made in this article's strings
};

// An item of the message that could not become an article.
struct RejectedItem {
  int32_t index = -1;  // position in the envelope; -1 = the whole message
  Failure failure;
};

struct Decoded {
  std::string feed;  // mapping used; "" if none was found
  std::vector<Article> articles;
  std::vector<RejectedItem> rejected;
  bool empty_envelope = false;   // a well-formed envelope without items: neither an article nor an error
  bool byte_order_mark = false;  // a byte-order mark was cut off
  uint32_t repairs = 0;          // repairs in the whole message
};

}  // namespace demarche
