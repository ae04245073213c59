// FileSink: the ports' Sink that writes NDJSON: all records to one file, or each kind to its own. A line is
//   {"kind":"statement","key":K,"value":V,"headers":[["name",H],...]}
// kind is statement, relation, receipt or dead-letter. K and H are a string, null, or {"base64":"..."} where the bytes
// are not UTF-8. V is the JSON value itself; of a dead letter, whose value is the original's bytes, it is as K.
//
// Records are kept in memory until Commit and go to the operating system then, whole lines, in one write for each file;
// Abort drops them. With `sync` Commit also waits for the disk. A crash inside Commit may leave a part of it, the last
// line torn: at least once.
//
// Errors: kUnavailable (disk full, ...: what is left is written by the next Commit), kUnknown (the reader of
// a pipe has gone), kNotFound and kPermissionDenied from Open. Threads as in io.h.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "pipeline/runtime/io.h"

namespace demarche::file {

struct FileSinkOptions {
  // By kind: statement, relation, receipt, dead letter. The same path may stand several times; "-" is standard output,
  // "" drops the kind.
  std::string paths[kOutputKinds];
  bool append = false;  // otherwise files are emptied at the first Open
  bool sync = false;
};

class FileSink : public Sink {
 public:
  explicit FileSink(FileSinkOptions options) : options_(std::move(options)) {}
  ~FileSink() override { Close(); }
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  absl::Status Open() override;
  absl::Status Begin() override;
  absl::Status Write(OutputRecord& record) override;
  absl::Status Commit(absl::Span<const OffsetCommit> offsets) override;
  absl::Status Abort() override;
  void Close() override;

 private:
  struct File {
    int fd = -1;
    std::string pending;
    size_t written = 0;  // of pending
  };
  absl::Status Flush(const std::string& path, File* file) const;

  const FileSinkOptions options_;
  std::map<std::string, File> files_;  // by path
  bool opened_before_ = false;
};

// The line of `record` without its newline.
void AppendLine(const OutputRecord& record, std::string* out);

}  // namespace demarche::file
