// Segment: Text -> sentences, tokens, quotation regions. Tokens are UD English words; regions follow the marks of
// English, French, German and Spanish; other languages get what the same rules give. Plain function, no state, any
// thread. Linear time.
#pragma once
#include "absl/status/statusor.h"
#include "pipeline/base/cancel.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

// Errors: DeadlineExceeded: cancelled (asked once a paragraph).
absl::StatusOr<Segments> Segment(const Text& text, const CancelToken& cancel);

}  // namespace demarche
