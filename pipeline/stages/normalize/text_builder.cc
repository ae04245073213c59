// See text_builder.h.
#include "pipeline/stages/normalize/text_builder.h"

#include <algorithm>
#include <utility>

namespace demarche {
namespace {

// Copied pieces are cut at this many bytes, so that Text::ToDelivered counts over a short stretch only, however long
// the unchanged text is.
constexpr size_t kMaxCopyBytes = 512;

}  // namespace

void TextBuilder::AddPiece(AlignmentPiece::Kind kind, Span delivered) {
  const auto text_begin = static_cast<uint32_t>(text_.utf8.size());
  delivered_end_ = delivered.end;
  if (kind == AlignmentPiece::Kind::kCopy && !text_.alignment.empty()) {
    AlignmentPiece& last = text_.alignment.back();
    if (last.kind == kind && last.delivered_end == delivered.begin && text_begin - last.text_begin < kMaxCopyBytes) {
      last.delivered_end = delivered.end;
      return;
    }
  }
  text_.alignment.push_back({text_begin, delivered.begin, delivered.end, kind});
}

void TextBuilder::BeforeText(uint32_t delivered_begin) {
  if (!in_paragraph_) {
    if (!text_.paragraphs.empty()) {
      // What lies between the paragraphs; they overlap where one character reference stands for both.
      const auto [begin, end] = std::minmax(delivered_begin, delivered_end_);
      AddPiece(AlignmentPiece::Kind::kReplace, {begin, end});
      text_.utf8.push_back('\n');
    }
    const auto at = static_cast<uint32_t>(text_.utf8.size());
    text_.paragraphs.push_back({.span = {at, at}, .kind = kind_, .dateline = {}, .byline = false});
    in_paragraph_ = true;
  } else if (space_pending_) {
    AddPiece(space_is_ascii_ ? AlignmentPiece::Kind::kCopy : AlignmentPiece::Kind::kReplace, space_);
    text_.utf8.push_back(' ');
  }
  space_pending_ = false;
}

void TextBuilder::Copy(std::string_view bytes, uint32_t delivered_begin, uint32_t code_points) {
  if (bytes.empty()) return;
  BeforeText(delivered_begin);
  if (bytes.size() != code_points || bytes.size() <= kMaxCopyBytes) {
    AddPiece(AlignmentPiece::Kind::kCopy, {delivered_begin, delivered_begin + code_points});
    text_.utf8.append(bytes);
    return;
  }
  for (size_t at = 0; at < bytes.size(); at += kMaxCopyBytes) {
    const std::string_view part = bytes.substr(at, kMaxCopyBytes);
    const auto begin = delivered_begin + static_cast<uint32_t>(at);
    AddPiece(AlignmentPiece::Kind::kCopy, {begin, begin + static_cast<uint32_t>(part.size())});
    text_.utf8.append(part);
  }
}

void TextBuilder::Replace(std::string_view bytes, Span delivered) {
  if (bytes.empty()) return;
  BeforeText(delivered.begin);
  AddPiece(AlignmentPiece::Kind::kReplace, delivered);
  text_.utf8.append(bytes);
}

void TextBuilder::Space(Span delivered, bool is_ascii_space) {
  if (!in_paragraph_) return;
  if (space_pending_) {
    space_.end = std::max(space_.end, delivered.end);
    space_is_ascii_ = false;
  } else {
    space_pending_ = true;
    space_ = delivered;
    space_is_ascii_ = is_ascii_space;
  }
}

void TextBuilder::Break() {
  if (in_paragraph_) text_.paragraphs.back().span.end = static_cast<uint32_t>(text_.utf8.size());
  in_paragraph_ = false;
  space_pending_ = false;
}

Text TextBuilder::Finish() {
  Break();
  Text done = std::move(text_);
  *this = TextBuilder();
  return done;
}

}  // namespace demarche
