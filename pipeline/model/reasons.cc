// See reasons.h.
#include "pipeline/model/reasons.h"

namespace demarche {

std::string_view ToString(Stage stage) {
  switch (stage) {
    case Stage::kSource:
      return "source";
    case Stage::kDecode:
      return "decode";
    case Stage::kNormalize:
      return "normalize";
    case Stage::kSegment:
      return "segment";
    case Stage::kReading:
      return "reading";
    case Stage::kEntities:
      return "entities";
    case Stage::kStatements:
      return "statements";
    case Stage::kRelations:
      return "relations";
    case Stage::kEncode:
      return "encode";
    case Stage::kSink:
      return "sink";
  }
  return "";
}

std::string_view ToString(Reason reason) {
  switch (reason) {
    case Reason::kTombstone:
      return "tombstone";
    case Reason::kEmptyValue:
      return "empty_value";
    case Reason::kInvalidUtf8:
      return "invalid_utf8";
    case Reason::kInvalidJson:
      return "invalid_json";
    case Reason::kTruncatedJson:
      return "truncated_json";
    case Reason::kTooDeep:
      return "too_deep";
    case Reason::kTooLarge:
      return "too_large";
    case Reason::kWrongType:
      return "wrong_type";
    case Reason::kMissingTitleAndText:
      return "missing_title_and_text";
    case Reason::kUnknownFormat:
      return "unknown_format";
    case Reason::kNotNews:
      return "not_news";
    case Reason::kInvalidDate:
      return "invalid_date";
    case Reason::kTimeLimit:
      return "time_limit";
    case Reason::kInternal:
      return "internal";
    case Reason::kSinkRejected:
      return "sink_rejected";
    case Reason::kEmbargoed:
      return "embargoed";
  }
  return "";
}

std::string_view ToString(ArticleStatus status) {
  switch (status) {
    case ArticleStatus::kRead:
      return "read";
    case ArticleStatus::kSkipped:
      return "skipped";
    case ArticleStatus::kRetracted:
      return "retracted";
    case ArticleStatus::kEmbargoed:
      return "embargoed";
    case ArticleStatus::kEmpty:
      return "empty";
  }
  return "";
}

std::string_view ToString(SkipReason reason) {
  switch (reason) {
    case SkipReason::kNone:
      return "";
    case SkipReason::kUnsupportedLanguage:
      return "unsupported_language";
    case SkipReason::kLanguageUnknown:
      return "language_unknown";
    case SkipReason::kNoText:
      return "no_text";
    case SkipReason::kDuplicate:
      return "duplicate";
  }
  return "";
}

}  // namespace demarche
