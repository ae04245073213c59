// See explain_text.h.
#include "pipeline/app/explain/explain_text.h"

#include "fmt/format.h"

namespace demarche {

std::string ExplainAsText(const Explanation& explanation) {
  std::string out = fmt::format("{}\n", explanation.title);
  for (const ExplainedFact& fact : explanation.facts) out += fmt::format("  {}: {}\n", fact.name, fact.value);
  for (const ExplainedSection& section : explanation.sections) {
    out += fmt::format("\n== {} ({})\n   {}\n", section.title, section.entries.size(), section.note);
    for (size_t i = 0; i < section.entries.size(); ++i) {
      const ExplainedEntry& entry = section.entries[i];
      out += fmt::format("{:3d} {}\n", i + 1, entry.head);
      for (const ExplainedFact& fact : entry.facts) out += fmt::format("      {}: {}\n", fact.name, fact.value);
    }
  }
  return out;
}

}  // namespace demarche
