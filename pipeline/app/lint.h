// Lint: everything that can be known to be wrong in a file that a person wrote, without starting anything.
#pragma once
#include <string>
#include <string_view>

#include "pipeline/app/config.h"
#include "pipeline/base/diagnostic.h"

namespace demarche {

enum class FileKind { kConfiguration, kFeedMapping, kLexiconTable };

// Told by content: a table by its name's ending, a feed mapping by its top-level keys, anything else is a
// configuration.
FileKind KindOf(const std::string& path, std::string_view bytes);

// Appends what is wrong in the file.
void LintFile(const std::string& path, std::string_view bytes, Diagnostics* diagnostics);

// What `run` and lint both check of a configuration beyond its keys: librdkafka properties, mappings, patterns.
void CheckConfig(const Config& config, const std::string& file, Diagnostics* diagnostics);

}  // namespace demarche
