// See source.h.
#include "connectors/file/source.h"

#include <algorithm>
#include <thread>

#include "pipeline/base/str.h"

namespace demarche::file {

namespace {

absl::Status Lasting(const absl::Status& status) {
  if (status.code() != absl::StatusCode::kDataLoss) return status;
  return absl::UnknownError(status.message());
}

}  // namespace

std::vector<TopicPartition> FileSource::Partitions() const {
  std::vector<TopicPartition> partitions;
  for (const std::string& path : paths_) partitions.push_back({path, 0});
  return partitions;
}

absl::Status FileSource::Open(RebalanceListener* listener) {
  // A missing file is told at the start, not when the ones before it have been read.
  for (const std::string& path : paths_) {
    if (path == "-") continue;
    if (absl::StatusOr<std::unique_ptr<ByteStream>> stream = OpenByteStream(path); !stream.ok()) {
      return Lasting(stream.status());
    }
  }
  listener_ = listener;
  listener_->OnAssigned(Partitions());
  return absl::OkStatus();
}

RawMessage FileSource::MessageOf(const Unsettled& record) const {
  RawMessage message;
  message.origin = {paths_[record.file], 0, record.offset, -1};
  message.value = *record.value;
  message.owner = record.value;
  return message;
}

absl::StatusOr<std::optional<RawMessage>> FileSource::Poll(absl::Duration timeout) {
  if (paused_) {
    std::this_thread::sleep_for(absl::ToChronoNanoseconds(timeout));
    return std::nullopt;
  }
  {
    MutexLock lock(&mu_);
    if (again_ < unsettled_.size()) return MessageOf(unsettled_[again_++]);
  }
  while (file_ < paths_.size()) {
    if (reader_ == nullptr) {
      absl::StatusOr<std::unique_ptr<RecordReader>> reader = RecordReader::Open(paths_[file_], max_record_bytes_);
      if (!reader.ok()) return Lasting(reader.status());
      reader_ = *std::move(reader);
    }
    const int64_t offset = reader_->count();
    const absl::StatusOr<std::optional<std::string_view>> record = reader_->Next();
    if (!record.ok()) return Lasting(record.status());
    if (record->has_value()) {
      MutexLock lock(&mu_);
      unsettled_.push_back({file_, offset, std::make_shared<const std::string>(**record)});
      again_ = unsettled_.size();
      return MessageOf(unsettled_.back());
    }
    reader_.reset();
    ++file_;
  }
  return absl::OutOfRangeError("all files are read");
}

absl::Status FileSource::Pause(absl::Span<const TopicPartition>) {
  paused_ = true;
  return absl::OkStatus();
}

absl::Status FileSource::Resume(absl::Span<const TopicPartition>) {
  paused_ = false;
  return absl::OkStatus();
}

absl::Status FileSource::Rewind() {
  MutexLock lock(&mu_);
  again_ = 0;
  return absl::OkStatus();
}

absl::Status FileSource::Commit(absl::Span<const OffsetCommit> offsets) {
  MutexLock lock(&mu_);
  const auto settled = [&](const Unsettled& record) {
    return std::any_of(offsets.begin(), offsets.end(), [&](const OffsetCommit& commit) {
      return commit.partition.topic == paths_[record.file] && record.offset < commit.next_offset;
    });
  };
  while (!unsettled_.empty() && settled(unsettled_.front())) {
    unsettled_.pop_front();
    if (again_ > 0) --again_;
  }
  return absl::OkStatus();
}

void FileSource::Close() {
  if (listener_ == nullptr) return;
  listener_->OnRevoked(Partitions());
  listener_ = nullptr;
  MutexLock lock(&mu_);
  again_ = 0;  // opened again, it goes on where it was settled
}

}  // namespace demarche::file
