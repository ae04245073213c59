// Tab-separated tables that people write: one row a line, "#" starts a comment line, empty lines are skipped. A row
// with too few or too many columns is reported and skipped; the rest of the table is used.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/diagnostic.h"

namespace demarche {

// A file of schemas/lexicon or of the user's own lexicon directory; `path` ends with the table's name
// ("lexicon/countries.tsv"), the bytes must outlive the call that reads them.
struct LexiconFile {
  std::string_view path;
  std::string_view bytes;
};

class TsvRow {
 public:
  TsvRow(std::string_view file, int line, std::vector<std::string_view> columns, Diagnostics* diagnostics)
      : file_(file), line_(line), columns_(std::move(columns)), diagnostics_(diagnostics) {}
  // Column `i` without spaces around it, "" where the row has fewer.
  std::string_view operator[](size_t i) const { return i < columns_.size() ? columns_[i] : std::string_view(); }
  int line() const { return line_; }
  void Error(std::string message, std::string suggestion) const;
  void Warning(std::string message, std::string suggestion) const;

 private:
  std::string_view file_;
  int line_;
  std::vector<std::string_view> columns_;
  Diagnostics* diagnostics_;
};

// Calls `row` for each row of `file` that has `min_columns` to `max_columns` columns.
void ReadTsv(const LexiconFile& file, size_t min_columns, size_t max_columns, Diagnostics* diagnostics,
             const std::function<void(const TsvRow&)>& row);

// "a|b|c" without empty parts.
std::vector<std::string_view> SplitForms(std::string_view forms, char separator = '|');

}  // namespace demarche
