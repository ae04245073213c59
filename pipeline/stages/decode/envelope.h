// The outer shape of a parsed message: which feed it is, and its items one by one. Internal to stages/decode (the
// header sees simdjson). Plain functions, any thread.
#pragma once
#include <string>

#include "pipeline/model/article.h"
#include "pipeline/stages/decode/decoder.h"
#include "pipeline/stages/decode/feed_mapping.h"
#include "pipeline/stages/decode/json_walk.h"

namespace demarche {

// The first mapping in detection order that has a signature which `root` (or, of an array, its first object) fits;
// nullptr: none.
const FeedMapping* DetectFeed(const FeedRegistry& feeds, JsonValue root);
// Says which fields the message has that no mapping knows.
std::string UnknownFormatMessage(JsonValue root);

// Reads every item of `root` into `decoded`: articles and rejections in document order.
void ReadEnvelope(const FeedMapping& mapping, JsonValue root, const DecodeOptions& options, Decoded* decoded);

}  // namespace demarche
