// Composition: what a governing act makes of the act that it governs: "threatened to sanction" is a threat of
// sanctions, "agreed to send aid" an agreement on aid. CAMEO codes of the composed acts as in its codebook (03x, 10x,
// 12x, 13x).
#pragma once
#include <string_view>

#include "pipeline/model/event_type.h"

namespace demarche {

// The CAMEO code of `outer` (AGREE, REQUEST, REJECT, THREATEN) done about `inner`; "" where CAMEO has no finer one.
std::string_view ComposedCameo(EventType outer, EventType inner);

// Whether `outer` and the noun of `inner` under it tell one act aimed at the noun's target: "threatened sanctions on",
// "lifted the ban on", "rejected talks with"; not "condemned the attack on".
bool ComposesWithNoun(EventType outer, EventType inner);

// "will not send tanks" is a refusal. Whether a negated future act of this type is one.
bool NegatedFutureIsRejection(EventType type);

}  // namespace demarche
