// Reads a text as document_path does and gives its relations.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/relation.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

struct Sample {
  Text text;
  Segments segments;
  Entities entities;
  std::vector<Statement> statements;
  std::vector<Relation> relations;
};

std::shared_ptr<const Lexicon> TestLexicon();                // the carried tables
Sample Read(std::string_view body);                          // with the pair model
std::vector<std::string> Relations(std::string_view body);   // "RUS>UKR ASSAULT actual", "=" where reciprocal
std::vector<std::string> FrameDyads(std::string_view body);  // what the frames alone propose: "criticize.v RUS>UKR"

}  // namespace demarche
