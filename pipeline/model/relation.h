// Relation: what one country does to, with or says about another. Spans are bytes of Text::utf8.
#pragma once
#include <cstdint>
#include <string>

#include "pipeline/base/span.h"
#include "pipeline/model/country_code.h"
#include "pipeline/model/event_type.h"

namespace demarche {

struct RelationActor {
  CountryCode country;
  Span actor;  // the mention nearest the clause; empty = null
  std::string
      role;  // "government", "military", "leader", "ministry", "body", "citizens", "companies", "official"; "" = null
};

inline constexpr uint32_t kNoStatement = UINT32_MAX;

struct Relation {
  RelationActor source;
  RelationActor target;
  Span trigger;
  Span evidence;  // the sentence
  uint32_t sentence = 0;
  EventType event_type = EventType::kConsult;
  std::string cameo;    // finest code that the evidence supports: "111"
  float intensity = 0;  // Goldstein value of `cameo`
  float tone = 0;       // of the sentence, -1..1
  Modality modality = Modality::kActual;
  Aspect aspect = Aspect::kEvent;
  bool reciprocal = false;
  uint32_t statement = kNoStatement;  // index of the statement whose content holds the trigger
  std::string reported_by_name;       // speaker of that statement; "" = null
  CountryCode reported_by_country;
  float confidence = 0;  // 0..1
  std::string rule;      // the frame that found it: "criticize.v.1"
};

}  // namespace demarche
