// Cuts a table into rows and columns and reports the rows that have the wrong shape.
#include "pipeline/lexicon/tsv.h"

#include "fmt/format.h"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

std::string_view Trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

}  // namespace

void TsvRow::Error(std::string message, std::string suggestion) const {
  diagnostics_->push_back(
      {Diagnostic::Severity::kError, std::string(file_), line_, 0, std::move(message), std::move(suggestion)});
}

void TsvRow::Warning(std::string message, std::string suggestion) const {
  diagnostics_->push_back(
      {Diagnostic::Severity::kWarning, std::string(file_), line_, 0, std::move(message), std::move(suggestion)});
}

std::vector<std::string_view> SplitForms(std::string_view forms, char separator) {
  std::vector<std::string_view> out;
  while (!forms.empty()) {
    const size_t bar = forms.find(separator);
    const std::string_view part = Trim(forms.substr(0, bar));
    if (!part.empty()) out.push_back(part);
    if (bar == std::string_view::npos) break;
    forms.remove_prefix(bar + 1);
  }
  return out;
}

void ReadTsv(const LexiconFile& file, size_t min_columns, size_t max_columns, Diagnostics* diagnostics,
             const std::function<void(const TsvRow&)>& row) {
  std::string_view rest = file.bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  for (int line = 1; !rest.empty(); ++line) {
    const size_t end = rest.find('\n');
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (Trim(text).empty() || text.front() == '#') continue;
    std::vector<std::string_view> columns;
    for (std::string_view left = text;;) {
      const size_t tab = left.find('\t');
      columns.push_back(Trim(left.substr(0, tab)));
      if (tab == std::string_view::npos) break;
      left.remove_prefix(tab + 1);
    }
    const size_t count = columns.size();
    const TsvRow parsed(file.path, line, std::move(columns), diagnostics);
    if (!IsValidUtf8(text)) {
      parsed.Error("the line is not valid UTF-8", "save the file as UTF-8");
    } else if (count < min_columns || count > max_columns) {
      parsed.Error(fmt::format("{} columns", count),
                   min_columns == max_columns
                       ? fmt::format("write {} columns with one tab between them", min_columns)
                       : fmt::format("write {} to {} columns with one tab between them", min_columns, max_columns));
    } else {
      row(parsed);
    }
  }
}

}  // namespace demarche
