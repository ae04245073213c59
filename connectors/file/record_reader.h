// RecordReader: the records of a file, one after another, without reading the whole of it. What a record is, is told by
// the start of the file:
//   lines    NDJSON: each line that is not blank is a record, whatever is in it
//   values   one JSON value, or several one after another, over as many lines as they take
//   array    a JSON array, on one line or many: each element is a record
// Lines it is, unless the first line starts with a bracket that it does not close and the second does not start with
// one in its first column; or the file is a single array. Splitting follows brackets and strings only, so that a broken
// record comes out as it is, for the decoder to say what is wrong.
//
// Compressed files and "-" as ByteStream says. Memory: one record, at the most max_record_bytes, and a buffer. One
// thread.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "connectors/file/byte_stream.h"

namespace demarche::file {

class RecordReader {
 public:
  // A longer record is cut there: the decoder will find it too large, and the next record is found all the same.
  static constexpr size_t kMaxRecordBytes = size_t{256} << 20;

  // Errors as OpenByteStream.
  static absl::StatusOr<std::unique_ptr<RecordReader>> Open(const std::string& path,
                                                            size_t max_record_bytes = kMaxRecordBytes);
  // Over a stream that is open already.
  static absl::StatusOr<std::unique_ptr<RecordReader>> Over(std::unique_ptr<ByteStream> stream,
                                                            size_t max_record_bytes = kMaxRecordBytes);

  // The next record, its bytes untouched, valid until the next call; nullopt at the end.
  absl::StatusOr<std::optional<std::string_view>> Next();
  // How many records Next has given.
  int64_t count() const { return count_; }

 private:
  enum class Layout { kLines, kValues, kArray };
  RecordReader(std::unique_ptr<ByteStream> stream, size_t max_record_bytes)
      : stream_(std::move(stream)), max_record_bytes_(max_record_bytes) {}

  absl::Status DetectLayout();
  absl::StatusOr<bool> Fill();  // false at the end of the stream
  std::string_view unread() const { return std::string_view(buffer_).substr(begin_); }
  // A record that is not whole in the buffer is put together in record_.
  void Append(std::string_view part);
  absl::StatusOr<std::optional<std::string_view>> NextLine();
  absl::StatusOr<std::optional<std::string_view>> NextValue();

  std::unique_ptr<ByteStream> stream_;
  const size_t max_record_bytes_;
  Layout layout_ = Layout::kLines;
  bool in_array_ = false;
  bool ended_ = false;
  std::string buffer_;
  size_t begin_ = 0;
  std::string record_;
  int64_t count_ = 0;
};

}  // namespace demarche::file
