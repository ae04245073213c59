// See text.h.
#include "pipeline/model/text.h"

#include <algorithm>

#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

// The last piece that begins at or before `byte`. REQUIRES: `alignment` is not empty and begins at 0.
const AlignmentPiece& PieceAt(const std::vector<AlignmentPiece>& alignment, uint32_t byte) {
  const auto after = std::upper_bound(alignment.begin(), alignment.end(), byte,
                                      [](uint32_t b, const AlignmentPiece& piece) { return b < piece.text_begin; });
  return after == alignment.begin() ? *after : *(after - 1);
}

}  // namespace

Span Text::ToDelivered(Span span) const {
  if (alignment.empty()) return {};
  const auto size = static_cast<uint32_t>(utf8.size());
  const uint32_t begin = std::min(span.begin, size);
  const uint32_t end = std::min(span.end, size);
  const std::string_view all = utf8;

  const AlignmentPiece& first = PieceAt(alignment, begin);
  Span delivered;
  if (begin == size) {
    delivered.begin = alignment.back().delivered_end;
  } else if (first.kind == AlignmentPiece::Kind::kCopy) {
    delivered.begin = first.delivered_begin + CountCodePoints(all.substr(first.text_begin, begin - first.text_begin));
  } else {
    delivered.begin = first.delivered_begin;
  }
  if (end <= begin) return {delivered.begin, delivered.begin};

  const AlignmentPiece& last = PieceAt(alignment, end - 1);
  delivered.end = last.kind == AlignmentPiece::Kind::kCopy
                      ? last.delivered_begin + CountCodePoints(all.substr(last.text_begin, end - last.text_begin))
                      : last.delivered_end;
  return delivered;
}

}  // namespace demarche
