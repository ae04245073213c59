// See record_reader.h.
#include "connectors/file/record_reader.h"

#include <algorithm>
#include <utility>

#include "connectors/file/json_extent.h"
#include "pipeline/base/status_macros.h"

namespace demarche::file {

namespace {

constexpr size_t kReadBytes = 256 * 1024;
// How much of a file is looked at to tell its layout.
constexpr size_t kDetectBytes = 1 << 20;
constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view WithoutMark(std::string_view text) {
  return text.substr(0, kByteOrderMark.size()) == kByteOrderMark ? text.substr(kByteOrderMark.size()) : text;
}

bool Opens(std::string_view text) { return !text.empty() && (text[0] == '{' || text[0] == '['); }

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> RecordReader::Open(const std::string& path, size_t max_record_bytes) {
  DEMARCHE_ASSIGN_OR_RETURN(std::unique_ptr<ByteStream> stream, OpenByteStream(path));
  return Over(std::move(stream), max_record_bytes);
}

absl::StatusOr<std::unique_ptr<RecordReader>> RecordReader::Over(std::unique_ptr<ByteStream> stream,
                                                                 size_t max_record_bytes) {
  std::unique_ptr<RecordReader> reader(new RecordReader(std::move(stream), max_record_bytes));
  DEMARCHE_RETURN_IF_ERROR(reader->DetectLayout());
  return reader;
}

absl::StatusOr<bool> RecordReader::Fill() {
  if (ended_) return false;
  if (begin_ == buffer_.size()) {
    buffer_.clear();
    begin_ = 0;
  }
  const size_t size = buffer_.size();
  buffer_.resize(size + kReadBytes);
  const absl::StatusOr<size_t> n = stream_->Read(buffer_.data() + size, kReadBytes);
  buffer_.resize(size + (n.ok() ? *n : 0));
  DEMARCHE_RETURN_IF_ERROR(n.status());
  ended_ = *n == 0;
  return !ended_;
}

absl::Status RecordReader::DetectLayout() {
  bool more = true;
  while (more && buffer_.size() < kDetectBytes) {
    DEMARCHE_ASSIGN_OR_RETURN(more, Fill());
  }
  std::string_view text = WithoutMark(buffer_);
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  if (!Opens(text)) return absl::OkStatus();
  const std::string_view line = text.substr(0, text.find('\n'));
  std::string_view rest = text.substr(std::min(line.size() + 1, text.size()));
  while (!rest.empty() && (rest[0] == '\n' || rest[0] == '\r')) rest.remove_prefix(1);
  const Layout whole = text[0] == '[' ? Layout::kArray : Layout::kValues;

  JsonExtent extent;
  const size_t end = extent.Feed(line);
  const bool closes = extent.done() && line.find_first_not_of(kBlank, end) == std::string_view::npos;
  if (closes) {
    // One value on one line: lines, unless it is an array that is all there is.
    if (whole == Layout::kArray && rest.find_first_not_of(kBlank) == std::string_view::npos) layout_ = whole;
    return absl::OkStatus();
  }
  const bool opening_only = line.find_first_not_of(kBlank, 1) == std::string_view::npos;
  if (extent.done() || opening_only || !Opens(rest)) layout_ = whole;
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string_view>> RecordReader::Next() {
  auto record = layout_ == Layout::kLines ? NextLine() : NextValue();
  if (record.ok() && record->has_value()) ++count_;
  return record;
}

void RecordReader::Append(std::string_view part) {
  record_.append(part.substr(0, max_record_bytes_ - std::min(max_record_bytes_, record_.size())));
}

absl::StatusOr<std::optional<std::string_view>> RecordReader::NextLine() {
  record_.clear();
  bool partial = false;  // the start of the line is in record_
  while (true) {
    if (begin_ == buffer_.size()) {
      DEMARCHE_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more && !partial) return std::nullopt;
    }
    const std::string_view text = unread();
    const size_t newline = text.find('\n');
    if (newline == std::string_view::npos && !ended_) {
      partial = true;
      Append(text);
      begin_ = buffer_.size();
      continue;
    }
    std::string_view line = text.substr(0, newline);
    begin_ += std::min(line.size() + 1, text.size());
    if (partial) {
      Append(line);
      line = record_;
    }
    line = line.substr(0, max_record_bytes_);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(kBlank) != std::string_view::npos) return line;
    record_.clear();
    partial = false;
  }
}

absl::StatusOr<std::optional<std::string_view>> RecordReader::NextValue() {
  record_.clear();
  // Whatever stands between values.
  while (true) {
    if (begin_ == buffer_.size()) {
      DEMARCHE_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more) return std::nullopt;
    }
    const std::string_view text = unread();
    if (count_ == 0 && !in_array_ && WithoutMark(text).size() < text.size()) {
      begin_ += kByteOrderMark.size();
      if (layout_ == Layout::kValues) Append(kByteOrderMark);
      continue;
    }
    const char c = text[0];
    if (kBlank.find(c) != std::string_view::npos || (in_array_ && c == ',')) {
      ++begin_;
    } else if (!in_array_ && layout_ == Layout::kArray && c == '[') {
      in_array_ = true;
      ++begin_;
    } else if (in_array_ && c == ']') {
      in_array_ = false;
      ++begin_;
    } else {
      break;
    }
  }
  JsonExtent extent;
  while (!extent.done()) {
    if (begin_ == buffer_.size()) {
      DEMARCHE_ASSIGN_OR_RETURN(const bool more, Fill());
      if (!more) break;
    }
    const std::string_view text = unread();
    const size_t size = extent.Feed(text);
    begin_ += size;
    if (record_.empty() && extent.done() && size > 0) return text.substr(0, std::min(size, max_record_bytes_));
    Append(text.substr(0, size));
  }
  if (record_.empty()) {  // a comma outside any array: a record of its own, so that nothing is passed over
    Append(unread().substr(0, 1));
    begin_ += std::min<size_t>(1, unread().size());
  }
  return record_;
}

}  // namespace demarche::file
