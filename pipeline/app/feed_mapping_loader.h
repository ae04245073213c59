// Feed mapping files (YAML) -> FeedMapping. schemas/feeds/README.md documents the language for users; a test holds the
// keys known here against it. Nothing throws; what is wrong in a file is reported as Diagnostics with line, column and
// what to write instead. One thread.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/diagnostic.h"
#include "pipeline/stages/decode/feed_mapping.h"

namespace demarche {

// The mapping in `bytes`; nullopt, with at least one error in `diagnostics`, where it cannot be used.
std::optional<FeedMapping> LoadFeedMapping(std::string_view bytes, std::string file, Diagnostics* diagnostics);

// The mappings that the program carries (schemas/feeds/*.yaml), replaced and extended by `own`: a user's mapping with
// the name of a built-in one takes its place. A defect in a built-in file is reported as every other.
std::shared_ptr<const FeedRegistry> LoadBuiltinFeeds(std::vector<FeedMapping> own, Diagnostics* diagnostics);

// Every key that a mapping file may have, as a path: "marks.not_news".
std::vector<std::string> FeedMappingKeys();

}  // namespace demarche
