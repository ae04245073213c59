// See byte_stream.h.
#include "connectors/file/byte_stream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "fmt/format.h"
#include "pipeline/base/status_macros.h"

namespace demarche::file {

namespace {

constexpr size_t kInputBytes = 256 * 1024;

std::string ErrorText(int error) { return std::generic_category().message(error); }

// The bytes as they lie in the file.
class RawStream : public ByteStream {
 public:
  RawStream(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  ~RawStream() override {
    if (fd_ > STDERR_FILENO) close(fd_);
  }
  RawStream(const RawStream&) = delete;
  RawStream& operator=(const RawStream&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    if (!peeked_.empty()) {
      const size_t n = std::min(size, peeked_.size());
      std::memcpy(out, peeked_.data(), n);
      peeked_.erase(0, n);
      return n;
    }
    while (true) {
      const ssize_t n = read(fd_, out, size);
      if (n >= 0) return static_cast<size_t>(n);
      if (errno != EINTR) return absl::UnavailableError(fmt::format("cannot read {}: {}", path_, ErrorText(errno)));
    }
  }

  // The first bytes, which Read gives again. Fewer than `size` only at the end.
  absl::StatusOr<std::string_view> Peek(size_t size) {
    while (peeked_.size() < size) {
      std::string more(size - peeked_.size(), '\0');
      const ssize_t n = read(fd_, more.data(), more.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return absl::UnavailableError(fmt::format("cannot read {}: {}", path_, ErrorText(errno)));
      if (n == 0) break;
      peeked_.append(more, 0, static_cast<size_t>(n));
    }
    return peeked_;
  }
  const std::string& path() const { return path_; }

 private:
  const int fd_;
  const std::string path_;
  std::string peeked_;
};

class GzipStream : public ByteStream {
 public:
  explicit GzipStream(std::unique_ptr<RawStream> raw) : raw_(std::move(raw)), input_(kInputBytes, '\0') {
    inflateInit2(&z_, 15 + 16);  // the largest window, gzip's header
  }
  ~GzipStream() override { inflateEnd(&z_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    z_.next_out = reinterpret_cast<Bytef*>(out);
    z_.avail_out = static_cast<uInt>(std::min<size_t>(size, 1 << 30));
    const uInt wanted = z_.avail_out;
    while (z_.avail_out == wanted) {
      if (z_.avail_in == 0) {
        DEMARCHE_ASSIGN_OR_RETURN(const size_t n, raw_->Read(input_.data(), input_.size()));
        if (n == 0) {
          if (between_members_) return 0;
          return absl::DataLossError(fmt::format("{}: the gzip data ends too early", raw_->path()));
        }
        z_.next_in = reinterpret_cast<Bytef*>(input_.data());
        z_.avail_in = static_cast<uInt>(n);
      }
      if (between_members_ && inflateReset(&z_) != Z_OK) return Corrupt();
      between_members_ = false;
      const int rc = inflate(&z_, Z_NO_FLUSH);
      if (rc == Z_STREAM_END) {
        between_members_ = true;
      } else if (rc != Z_OK && rc != Z_BUF_ERROR) {
        return Corrupt();
      }
    }
    return wanted - z_.avail_out;
  }

 private:
  absl::Status Corrupt() const {
    return absl::DataLossError(
        fmt::format("{}: corrupt gzip data: {}", raw_->path(), z_.msg == nullptr ? "unknown cause" : z_.msg));
  }
  std::unique_ptr<RawStream> raw_;
  std::string input_;
  z_stream z_{};
  bool between_members_ = false;
};

class ZstdStream : public ByteStream {
 public:
  explicit ZstdStream(std::unique_ptr<RawStream> raw)
      : raw_(std::move(raw)), input_(kInputBytes, '\0'), context_(ZSTD_createDStream(), &ZSTD_freeDStream) {}

  absl::StatusOr<size_t> Read(char* out, size_t size) override {
    ZSTD_outBuffer to{out, size, 0};
    while (to.pos == 0) {
      if (from_.pos == from_.size) {
        DEMARCHE_ASSIGN_OR_RETURN(const size_t n, raw_->Read(input_.data(), input_.size()));
        if (n == 0) {
          if (between_frames_) return 0;
          return absl::DataLossError(fmt::format("{}: the Zstandard data ends too early", raw_->path()));
        }
        from_ = {input_.data(), n, 0};
      }
      const size_t rc = ZSTD_decompressStream(context_.get(), &to, &from_);
      if (ZSTD_isError(rc) != 0) {
        return absl::DataLossError(fmt::format("{}: corrupt Zstandard data: {}", raw_->path(), ZSTD_getErrorName(rc)));
      }
      between_frames_ = rc == 0;
    }
    return to.pos;
  }

 private:
  std::unique_ptr<RawStream> raw_;
  std::string input_;
  std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream*)> context_;
  ZSTD_inBuffer from_{nullptr, 0, 0};
  bool between_frames_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteStream>> OpenByteStream(const std::string& path) {
  int fd = STDIN_FILENO;
  if (path != "-") {
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      const std::string text = fmt::format("cannot open {}: {}", path, ErrorText(errno));
      return errno == ENOENT ? absl::NotFoundError(text) : absl::PermissionDeniedError(text);
    }
  }
  auto raw = std::make_unique<RawStream>(fd, path == "-" ? "standard input" : path);
  struct stat info {};
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    return absl::InvalidArgumentError(fmt::format("{} is a directory, not a file of records", path));
  }
  DEMARCHE_ASSIGN_OR_RETURN(const std::string_view magic, raw->Peek(4));
  if (magic.substr(0, 2) == "\x1f\x8b") return std::make_unique<GzipStream>(std::move(raw));
  if (magic == "\x28\xb5\x2f\xfd") return std::make_unique<ZstdStream>(std::move(raw));
  return raw;
}

}  // namespace demarche::file
