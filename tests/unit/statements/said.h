// Statements of a text in readable form, for tests: "direct|Holm|said|We will stay".
#pragma once
#include <string>
#include <vector>

#include "pipeline/stages/statements/statement_finder.h"
#include "tests/unit/entities/reading.h"

namespace demarche {

inline std::vector<Statement> StatementsOf(const Sample& r) {
  const CancelToken cancel;
  auto found = StatementFinder(TestLexicon()).Find(r.text, r.segments, r.entities, Reading(), cancel);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *std::move(found) : std::vector<Statement>();
}

// type|source|cue|content, parts joined by " + "
inline std::vector<std::string> Lines(const Sample& r, const std::vector<Statement>& statements) {
  std::vector<std::string> out;
  for (const Statement& s : statements) {
    std::string line = s.type == StatementType::kDirect  ? "direct"
                       : s.type == StatementType::kMixed ? "mixed"
                                                         : "indirect";
    line += "|" + std::string(r.text.slice(s.source)) + "|" + std::string(r.text.slice(s.cue)) + "|";
    for (size_t i = 0; i < s.content.size(); ++i)
      line += (i > 0 ? " + " : "") + std::string(r.text.slice(s.content[i]));
    out.push_back(line);
  }
  return out;
}

inline std::vector<std::string> Said(const std::string& text, std::string_view language = "en") {
  const Sample r = ReadText(text, language);
  return Lines(r, StatementsOf(r));
}

}  // namespace demarche
