// Proposals: what the frames say of one sentence: this actor does that to that one, with which modality. A relation is
// made of them by relation_finder.h. Plain functions, any thread; linear in triggers times actors of the sentence.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "pipeline/lexicon/frames.h"
#include "pipeline/model/event_type.h"
#include "pipeline/stages/relations/clauses.h"

namespace demarche {

struct Proposal {
  uint32_t source = 0, target = 0;              // actors of the Clauses
  uint32_t trigger_begin = 0, trigger_end = 0;  // tokens
  const Frame* frame = nullptr;
  EventType type = EventType::kConsult;
  std::string_view cameo;
  Modality modality = Modality::kActual;
  bool reciprocal = false;
  bool weak = false;
};

std::vector<Proposal> Propose(const Clauses& clauses, const FrameTable& frames);

// What the words before verb `at` make of it: "did not", "may", "plans to", "must". Actual if nothing is said.
Modality ModalityOf(const Clauses& clauses, const FrameTable& frames, const Verb& verb);
// The same for any token: by the verb that it is or that governs it.
Modality ModalityAt(const Clauses& clauses, const FrameTable& frames, uint32_t token);

}  // namespace demarche
