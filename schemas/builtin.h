// The files of schemas/ that the program carries inside its binary, so that it runs from any folder and on any machine.
// Path is relative to schemas/, as "lexicon/countries.tsv". The bytes live as long as the process and belong to nobody;
// any thread may read them.
#pragma once
#include <span>
#include <string_view>

namespace demarche {

struct BuiltinFile {
  std::string_view path;
  std::string_view bytes;
};

std::span<const BuiltinFile> BuiltinFiles();

// The bytes of the file at `path`, or an empty view where there is no such file.
inline std::string_view BuiltinBytes(std::string_view path) {
  for (const BuiltinFile& file : BuiltinFiles()) {
    if (file.path == path) return file.bytes;
  }
  return {};
}

}  // namespace demarche
