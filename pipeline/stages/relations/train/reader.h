// Reads items of the coded sets (../shared/eval/README.md) the way the program reads an article, and keeps what the
// relations stage sees of each sentence. For the trainer only. One thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/statement.h"
#include "pipeline/stages/relations/clauses.h"
#include "pipeline/stages/relations/proposals.h"

namespace demarche::train {

struct GoldRelation {
  CountryCode source, target;
  EventType type = EventType::kConsult;
  bool reciprocal = false;
  bool optional = false;
  Span trigger;  // code points of the delivered text
};

struct SentenceView {
  std::unique_ptr<Clauses> clauses;
  std::vector<Proposal> proposals;
  bool title = false;
  Span delivered;                         // code points of the delivered text
  std::vector<Span> token_spans;          // the same
  std::vector<const GoldRelation*> gold;  // whose trigger stands here
};

struct Item {
  std::string id;
  std::vector<GoldRelation> gold;
  std::vector<SentenceView> sentences;  // those with two countries
};

// Errors (a line that is no coded item, a text that cannot be read) end the program with a message.
std::vector<std::unique_ptr<Item>> ReadItems(const std::string& path, std::shared_ptr<const Lexicon> lexicon);

}  // namespace demarche::train
