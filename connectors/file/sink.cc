// See sink.h.
#include "connectors/file/sink.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "fmt/format.h"
#include "pipeline/base/json_writer.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/utf8.h"

namespace demarche::file {

namespace {

std::string ErrorText(int error) { return std::generic_category().message(error); }

std::string_view KindName(OutputKind kind) {
  switch (kind) {
    case OutputKind::kStatement:
      return "statement";
    case OutputKind::kRelation:
      return "relation";
    case OutputKind::kReceipt:
      return "receipt";
    case OutputKind::kDeadLetter:
      return "dead-letter";
  }
  return "";
}

// RFC 4648, section 4.
std::string Base64(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](size_t k) { return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u; };
    const uint32_t group = at(0) << 16 | at(1) << 8 | at(2);
    out += kDigits[group >> 18];
    out += kDigits[group >> 12 & 63];
    out += i + 1 < bytes.size() ? kDigits[group >> 6 & 63] : '=';
    out += i + 2 < bytes.size() ? kDigits[group & 63] : '=';
  }
  return out;
}

void WriteBytes(const std::optional<std::string>& bytes, JsonWriter* json) {
  if (!bytes) {
    json->Null();
  } else if (IsValidUtf8(*bytes)) {
    json->String(*bytes);
  } else {
    json->BeginObject().Key("base64").String(Base64(*bytes)).EndObject();
  }
}

}  // namespace

void AppendLine(const OutputRecord& record, std::string* out) {
  JsonWriter json(out);
  json.BeginObject().Key("kind").String(KindName(record.kind)).Key("key");
  WriteBytes(record.key, &json);
  json.Key("value");
  if (record.kind != OutputKind::kDeadLetter && record.value) {
    json.Raw(*record.value);
  } else {
    WriteBytes(record.value, &json);
  }
  json.Key("headers").BeginArray();
  for (const Header& header : record.headers) {
    json.BeginArray().String(header.name);
    WriteBytes(header.value, &json);
    json.EndArray();
  }
  json.EndArray().EndObject();
}

absl::Status FileSink::Open() {
  for (const std::string& path : options_.paths) {
    if (path.empty() || files_.count(path) > 0) continue;
    int fd = STDOUT_FILENO;
    if (path != "-") {
      const bool keep = options_.append || opened_before_;
      fd = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (keep ? 0 : O_TRUNC), 0644);
      if (fd < 0) {
        const std::string text = fmt::format("cannot write to {}: {}", path, ErrorText(errno));
        return errno == ENOENT ? absl::NotFoundError(text) : absl::PermissionDeniedError(text);
      }
    }
    files_[path].fd = fd;
  }
  opened_before_ = true;
  return absl::OkStatus();
}

absl::Status FileSink::Begin() { return absl::OkStatus(); }

absl::Status FileSink::Write(OutputRecord& record) {
  const std::string& path = options_.paths[static_cast<int>(record.kind)];
  if (path.empty()) return absl::OkStatus();
  std::string* pending = &files_.at(path).pending;
  AppendLine(record, pending);
  pending->push_back('\n');
  return absl::OkStatus();
}

absl::Status FileSink::Flush(const std::string& path, File* file) const {
  while (file->written < file->pending.size()) {
    const ssize_t n = write(file->fd, file->pending.data() + file->written, file->pending.size() - file->written);
    if (n >= 0) {
      file->written += static_cast<size_t>(n);
    } else if (errno == EPIPE) {
      return absl::UnknownError(fmt::format("{}: nobody reads it any more", path));
    } else if (errno != EINTR) {
      return absl::UnavailableError(fmt::format("cannot write to {}: {}", path, ErrorText(errno)));
    }
  }
  if (options_.sync && !file->pending.empty() && fdatasync(file->fd) != 0 && errno != EINVAL && errno != EROFS) {
    return absl::UnavailableError(fmt::format("cannot sync {}: {}", path, ErrorText(errno)));
  }
  file->pending.clear();
  file->written = 0;
  return absl::OkStatus();
}

absl::Status FileSink::Commit(absl::Span<const OffsetCommit>) {
  for (auto& [path, file] : files_) DEMARCHE_RETURN_IF_ERROR(Flush(path, &file));
  return absl::OkStatus();
}

absl::Status FileSink::Abort() {
  for (auto& [path, file] : files_) {
    // A line that is half written is finished, so that the file stays NDJSON.
    if (file.written > 0 && file.pending[file.written - 1] != '\n') {
      file.pending.resize(file.pending.find('\n', file.written) + 1);
      DEMARCHE_RETURN_IF_ERROR(Flush(path, &file));
    }
    file.pending.clear();
    file.written = 0;
  }
  return absl::OkStatus();
}

void FileSink::Close() {
  for (auto& [path, file] : files_) {
    if (file.fd > STDERR_FILENO) close(file.fd);
  }
  files_.clear();
}

}  // namespace demarche::file
