// Headers of statements, relations and receipts: CloudEvents 1.0 in Kafka's binary content mode
// (github.com/cloudevents/spec, kafka-protocol-binding.md 3.2), and the trace context of the source record
// (www.w3.org/TR/trace-context) carried on. Plain functions, any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/model/output_record.h"
#include "pipeline/model/raw_message.h"

namespace demarche {

// The headers that all results of one article share; filled once, copied for each record.
class RecordHeaders {
 public:
  // `subject` is the article's id; "" leaves ce_subject out. `time` is RFC 3339.
  RecordHeaders(std::string_view source, std::string_view subject, std::string_view time, const RawMessage& message);

  std::vector<Header> For(OutputKind kind, std::string_view id) const;

 private:
  std::vector<Header> shared_;
};

}  // namespace demarche
