// See text_twin.h.
#include "tests/reference/text_twin.h"

#include <cstdlib>

#include "fmt/format.h"
#include "pipeline/base/utf8.h"
#include "utf8proc.h"

namespace demarche::reference {
namespace {

std::string Nfc(const std::string& utf8) {
  utf8proc_uint8_t* composed = utf8proc_NFC(reinterpret_cast<const utf8proc_uint8_t*>(utf8.c_str()));
  if (composed == nullptr) return utf8;
  std::string out(reinterpret_cast<const char*>(composed));
  std::free(composed);
  return out;
}

bool IsLineBreak(char32_t cp) { return (cp >= 0xA && cp <= 0xD) || cp == 0x85 || cp == 0x2028 || cp == 0x2029; }

bool IsSpace(char32_t cp) {
  return cp == '\t' || (utf8proc_category(static_cast<utf8proc_int32_t>(cp)) == UTF8PROC_CATEGORY_ZS);
}

bool IsDropped(char32_t cp) {
  const utf8proc_category_t category = utf8proc_category(static_cast<utf8proc_int32_t>(cp));
  if (category == UTF8PROC_CATEGORY_CC) return true;
  const bool visible_format = cp == 0x200C || cp == 0x200D ||  // joiners are looked at apart
                              (cp >= 0x600 && cp <= 0x605) || cp == 0x6DD || cp == 0x70F || cp == 0x890 ||
                              cp == 0x891 || cp == 0x8E2 || cp >= 0x110BD;
  if (category == UTF8PROC_CATEGORY_CF && !visible_format) return true;
  return cp == 0x34F || cp == 0x115F || cp == 0x1160 || cp == 0x3164 || cp == 0xFFA0 || cp == 0xFFFC;
}

}  // namespace

std::string PlainText(std::string_view body) {
  std::string lines;
  std::string line;
  const auto end_line = [&] {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (!line.empty()) lines += (lines.empty() ? "" : "\n") + Nfc(line);
    line.clear();
  };
  char32_t last = 0;
  for (size_t at = 0; at < body.size();) {
    const CodePoint cp = DecodeUtf8(body, at);
    at += cp.length;
    if (IsLineBreak(cp.value)) {
      end_line();
      last = ' ';
    } else if (IsSpace(cp.value)) {
      if (!line.empty() && line.back() != ' ') line += ' ';
      last = ' ';
    } else if (cp.value == 0x200C || cp.value == 0x200D) {
      if (last >= 0x600) AppendUtf8(cp.value, &line), last = cp.value;
    } else if (!IsDropped(cp.value)) {
      AppendUtf8(cp.value, &line);
      last = cp.value;
    }
  }
  end_line();
  return lines;
}

std::vector<Span> DeliveredByByte(const Text& text) {
  std::vector<Span> spans(text.utf8.size());
  for (size_t p = 0; p < text.alignment.size(); ++p) {
    const AlignmentPiece& piece = text.alignment[p];
    const size_t end = p + 1 < text.alignment.size() ? text.alignment[p + 1].text_begin : text.utf8.size();
    uint32_t delivered = piece.delivered_begin;
    for (size_t at = piece.text_begin; at < end;) {
      const uint32_t length = DecodeUtf8(text.utf8, at).length;
      for (uint32_t i = 0; i < length; ++i, ++at) {
        spans[at] = piece.kind == AlignmentPiece::Kind::kCopy ? Span{delivered, delivered + 1}
                                                              : Span{piece.delivered_begin, piece.delivered_end};
      }
      ++delivered;
    }
  }
  return spans;
}

std::string Complaint(const Text& text, uint32_t delivered_size) {
  if (!IsValidUtf8(text.utf8)) return "ill-formed UTF-8";
  if (text.utf8.empty()) return text.paragraphs.empty() && text.alignment.empty() ? "" : "pieces without text";
  if (Nfc(text.utf8) != text.utf8) return "not in NFC";
  if (text.alignment.empty() || text.alignment.front().text_begin != 0) return "alignment does not begin at 0";
  for (size_t i = 0; i < text.alignment.size(); ++i) {
    const AlignmentPiece& piece = text.alignment[i];
    if (piece.delivered_begin > piece.delivered_end || piece.delivered_end > delivered_size) {
      return fmt::format("piece {} out of range: {}-{} of {}", i, piece.delivered_begin, piece.delivered_end,
                         delivered_size);
    }
    if (i == 0) continue;
    const AlignmentPiece& before = text.alignment[i - 1];
    if (before.text_begin >= piece.text_begin || before.delivered_begin > piece.delivered_begin ||
        before.delivered_end > piece.delivered_end) {
      return fmt::format("piece {} runs backwards", i);
    }
  }
  const std::vector<Span> by_byte = DeliveredByByte(text);
  for (size_t i = 0; i < by_byte.size(); ++i) {
    if (by_byte[i].end > delivered_size) return fmt::format("byte {} leads out of the delivered text", i);
  }
  uint32_t at = 0;
  for (const Paragraph& paragraph : text.paragraphs) {
    if (paragraph.span.begin != at) return fmt::format("a paragraph does not begin at {}", at);
    if (paragraph.span.empty()) return fmt::format("an empty paragraph at {}", at);
    const std::string_view words = text.slice(paragraph.span);
    if (words.front() == ' ' || words.back() == ' ' || words.find("  ") != std::string_view::npos ||
        words.find('\n') != std::string_view::npos) {
      return fmt::format("white space not collapsed in \"{}\"", words);
    }
    if (!paragraph.dateline.empty() && !paragraph.span.contains(paragraph.dateline)) return "a dateline outside";
    at = paragraph.span.end + 1;
  }
  if (at != text.utf8.size() + 1) return "text after the last paragraph";
  return "";
}

}  // namespace demarche::reference
