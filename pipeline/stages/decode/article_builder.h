// BuildArticle: one item of a message and its feed's mapping -> Article, or why it cannot be one. Internal to
// stages/decode (the header sees simdjson). Plain function, any thread.
#pragma once
#include <string>
#include <variant>

#include "pipeline/model/article.h"
#include "pipeline/stages/decode/feed_mapping.h"
#include "pipeline/stages/decode/json_walk.h"

namespace demarche {

// `where` names the item in messages: "articles[3]", "" for the whole message. `repaired`: the message went through
// RepairJson(); its marks become U+FFFD and are counted. The article's index is left to the caller.
std::variant<Article, Failure> BuildArticle(const FeedMapping& mapping, const JsonScope& scope,
                                            const std::string& where, bool repaired);

}  // namespace demarche
