// Text: an article's title and body as readable UTF-8 (NFC, no markup, one line a paragraph), immutable after
// normalize. Every later span is in bytes of `utf8`; ToDelivered() leads a span back to code points of the text as it
// was delivered (title, "\n\n", body with its markup; only the body for plain input).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/base/span.h"

namespace demarche {

struct Paragraph {
  enum class Kind : uint8_t { kTitle, kBody };
  Span span;  // without the line break
  Kind kind = Kind::kBody;
  Span dateline;        // "MOSCOW (Reuters) - " at the start; empty if none
  bool byline = false;  // "By Jane Doe, Reuters": not a sentence
};

// One piece of the way back: bytes [text_begin, next piece) of `utf8` come from code points starting at
// `delivered_begin`. kCopy: one code point to one code point. kReplace: the whole piece stands for delivered [begin,
// end) (an entity, a normalised cluster, collapsed space).
struct AlignmentPiece {
  enum class Kind : uint8_t { kCopy, kReplace };
  uint32_t text_begin = 0;       // bytes
  uint32_t delivered_begin = 0;  // code points
  uint32_t delivered_end = 0;    // code points
  Kind kind = Kind::kCopy;
};

class Text {
 public:
  std::string utf8;
  std::vector<Paragraph> paragraphs;      // in order, cover all of utf8 but the line breaks between them
  std::vector<AlignmentPiece> alignment;  // ascending by text_begin, first at 0
  std::string language;                   // ISO 639-1 as detected; "" = unknown
  float language_confidence = 0;          // 0..1
  bool language_disagrees = false;        // the feed said another language
  uint32_t truncated_chars = 0;           // N of "[+N chars]"; 0 if whole
  bool truncated = false;                 // cut by the feed ("[+N chars]" or a trailing ellipsis of a cut)

  std::string_view slice(Span span) const { return Slice(utf8, span); }

  // The delivered code points [begin, end) that `span` (bytes of utf8, on code point borders) stands for. Never fails:
  // an empty span maps to an empty one.
  Span ToDelivered(Span span) const;
};

}  // namespace demarche
