// ByteStream: the bytes of a file or of standard input, decompressed where they are gzip (also several members one
// after another) or Zstandard, which is told by their first bytes and not by the name. One thread.
#pragma once
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace demarche::file {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Reads up to `size` bytes into `out`, at least one; 0 at the end. kDataLoss: cut short or corrupt.
  virtual absl::StatusOr<size_t> Read(char* out, size_t size) = 0;
};

// Opens `path`; "-" is standard input. kNotFound, kPermissionDenied, kInvalidArgument (a directory), with the path in
// the message.
absl::StatusOr<std::unique_ptr<ByteStream>> OpenByteStream(const std::string& path);

}  // namespace demarche::file
