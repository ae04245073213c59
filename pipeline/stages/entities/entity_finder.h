// EntityFinder: Text and Segments -> Entities: mentions of countries, people, offices, bodies, groups, documents and
// pronouns, and the clusters that say who they are through the article. Null (kNoCluster, empty country) when unsure.
// Immutable; any thread may call Find. Linear in the text. Errors: kDeadlineExceeded when `cancel` is set.
#pragma once
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "pipeline/base/cancel.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

class EntityFinder {
 public:
  explicit EntityFinder(std::shared_ptr<const Lexicon> lexicon) : lexicon_(std::move(lexicon)) {}

  // `published_at` chooses among office-holders by their terms.
  absl::StatusOr<Entities> Find(const Text& text, const Segments& segments, std::optional<absl::Time> published_at,
                                const CancelToken& cancel) const;

 private:
  std::shared_ptr<const Lexicon> lexicon_;
};

}  // namespace demarche
