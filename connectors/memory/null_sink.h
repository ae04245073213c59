// NullSink: takes everything and keeps nothing, for measuring what the rest costs. Thread: the publisher's.
#pragma once
#include "pipeline/runtime/io.h"

namespace demarche {

class NullSink final : public Sink {
 public:
  absl::Status Open() override { return absl::OkStatus(); }
  absl::Status Begin() override { return absl::OkStatus(); }
  absl::Status Write(OutputRecord&) override { return absl::OkStatus(); }
  absl::Status Commit(absl::Span<const OffsetCommit>) override { return absl::OkStatus(); }
  absl::Status Abort() override { return absl::OkStatus(); }
  void Close() override {}
};

}  // namespace demarche
