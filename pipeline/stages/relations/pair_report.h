// ReportPairs: what the relation models said of every ordered pair of countries, reported or not, with the features
// that weighed most. For `demarche explain` and for people who mend the tables; the document path does not call it.
// Plain function, any thread; costs a second look at every sentence with two countries.
#pragma once
#include <string>
#include <vector>

#include "pipeline/lexicon/lexicon.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/event_type.h"
#include "pipeline/model/reading.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/statement.h"
#include "pipeline/model/text.h"

namespace demarche {

struct WeighedFeature {
  std::string name;  // as pair_features.cc writes it: "Pf:sanctions.n"
  float weight = 0;  // for the type, minus that for none
};

struct PairReport {
  uint32_t sentence = 0;
  CountryCode source, target;
  Span source_span, target_span;         // bytes of the text
  EventType type = EventType::kConsult;  // the likeliest
  float type_chance = 0;                 // 0..1, the linear model alone
  float none_chance = 0;
  float network_type_chance = -1;  // of the same type; -1 = no network read
  float network_none_chance = -1;
  std::vector<std::string> proposals;    // frames that propose something for the pair: "criticize.v ACCUSE"
  std::vector<WeighedFeature> features;  // the strongest, either sign
};

std::vector<PairReport> ReportPairs(const Lexicon& lexicon, const Text& text, const Segments& segments,
                                    const Entities& entities, const std::vector<Statement>& statements,
                                    const Reading& reading);

}  // namespace demarche
