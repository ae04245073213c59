// See word_pieces.h.
#include "pipeline/stages/reading/word_pieces.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "fmt/format.h"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

// Calls `line(number, bytes)` for each line; stops at the first that it refuses.
template <typename F>
absl::Status ForLines(std::string_view bytes, F line) {
  size_t number = 0;
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    if (absl::Status status = line(++number, bytes.substr(0, end)); !status.ok()) return status;
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  return absl::OkStatus();
}

bool IsMark(char c) { return absl::ascii_ispunct(static_cast<unsigned char>(c)); }

}  // namespace

absl::StatusOr<WordPieces> WordPieces::Create(std::string_view vocabulary, std::string_view fold) {
  WordPieces out;
  absl::Status status = ForLines(vocabulary, [&](size_t number, std::string_view piece) -> absl::Status {
    if (piece.empty() || number > UINT16_MAX)
      return absl::InvalidArgumentError(
          fmt::format("vocabulary.txt:{}: expected one piece a line, at most {}", number, UINT16_MAX));
    const bool continues = piece.size() > 2 && piece.substr(0, 2) == "##";
    const std::string_view text = continues ? piece.substr(2) : piece;
    (continues ? out.continuations_ : out.starts_).emplace(text, static_cast<uint16_t>(number - 1));
    out.longest_ = std::max(out.longest_, text.size());
    out.size_ = number;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  status = ForLines(fold, [&](size_t number, std::string_view line) -> absl::Status {
    if (line.empty() || line[0] == '#') return absl::OkStatus();
    const size_t tab = line.find('\t');
    uint32_t code_point = 0;
    if (tab == std::string_view::npos || !absl::SimpleHexAtoi(absl::string_view(line.data(), tab), &code_point))
      return absl::InvalidArgumentError(
          fmt::format("fold.tsv:{}: expected a code point in hex, a tab, its folding", number));
    out.fold_.emplace(static_cast<char32_t>(code_point), line.substr(tab + 1));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return out;
}

std::string WordPieces::Fold(std::string_view token) const {
  std::string out;
  out.reserve(token.size());
  for (size_t at = 0; at < token.size();) {
    if (static_cast<unsigned char>(token[at]) < 0x80) {
      out.push_back(absl::ascii_tolower(static_cast<unsigned char>(token[at++])));
      continue;
    }
    const CodePoint cp = DecodeUtf8(token, at);
    const auto it = fold_.find(cp.value);
    out.append(it == fold_.end() ? token.substr(at, cp.length) : it->second);
    at += cp.length;
  }
  return out;
}

void WordPieces::Append(std::string_view token, std::vector<uint16_t>* out) const {
  const size_t limit = out->size() + kMaxPerToken;
  const size_t before = out->size();
  const std::string folded = Fold(token);
  const std::string_view rest = folded;
  for (size_t at = 0; at < rest.size() && out->size() < limit;) {
    size_t end = at + 1;
    if (!IsMark(rest[at])) {
      while (end < rest.size() && !IsMark(rest[end])) ++end;
    }
    AppendWord(rest.substr(at, end - at), limit, out);
    at = end;
  }
  if (out->size() == before) out->push_back(kUnknown);
}

void WordPieces::AppendWord(std::string_view word, size_t limit, std::vector<uint16_t>* out) const {
  const size_t before = out->size();
  for (size_t at = 0; at < word.size() && out->size() < limit;) {
    const auto& known = at == 0 ? starts_ : continuations_;
    size_t length = std::min(longest_, word.size() - at);
    auto it = known.end();
    while (length > 0 && (it = known.find(word.substr(at, length))) == known.end()) --length;
    if (length == 0) {
      out->resize(before);
      out->push_back(kUnknown);
      return;
    }
    out->push_back(it->second);
    at += length;
  }
}

}  // namespace demarche
