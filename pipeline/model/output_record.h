// OutputRecord: one record for one of the four output topics, ready to send. WorkResult: all that one message gave, and
// the counts that go with it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/model/raw_message.h"
#include "pipeline/model/reasons.h"

namespace demarche {

enum class OutputKind : uint8_t { kStatement, kRelation, kReceipt, kDeadLetter };
inline constexpr int kOutputKinds = 4;

struct OutputRecord {
  OutputKind kind = OutputKind::kReceipt;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<Header> headers;

  size_t bytes() const {
    size_t n = (key ? key->size() : 0) + (value ? value->size() : 0);
    for (const Header& h : headers) n += h.name.size() + (h.value ? h.value->size() : 0);
    return n;
  }
};

// What became of one article, for the metrics. Fixed label sets only.
struct ArticleOutcome {
  ArticleStatus status = ArticleStatus::kRead;
  SkipReason skip = SkipReason::kNone;
  std::string feed;      // mapping name
  std::string language;  // ISO 639-1, "" unknown
  uint32_t statements = 0;
  uint32_t relations = 0;
  bool language_disagrees = false;
};

// Time spent in each stage on one message, summed over its articles. Measured by document_path, not by the stages.
inline constexpr int kStages = 10;  // values of Stage
struct StageTimes {
  absl::Duration by_stage[kStages] = {};
};

struct WorkResult {
  std::vector<OutputRecord>
      records;  // in article order: statements, relations, receipt of each article; dead letters in place
  std::vector<ArticleOutcome> articles;
  std::vector<Failure> failures;  // one for each dead letter
  StageTimes times;
  uint32_t repairs = 0;
  uint32_t byte_order_marks = 0;
};

}  // namespace demarche
