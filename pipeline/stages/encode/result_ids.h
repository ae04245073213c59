// Ids of an article and its results, the same on every machine and every replay. How they are made, and why a consumer
// without state can act on them: README.md. Plain functions, any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "pipeline/model/article.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

// 24 hex digits from feed and article id: the same for all versions of an article.
std::string ArticleKey(const Article& article);

// A number that orders the versions of one article: digits as they are, an RFC 3339 time in milliseconds since 1970;
// nullopt for anything else.
std::optional<int64_t> Revision(std::string_view version);

// "ARTICLEKEY-" and 16 hex digits, one id a result, no two alike.
std::vector<std::string> StatementIds(const Article& article, std::string_view article_key, const Text& text,
                                      absl::Span<const Statement> statements);
std::vector<std::string> RelationIds(const Article& article, std::string_view article_key, const Text& text,
                                     absl::Span<const Relation> relations);

// 32 hex digits from where the article was read: one id an article read, whatever its content.
std::string ReceiptId(const Origin& origin, int32_t index);

}  // namespace demarche
