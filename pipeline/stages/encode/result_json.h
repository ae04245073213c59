// The JSON of statements and relations, field by field as schemas/records/statement.schema.json and
// relation.schema.json say. Plain functions, any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/model/article.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

// Bytes of a `text` field, title, url or id that a record carries at most. Every result of an article repeats some of
// them, so that without a limit hostile input of n bytes could give n * n bytes of output.
inline constexpr size_t kMaxTextBytes = 8192;
inline constexpr size_t kMaxTitleBytes = 2048;
inline constexpr size_t kMaxIdBytes = 1024;

// `text`, or as much of it as fits into `limit` bytes, on a code point's border.
std::string_view Clip(std::string_view text, size_t limit);

// A failure's message as one line of at most 1,024 bytes of well-formed UTF-8: it may quote the input.
std::string OneLine(std::string_view message);

// The article's id as records carry it: its own, or its key where the feed gave one of more than kMaxIdBytes.
std::string_view RecordArticleId(const Article& article, std::string_view article_key);

// {"id",...}: the article as every record carries it.
void WriteArticle(const Article& article, std::string_view article_key, const Text* text, JsonWriter* json);

// {"topic","partition","offset","index"}: where it was read.
void WriteProvenance(const Origin& origin, int32_t index, JsonWriter* json);

// "2026-01-31T12:00:00.123Z"
std::string TimeText(absl::Time time);

// The fields of a result without its id, article, provenance and extractor; into an open object.
void WriteStatementFields(const Statement& statement, const Text& text, JsonWriter* json);
// The id of the statement that holds the relation's trigger; "" if there is none.
std::string_view StatementIdOf(const Relation& relation, absl::Span<const std::string> statement_ids);
// `statement_id` is that of the statement that holds the trigger; "" = null.
void WriteRelationFields(const Relation& relation, std::string_view statement_id, const Text& text, JsonWriter* json);

}  // namespace demarche
