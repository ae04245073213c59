// What a status means: the one place that decides what the engine does about an error of a port (io.h lists the codes).
// Pure function, any thread.
#pragma once
#include <cstdint>
#include <string_view>

#include "absl/status/status.h"

namespace demarche {

enum class FaultAction : uint8_t {
  kNone,            // OK
  kRetry,           // the same call again, after a growing, jittered delay
  kAbortAndRewind,  // abort the transaction, source back to its committed offsets, work in flight dropped
  kReopen,          // replace the client, then as kAbortAndRewind
  kRejectRecord,    // one message becomes a dead letter with reason sink_rejected
  kEndOfInput,      // drain, commit, finish
  kStop,            // stop with this status; nothing is lost, a restart goes on from the committed offsets
};

FaultAction ActionFor(const absl::Status& status);

std::string_view ToString(FaultAction action);  // "retry"

}  // namespace demarche
