// Actors of each sentence: mentions that stand for a country, one for each place; datelines and bylines left out, "we"
// inside a quotation bound to the country of its speaker. Plain functions, any thread. Linear in mentions and tokens.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/model/entities.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"
#include "pipeline/stages/relations/clauses.h"

namespace demarche {

// More actors than this in one sentence are a list, not a clause: the rest is left out, so that pairs stay few.
inline constexpr size_t kMaxActors = 16;

class ActorFinder {
 public:
  ActorFinder(const Text& text, const Segments& segments, const Entities& entities,
              const std::vector<Statement>& statements);
  // The actors of sentence `index`, in text order. To be called with ascending indices: each mention is seen once.
  std::vector<Actor> Next(uint32_t index);
  // The statement whose content holds `at` (a byte); the shortest content where several do; kNoStatement if none.
  uint32_t StatementAt(uint32_t at) const;

 private:
  struct Content {
    Span span;
    uint32_t statement;
  };
  void AddSpeakers(const Sentence& sentence, std::vector<Actor>* out) const;
  const Text& text_;
  const Segments& segments_;
  const Entities& entities_;
  const std::vector<Statement>& statements_;
  std::vector<Content> contents_;  // by begin
  uint32_t longest_content_ = 0;
  size_t next_mention_ = 0;
};

// "leader", "ministry", "military", "companies", "citizens", "body" or "government", by the words of the mention and of
// the noun phrase that it opens.
std::string_view RoleOf(const Clauses& clauses, const Actor& actor);

}  // namespace demarche
