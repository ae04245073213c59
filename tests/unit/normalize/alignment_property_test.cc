// Random Unicode as plain text: the result is what the slow twin gives, and every code point leads back to the
// delivered code points that it stands for.
#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "rapidcheck.h"
#include "tests/reference/text_twin.h"

namespace demarche {
namespace {

// Characters that are likely to go wrong, and ordinary ones.
rc::Gen<char32_t> AnyCharacter() {
  using rc::gen::elementOf;
  using rc::gen::inRange;
  return rc::gen::weightedOneOf<char32_t>({
      {20, inRange<char32_t>('a', 'z' + 1)},
      {6, elementOf(std::vector<char32_t>{' ', ' ', ' ', '\n', '\r', '\t', 0xA0, 0x3000, 0x2028, 0x85, 0x0B, 0x202F})},
      {4, inRange<char32_t>(0x300, 0x370)},  // combining marks
      {3, inRange<char32_t>(0xC0, 0x180)},   // composed Latin
      {3, elementOf(std::vector<char32_t>{0xAD, 0x200B, 0x200C, 0x200D, 0xFEFF, 0x202E, 0x2066, 0xFFFC, 0x7, 0x9F})},
      {3, elementOf(std::vector<char32_t>{'"', '\'', 0x201C, 0x201D, 0x2018, 0x2019, 0xAB, 0xBB, 0x2026, 0x2014})},
      {2, inRange<char32_t>(0x5D0, 0x5EB)},    // Hebrew
      {2, inRange<char32_t>(0x5B0, 0x5C0)},    // Hebrew points
      {2, inRange<char32_t>(0x620, 0x656)},    // Arabic and its marks
      {2, inRange<char32_t>(0x900, 0x980)},    // Devanagari, with composition exclusions
      {2, inRange<char32_t>(0x9BE, 0x9E0)},    // Bengali vowel signs that compose
      {1, inRange<char32_t>(0x1100, 0x11A7)},  // conjoining Hangul; utf8proc 2.8 drops U+11A7
      {1, inRange<char32_t>(0x11A8, 0x1200)},
      {2, inRange<char32_t>(0xAC00, 0xAC40)},    // Hangul syllables
      {2, inRange<char32_t>(0x1E00, 0x2000)},    // Vietnamese, Greek with accents
      {2, inRange<char32_t>(0x2100, 0x2130)},    // letterlike: Angstrom, Ohm
      {1, inRange<char32_t>(0xF900, 0xFA10)},    // compatibility ideographs that NFC replaces
      {2, inRange<char32_t>(0x1F468, 0x1F480)},  // emoji
      {1, elementOf(std::vector<char32_t>{0xFE0F, 0x1F3FB, 0x1F3FF, 0xFFFD, 0x1D15E, 0x1D165, 0x2126, 0x212B})},
      {1, inRange<char32_t>(0x11000, 0x11100)},  // Brahmi, Kaithi: composition beyond the first plane
  });
}

std::string Encode(const std::vector<char32_t>& characters) {
  std::string out;
  for (const char32_t cp : characters) AppendUtf8(cp, &out);
  return out;
}

// No text of these may end in something that looks cut off by the feed, or be taken for HTML.
std::string AnyBody() { return Encode(*rc::gen::container<std::vector<char32_t>>(AnyCharacter())) + "x"; }

Text Normalized(const Article& article) {
  const CancelToken cancel;
  auto text = Normalizer({.detect_language = false}).Normalize(article, cancel);
  RC_ASSERT(text.ok());
  return *std::move(text);
}

TEST(AlignmentProperty, SameTextAsTheTwin) {
  EXPECT_TRUE(rc::check([] {
    Article article;
    article.body = AnyBody();
    const Text text = Normalized(article);
    RC_ASSERT(text.utf8 == reference::PlainText(article.body));
    RC_ASSERT(reference::Complaint(text, CountCodePoints(article.body)) == "");
  }));
}

TEST(AlignmentProperty, EverySpanLeadsBackAsTheTwinSays) {
  EXPECT_TRUE(rc::check([] {
    Article article;
    article.title = Encode(*rc::gen::container<std::vector<char32_t>>(AnyCharacter()));
    article.body = AnyBody();
    const Text text = Normalized(article);
    const uint32_t title = CountCodePoints(article.title);
    const uint32_t size = title + (title > 0 ? 2 : 0) + CountCodePoints(article.body);
    RC_ASSERT(reference::Complaint(text, size) == "");
    const std::vector<Span> by_byte = reference::DeliveredByByte(text);
    std::vector<uint32_t> borders;
    for (size_t at = 0; at <= text.utf8.size(); at += std::max(1U, DecodeUtf8(text.utf8, at).length)) {
      borders.push_back(static_cast<uint32_t>(at));
    }
    const uint32_t a = borders[*rc::gen::inRange<size_t>(0, borders.size())];
    const uint32_t b = borders[*rc::gen::inRange<size_t>(0, borders.size())];
    const Span span{std::min(a, b), std::max(a, b)};
    const Span delivered = text.ToDelivered(span);
    if (span.empty()) {
      RC_ASSERT(delivered.empty());
    } else {
      RC_ASSERT(delivered == (Span{by_byte[span.begin].begin, by_byte[span.end - 1].end}));
    }
  }));
}

TEST(AlignmentProperty, KeptCharactersLeadToThemselves) {
  EXPECT_TRUE(rc::check([] {
    Article article;
    article.body = AnyBody();
    const Text text = Normalized(article);
    std::vector<std::string> delivered;
    for (size_t at = 0; at < article.body.size();) {
      const uint32_t length = DecodeUtf8(article.body, at).length;
      delivered.push_back(article.body.substr(at, length));
      at += length;
    }
    for (size_t at = 0; at < text.utf8.size();) {
      const uint32_t length = DecodeUtf8(text.utf8, at).length;
      const auto begin = static_cast<uint32_t>(at);
      const Span span = text.ToDelivered({begin, begin + length});
      const std::string here = text.utf8.substr(at, length);
      at += length;
      RC_ASSERT(span.begin < span.end);
      if (here == " " || here == "\n") continue;
      std::string there;
      for (uint32_t i = span.begin; i < span.end; ++i) there += delivered[i];
      // One code point stands for itself; a normalised piece holds it after the twin has read it in its place.
      RC_ASSERT(here == there || reference::PlainText("\u4E2D" + there + "x").find(here) != std::string::npos);
    }
  }));
}

TEST(AlignmentProperty, UnchangedTextIsOneToOne) {
  EXPECT_TRUE(rc::check([] {
    const auto words = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
        std::vector<std::string>{"said", "\u201Cno\u201D", "d\u00E9j\u00E0", "\u4E2D\u6587", "\U0001F600", "U.S."})));
    Article article;
    article.title_is_in_text = true;
    for (const std::string& word : words) article.body += (article.body.empty() ? "" : " ") + word;
    const Text text = Normalized(article);
    RC_ASSERT(text.utf8 == article.body);
    RC_ASSERT(text.ToDelivered({0, static_cast<uint32_t>(text.utf8.size())}) ==
              (Span{0, CountCodePoints(article.body)}));
  }));
}

}  // namespace
}  // namespace demarche
