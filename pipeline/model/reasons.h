// The closed lists: in which stage and for which reason a record becomes a dead letter; what became of an article; why
// nothing was read in it. schemas/records/*.schema.json list the same words; a test holds the two together. Add here
// first.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace demarche {

enum class Stage : uint8_t {
  kSource,
  kDecode,
  kNormalize,
  kSegment,
  kReading,
  kEntities,
  kStatements,
  kRelations,
  kEncode,
  kSink
};

enum class Reason : uint8_t {
  kTombstone,   // null value
  kEmptyValue,  // zero bytes or white space only
  kInvalidUtf8,
  kInvalidJson,    // not JSON: message says where
  kTruncatedJson,  // JSON that ends too early
  kTooDeep,        // nesting over the limit
  kTooLarge,       // record or article over the size limit
  kWrongType,      // a field has a type that the mapping cannot use
  kMissingTitleAndText,
  kUnknownFormat,  // auto detection found no mapping
  kNotNews,        // the mapping says it is a planning item, event or other thing that is no article
  kInvalidDate,    // reserved for mappings that demand a date
  kTimeLimit,      // over the document time limit
  kInternal,       // a defect of ours; message has the details
  kSinkRejected,   // a result that the output topic refuses (record too large)
  kEmbargoed,      // embargo in the future, and the configuration sends such articles to the dead letters
};

enum class ArticleStatus : uint8_t {
  kRead,       // statements and relations were looked for
  kSkipped,    // readable, but nothing was looked for: see SkipReason
  kRetracted,  // cancelled or withheld: results of this article are void
  kEmbargoed,  // embargo in the future: nothing published
  kEmpty,      // an envelope without articles
};

enum class SkipReason : uint8_t {
  kNone,
  kUnsupportedLanguage,
  kLanguageUnknown,
  kNoText,     // title only is read; nothing at all is not
  kDuplicate,  // the feed itself marks it as a duplicate
};

std::string_view ToString(Stage stage);           // "decode"
std::string_view ToString(Reason reason);         // "invalid_json"
std::string_view ToString(ArticleStatus status);  // "read"
std::string_view ToString(SkipReason reason);     // "unsupported_language"; "" for kNone

// What went wrong with one record or one article of it.
struct Failure {
  Stage stage = Stage::kDecode;
  Reason reason = Reason::kInternal;
  std::string message;  // one line for a person, with a byte offset or JSON path where there is one
};

}  // namespace demarche
