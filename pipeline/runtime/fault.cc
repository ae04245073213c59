// See fault.h.
#include "pipeline/runtime/fault.h"

namespace demarche {

FaultAction ActionFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return FaultAction::kNone;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return FaultAction::kRetry;
    case absl::StatusCode::kAborted:
      return FaultAction::kAbortAndRewind;
    case absl::StatusCode::kDataLoss:
      return FaultAction::kReopen;
    case absl::StatusCode::kInvalidArgument:
      return FaultAction::kRejectRecord;
    case absl::StatusCode::kOutOfRange:
      return FaultAction::kEndOfInput;
    default:  // fenced, misconfigured, or a broken invariant: going on could only do harm
      return FaultAction::kStop;
  }
}

std::string_view ToString(FaultAction action) {
  switch (action) {
    case FaultAction::kNone:
      return "none";
    case FaultAction::kRetry:
      return "retry";
    case FaultAction::kAbortAndRewind:
      return "abort_and_rewind";
    case FaultAction::kReopen:
      return "reopen";
    case FaultAction::kRejectRecord:
      return "reject_record";
    case FaultAction::kEndOfInput:
      return "end_of_input";
    case FaultAction::kStop:
      return "stop";
  }
  return "";
}

}  // namespace demarche
