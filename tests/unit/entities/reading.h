// One text through segment and entities, with the tables that the program carries. For tests of entities and
// statements.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pipeline/stages/entities/entity_finder.h"
#include "pipeline/stages/segment/segmenter.h"

namespace demarche {

inline std::shared_ptr<const Lexicon> TestLexicon() {
  static const auto* const lexicon = [] {
    Diagnostics diagnostics;
    return new std::shared_ptr<const Lexicon>(LoadBuiltinLexicon(&diagnostics));
  }();
  return *lexicon;
}

struct Sample {
  Text text;
  Segments segments;
  Entities entities;
};

// Paragraphs are the lines of `utf8`; with an empty second line the first is the title.
inline Sample ReadText(std::string utf8, std::string_view language = "en",
                       std::optional<absl::Time> when = std::nullopt) {
  Sample out;
  out.text.utf8 = std::move(utf8);
  out.text.language = language;
  const std::string& s = out.text.utf8;
  for (size_t begin = 0; begin <= s.size();) {
    const size_t end = std::min(s.find('\n', begin), s.size());
    if (end > begin) {
      Paragraph paragraph;
      paragraph.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
      out.text.paragraphs.push_back(paragraph);
    }
    begin = end + 1;
  }
  const CancelToken cancel;
  absl::StatusOr<Segments> segments = Segment(out.text, cancel);
  EXPECT_TRUE(segments.ok()) << segments.status();
  if (segments.ok()) out.segments = *std::move(segments);
  absl::StatusOr<Entities> entities = EntityFinder(TestLexicon()).Find(out.text, out.segments, when, cancel);
  EXPECT_TRUE(entities.ok()) << entities.status();
  if (entities.ok()) out.entities = *std::move(entities);
  return out;
}

}  // namespace demarche
