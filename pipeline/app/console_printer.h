// ConsolePrinter: one readable line for each statement and relation, as the demo and a curious user want to see them;
// colours where the output is a terminal (NO_COLOR turns them off). Any thread may call it; lines do not mix.
#pragma once
#include <cstdio>
#include <string>

#include "absl/base/thread_annotations.h"
#include "pipeline/base/mutex.h"
#include "pipeline/stages/document_path.h"

namespace demarche {

class ConsolePrinter {
 public:
  // Writes to `out`, which it does not own.
  ConsolePrinter(std::FILE* out, bool colours) : out_(out), colours_(colours) {}

  void Print(const ArticleReading& reading);
  void Print(const RawMessage& message, const Failure& failure);

 private:
  std::string Paint(const char* code, std::string text) const;
  std::FILE* const out_;
  const bool colours_;
  Mutex mutex_;
};

// Whether `out` is a terminal that wants colours.
bool WantsColours(std::FILE* out);

}  // namespace demarche
