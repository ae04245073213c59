// The networks that the program carries, and texts cut into windows, for the reading tests.
#pragma once
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pipeline/stages/reading/reader.h"
#include "pipeline/stages/reading/windows.h"
#include "pipeline/stages/segment/segmenter.h"
#include "schemas/builtin.h"

namespace demarche {

inline const WordPieces& TestPieces() {
  static const auto* const pieces =
      new WordPieces(*WordPieces::Create(BuiltinBytes("reading/vocabulary.txt"), BuiltinBytes("reading/fold.tsv")));
  return *pieces;
}

struct Cut {
  Text text;
  Segments segments;
};

inline Cut CutText(std::string utf8) {
  Cut out;
  out.text.utf8 = std::move(utf8);
  out.text.language = "en";
  out.text.paragraphs.push_back({{0, static_cast<uint32_t>(out.text.utf8.size())}});
  out.segments = *Segment(out.text, CancelToken());
  return out;
}

}  // namespace demarche
