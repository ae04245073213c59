// Diagnostic: one thing that is wrong in a file that a person wrote (configuration, feed mapping, lexicon table),
// where, and what to write instead.
#pragma once
#include <string>
#include <vector>

#include "fmt/format.h"

namespace demarche {

struct Diagnostic {
  enum class Severity { kWarning, kError };
  Severity severity = Severity::kError;
  std::string file;
  int line = 0;            // from 1; 0 where the whole file is meant
  int column = 0;          // from 1; 0 where the whole line is meant
  std::string message;     // what is wrong: "unknown key 'tpoic'"
  std::string suggestion;  // what to do: "did you mean 'topic'?"; may be empty

  // "config.yaml:12:5: error: unknown key 'tpoic': did you mean 'topic'?"
  std::string ToString() const {
    std::string where = file;
    if (line > 0) where += fmt::format(":{}", line);
    if (line > 0 && column > 0) where += fmt::format(":{}", column);
    return fmt::format("{}: {}: {}{}{}", where, severity == Severity::kError ? "error" : "warning", message,
                       suggestion.empty() ? "" : ": ", suggestion);
  }
};

using Diagnostics = std::vector<Diagnostic>;

inline bool HasErrors(const Diagnostics& diagnostics) {
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Diagnostic::Severity::kError) return true;
  }
  return false;
}

}  // namespace demarche
