// Statement: who said what to whom. Spans are bytes of Text::utf8; the result contract is ../shared/design's, written
// down in schemas/records/statement.schema.json.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/model/country_code.h"
#include "pipeline/model/entities.h"

namespace demarche {

enum class StatementType : uint8_t { kDirect, kIndirect, kMixed };

struct Speaker {
  std::string name;  // "" = null
  std::string role;
  std::string organization;
  CountryCode country;
  ActorKind kind = ActorKind::kPerson;
};

struct Statement {
  StatementType type = StatementType::kDirect;
  std::vector<Span> content;  // in order; without marks, "that" and trailing punctuation
  Span cue;                   // empty = null
  std::string cue_lemma;
  Span source;                     // the mention that the attribution uses; empty = null
  std::optional<Speaker> speaker;  // resolved; null when unknown
  uint32_t speaker_cluster = kNoCluster;
  Span addressee;  // empty = null
  CountryCode addressee_country;
  std::vector<CountryCode> countries;  // named in the content, first mention first, each once
  uint32_t paragraph = 0;
  uint32_t sentence = 0;  // of the first content span
  float confidence = 0;   // 0..1
  std::string rule;       // which rule or model found it
};

}  // namespace demarche
