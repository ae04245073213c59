// The JSON of receipts, as schemas/records/receipt.schema.json says. Plain functions, any thread.
#pragma once
#include <string>
#include <string_view>

#include "absl/types/span.h"
#include "pipeline/stages/encode/encoder.h"

namespace demarche {

// What both kinds of receipt need beside their input.
struct ReceiptParts {
  std::string_view article_key;     // "" for an empty envelope
  std::string_view extractor_json;  // encoded
  absl::Span<const std::string> statement_ids;
  absl::Span<const std::string> relation_ids;
};

// Appends one receipt. `input.article` may be null here: an envelope without items (status empty).
void AppendReceipt(const EncodeInput& input, const ReceiptParts& parts, std::string* out);

}  // namespace demarche
