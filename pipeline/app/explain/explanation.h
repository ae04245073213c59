// Explanation: all that was decided about one article and why, as sections of entries of facts, ready to be written as
// text (explain_text.h) or as a page (explain_html.h). Values; the strings are UTF-8. Any thread.
#pragma once
#include <string>
#include <vector>

#include "pipeline/base/span.h"
#include "pipeline/lexicon/lexicon.h"
#include "pipeline/stages/document_path.h"

namespace demarche {

struct ExplainedFact {
  std::string name;
  std::string value;
};

// What a span of the text is, for the page's marks.
enum class MarkKind : uint8_t { kNone, kContent, kCue, kSource, kActor, kTrigger };

struct ExplainedMark {
  Span span;  // bytes of Text::utf8
  MarkKind kind = MarkKind::kNone;
};

struct ExplainedEntry {
  std::string head;
  std::vector<ExplainedFact> facts;
  std::vector<ExplainedMark> marks;  // where it stands in the text; may be empty
};

struct ExplainedSection {
  std::string title;
  std::string note;  // how to read it
  std::vector<ExplainedEntry> entries;
};

struct Explanation {
  std::string title;
  std::vector<ExplainedFact> facts;  // of the article
  std::string text;                  // Text::utf8
  std::vector<ExplainedSection> sections;
};

// Looks a second time at what the relation models weighed; everything else is taken from `reading`.
Explanation Explain(const ArticleReading& reading, const Lexicon& lexicon);

}  // namespace demarche
