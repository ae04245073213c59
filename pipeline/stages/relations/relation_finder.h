// RelationFinder: the last reading verb: what one country does to, with or says about another. Frames propose (tables
// of schemas/lexicon), a linear model over pairs of countries decides (relation_weights.tsv; without it every proposal
// that is not weak counts). One instance may serve any number of threads. Errors: kDeadlineExceeded when cancelled.
#pragma once
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "pipeline/base/cancel.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/reading.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

class RelationFinder {
 public:
  explicit RelationFinder(std::shared_ptr<const Lexicon> lexicon) : lexicon_(std::move(lexicon)) {}

  // `reading` is what the network saw, empty where none reads. Relations in text order. Sentences with fewer than two
  // countries cost nothing but the look at their mentions.
  absl::StatusOr<std::vector<Relation>> Find(const Text& text, const Segments& segments, const Entities& entities,
                                             const std::vector<Statement>& statements, const Reading& reading,
                                             const CancelToken& cancel) const;

 private:
  std::shared_ptr<const Lexicon> lexicon_;
};

}  // namespace demarche
