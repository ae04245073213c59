// FileSource: the ports' Source over the records of one or more files, one file after another. Origin: topic = path,
// partition 0, offset = number of the record in its file, from 0. Ends with kOutOfRange after the last file.
//
// Files have no consumer group: run the engine at least once, so that it settles offsets by Commit. They are remembered
// for the life of this object and not beyond it: a new process starts at the first record. What is delivered and not
// settled is kept, so that Rewind works for standard input too.
//
// Errors: as ByteStream, and kDataLoss becomes kUnknown: a corrupt file does not get better by opening it
// again. Threads as in io.h; one mutex for what Commit shares with Poll.
#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "connectors/file/record_reader.h"
#include "pipeline/base/mutex.h"
#include "pipeline/runtime/io.h"

namespace demarche::file {

class FileSource : public Source {
 public:
  // "-" is standard input.
  explicit FileSource(std::vector<std::string> paths, size_t max_record_bytes = RecordReader::kMaxRecordBytes)
      : paths_(std::move(paths)), max_record_bytes_(max_record_bytes) {}

  absl::Status Open(RebalanceListener* listener) override;
  absl::StatusOr<std::optional<RawMessage>> Poll(absl::Duration timeout) override;
  absl::Status Pause(absl::Span<const TopicPartition> partitions) override;
  absl::Status Resume(absl::Span<const TopicPartition> partitions) override;
  absl::Status Rewind() override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  void Close() override;

 private:
  struct Unsettled {
    size_t file = 0;
    int64_t offset = 0;
    std::shared_ptr<const std::string> value;
  };
  RawMessage MessageOf(const Unsettled& record) const;
  std::vector<TopicPartition> Partitions() const;

  const std::vector<std::string> paths_;
  const size_t max_record_bytes_;
  RebalanceListener* listener_ = nullptr;
  std::unique_ptr<RecordReader> reader_;  // of paths_[file_]
  size_t file_ = 0;
  bool paused_ = false;

  Mutex mu_;
  std::deque<Unsettled> unsettled_ ABSL_GUARDED_BY(mu_);  // in the order of reading
  size_t again_ ABSL_GUARDED_BY(mu_) = 0;                 // the next of them to deliver; the rest is new
};

}  // namespace demarche::file
