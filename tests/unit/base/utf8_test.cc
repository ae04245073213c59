// UTF-8 against table 3-7 of the Unicode Standard.
#include "pipeline/base/utf8.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

TEST(Utf8, RoundTripsEveryScalarValue) {
  for (char32_t cp = 0; cp <= 0x10FFFF; cp += (cp < 0x3000 ? 1 : 61)) {
    if (cp >= 0xD800 && cp <= 0xDFFF) continue;
    std::string s;
    AppendUtf8(cp, &s);
    ASSERT_TRUE(IsValidUtf8(s)) << static_cast<uint32_t>(cp);
    const CodePoint back = DecodeUtf8(s, 0);
    ASSERT_EQ(back.value, cp);
    ASSERT_EQ(back.length, s.size());
    ASSERT_EQ(CountCodePoints(s), 1u);
  }
}

TEST(Utf8, RejectsMalformedSequences) {
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(bad));
    EXPECT_EQ(DecodeUtf8(bad, 0).value, char32_t{0xFFFD});
    EXPECT_EQ(DecodeUtf8(bad, 0).length, 1u);
  }
}

TEST(Utf8, SurrogatesBecomeTheReplacementCharacter) {
  std::string s;
  AppendUtf8(0xD800, &s);
  EXPECT_EQ(s, "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace demarche
