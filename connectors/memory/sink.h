// MemorySink: the ports' Sink over a memory::Broker. Exactly once: what is written becomes visible at Commit with its
// offsets, and vanishes at Abort. At least once: it is visible at once. Threads and errors as in io.h.
#pragma once
#include <functional>
#include <vector>

#include "connectors/memory/broker.h"
#include "pipeline/runtime/io.h"
#include "pipeline/runtime/options.h"

namespace demarche::memory {

class MemorySink : public Sink {
 public:
  // `broker` outlives the sink.
  explicit MemorySink(Broker* broker, Delivery delivery = Delivery::kExactlyOnce)
      : broker_(broker), delivery_(delivery) {}

  // Which records Write refuses, and which are refused by the broker at Commit. To be set before the engine runs.
  std::function<bool(const OutputRecord&)> refuse_write;
  std::function<bool(const OutputRecord&)> refuse_commit;

  absl::Status Open() override;
  absl::Status Begin() override;
  absl::Status Write(OutputRecord& record) override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  absl::Status Abort() override;
  void Close() override;

 private:
  absl::Status CheckFenced() const;

  Broker* const broker_;
  const Delivery delivery_;
  uint64_t producer_ = 0;
  bool open_ = false;
  bool begun_ = false;
  bool committed_ = false;  // the answer to the last Commit was lost, and it is asked again
  bool refused_ = false;
  std::vector<OutputRecord> pending_;
};

}  // namespace demarche::memory
