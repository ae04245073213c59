// See sink.h.
#include "connectors/memory/sink.h"

#include <utility>

#include "pipeline/base/status_macros.h"

namespace demarche::memory {

absl::Status MemorySink::Open() {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kSinkOpen));
  Close();
  producer_ = broker_->NewProducer();
  open_ = true;
  return absl::OkStatus();
}

absl::Status MemorySink::CheckFenced() const {
  if (delivery_ == Delivery::kAtLeastOnce || !broker_->IsFenced(producer_)) return absl::OkStatus();
  return absl::FailedPreconditionError("another producer has this transactional id");
}

absl::Status MemorySink::Begin() {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kBegin));
  DEMARCHE_RETURN_IF_ERROR(CheckFenced());
  if (!open_ || begun_) return absl::InternalError("Begin out of order");
  begun_ = true;
  committed_ = false;
  refused_ = false;
  return broker_->faults.After(Op::kBegin);
}

absl::Status MemorySink::Write(OutputRecord& record) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kWrite));
  if (!begun_) return absl::InternalError("Write out of order");
  if (refuse_write && refuse_write(record)) return absl::InvalidArgumentError("record too large");
  if (refuse_commit && refuse_commit(record)) {
    refused_ = true;
    return absl::OkStatus();
  }
  pending_.push_back(std::move(record));
  if (delivery_ == Delivery::kAtLeastOnce) {
    broker_->Append(std::move(pending_));
    pending_.clear();
  }
  return absl::OkStatus();
}

absl::Status MemorySink::Commit(absl::Span<const OffsetCommit> offsets) {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kCommit));
  if (!begun_) return absl::InternalError("Commit out of order");
  if (refused_) return absl::InvalidArgumentError("record too large for the topic");
  if (!committed_) {
    if (delivery_ == Delivery::kExactlyOnce) {
      DEMARCHE_RETURN_IF_ERROR(broker_->Publish(producer_, std::move(pending_), offsets));
    }
    pending_.clear();
    committed_ = true;
  }
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.After(Op::kCommit));
  begun_ = false;
  return absl::OkStatus();
}

absl::Status MemorySink::Abort() {
  DEMARCHE_RETURN_IF_ERROR(broker_->faults.Before(Op::kAbort));
  DEMARCHE_RETURN_IF_ERROR(CheckFenced());
  pending_.clear();
  begun_ = false;
  return broker_->faults.After(Op::kAbort);
}

void MemorySink::Close() {
  pending_.clear();
  begun_ = false;
  open_ = false;
}

}  // namespace demarche::memory
