// Normalizer: Article -> Text. Readable UTF-8 in normal form C, one line a paragraph: markup taken out, white space
// collapsed, control and invisible characters dropped, quotation marks left as they are. Title first, then the body;
// bylines, datelines and cut texts are marked, the language is detected, and every span of the result leads back to the
// delivered text (title, "\n\n", body; only one of them where the other is empty or the body holds the title).
// Immutable; any number of threads may share one.
#pragma once
#include "absl/status/statusor.h"
#include "pipeline/base/cancel.h"
#include "pipeline/model/article.h"
#include "pipeline/model/text.h"

namespace demarche {

struct NormalizeOptions {
  bool keep_captions = false;   // text of <figcaption> and <caption>
  bool detect_language = true;  // false: the feed's word alone
};

class Normalizer {
 public:
  explicit Normalizer(NormalizeOptions options = {}) : options_(options) {}

  // Errors: InvalidArgument: title or body is not well-formed UTF-8 (decode sees to it that they are). OutOfRange:
  // markup nests too deep or has too many attributes. DeadlineExceeded: cancelled. A text may come out empty.
  absl::StatusOr<Text> Normalize(const Article& article, const CancelToken& cancel) const;

 private:
  NormalizeOptions options_;
};

}  // namespace demarche
