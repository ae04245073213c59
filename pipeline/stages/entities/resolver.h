// Resolve: which mentions are the same actor, and what the article tells of each. Names by their last word, offices by
// the role that a name was given, pronouns by recency with subjects and speakers first, "the country" and "the
// ministry" by their noun. One pass in text order after the names; linear but for bounded looks back.
#pragma once
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "pipeline/stages/entities/actor_scan.h"

namespace demarche {

// `scan` and `phrases` are of `view`; `published_at` chooses among office-holders by their terms.
Entities Resolve(const TokenView& view, const CountryScan& scan, const std::vector<ActorPhrase>& phrases,
                 std::optional<absl::Time> published_at);

}  // namespace demarche
