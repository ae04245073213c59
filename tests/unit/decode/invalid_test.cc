// Everything that can be wrong with a message: its reason and what a person is told.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/decode/feeds.h"

namespace demarche {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string Rejection(std::string_view json, std::string_view mapping = "plain", DecodeOptions options = {}) {
  const Decoded decoded = Decode(json, mapping, options);
  EXPECT_THAT(decoded.articles, IsEmpty());
  for (const RejectedItem& item : decoded.rejected) EXPECT_EQ(item.failure.stage, Stage::kDecode);
  return OnlyRejection(decoded);
}

TEST(Invalid, Empty) {
  EXPECT_EQ(Rejection(""), "empty_value: the message is empty (0 bytes)");
  EXPECT_EQ(Rejection(" "), "empty_value: the message is only white space (1 byte)");
  EXPECT_EQ(Rejection(" \r\n\t"), "empty_value: the message is only white space (4 bytes)");
  EXPECT_THAT(Rejection("\xEF\xBB\xBF"), StartsWith("empty_value: "));
}

TEST(Invalid, SaysWhatWasExpectedWhere) {
  const std::pair<std::string, std::string> kCases[] = {
      {"your text", "expected a value at byte 0, found 'your text'"},
      {R"({id": 1})", "expected '\"' (a field name) or '}' at byte 1, found 'id\": 1}'"},
      {R"({"id": 1; "text": ""})", "expected ',' or '}' at byte 8, found '; \"text\": \"\"}'"},
      {R"(["id": 1])",
       "expected ',' or ']' at byte 5, found ': 1]': names with values need '{' instead of '[' at byte 0"},
      {R"("id": 1})",
       "expected nothing after the end of the JSON value at byte 4, found ': 1}': '{' is missing at the start"},
      {"{}\n{}",
       "expected nothing after the end of the JSON value at byte 3 (line 2, column 1), found '{}': a message is "
       "one JSON value"},
      {R"({"a" 1})", "expected ':' at byte 5, found '1}'"},
      {R"({"a": 1,})", "expected '\"' (a field name) at byte 8, found '}': there is a comma too many before it"},
      {R"({"a": [1,]})", "expected a value at byte 9, found ']}': there is a comma too many before it"},
      {R"({"a": 'b'})", "expected a value at byte 6, found ''b'}': text needs double quotation marks"},
      {R"({"a": 01})", "expected no digit after a leading 0 at byte 7, found '1}'"},
      {R"({"a": 1.})", "expected a digit after the decimal point at byte 8, found '}'"},
      {R"({"a": 1e+})", "expected a digit of the exponent at byte 9, found '}'"},
      {R"({"a": -})", "expected a digit of a number at byte 7, found '}'"},
      {R"({"a": nul})", "expected a value at byte 6, found 'nul}'"},
      {R"({"a": NaN})", "expected a value at byte 6, found 'NaN}'"},
      {R"({"a": "\x"})", "'\\x' is no escape at byte 7"},
      {R"({"a": "\u12G4"})", "'\\u12G' is no escape at byte 7"},
      {"{\"a\": \"b\nc\"}", "control character 0x0A inside a string at byte 8: it must be written as an escape"},
      {"{\"a\": \"b\0c\"}"s, "control character 0x00 inside a string at byte 8: it must be written as an escape"},
      {"{\"a\": 1}\0"s, "expected nothing after the end of the JSON value at byte 8, found ' '"},
      {"\x1F\x8B\x08", "the message is compressed with gzip"},
      {"\xFF\xFE{\0"s, "the message is UTF-16, it must be UTF-8"},
      {"\0\0\0\0\1{}"s, "the message starts with byte 0x00, as those of schema registry serializers do"},
      {"<rss/>", "the message starts with '<': it is XML or HTML"},
      {"\xEF\xBB\xBF{\"a\" 1}", "expected ':' at byte 8, found '1}'"},
  };
  for (const auto& [json, message] : kCases) EXPECT_EQ(Rejection(json), "invalid_json: not JSON: " + message) << json;
}

TEST(Invalid, TruncatedIsToldApart) {
  EXPECT_EQ(Rejection(R"({"id": 1, "text": "ab)"),
            "truncated_json: JSON ends too early: the message ends at byte 21 inside the string that opens at byte 18, "
            "'\"ab'");
  EXPECT_EQ(
      Rejection(R"({"id": [1, )"),
      "truncated_json: JSON ends too early: the message ends at byte 11 inside the array that opens at byte 7: ']' "
      "is missing");
  // Every proper start of a document is truncated, wherever it was cut: also within a character, an escape, a word.
  const std::string whole = R"({"id": "é\u00e9\n", "n": [-1.5e+3, true, false, null, {"x": {}}]})";
  for (size_t n = 1; n < whole.size(); ++n)
    EXPECT_THAT(Rejection(whole.substr(0, n)), StartsWith("truncated_json: ")) << whole.substr(0, n);
}

TEST(Invalid, NotUtf8) {
  EXPECT_EQ(Rejection("{\"id\": \"caf\xE9\"}"),
            "invalid_utf8: not UTF-8: byte 0xE9 at byte 11 begins no character, in '{\"id\": \"caf\xEF\xBF\xBD\"}'");
  EXPECT_THAT(Rejection("{\"id\": \"\xED\xA0\x80\"}"), StartsWith("invalid_utf8: not UTF-8: byte 0xED at byte 8"));
  EXPECT_THAT(Rejection("{\"id\": \"\xC0\xAF\"}"), StartsWith("invalid_utf8: not UTF-8: byte 0xC0 at byte 8"));
  EXPECT_THAT(Rejection("{\"id\": \"\xF4\x90\x80\x80\"}"), StartsWith("invalid_utf8: not UTF-8: byte 0xF4 at byte 8"));
}

std::string Nested(size_t depth) {
  return R"({"text": "t", "x": )" + std::string(depth - 1, '[') + "1" + std::string(depth - 1, ']') + "}";
}

TEST(Invalid, TooDeep) {
  EXPECT_EQ(Decode(Nested(1024), "plain").articles.size(), 1u);
  EXPECT_EQ(Rejection(Nested(1025)), "too_deep: nested deeper than 1024 levels at byte 1042");
  EXPECT_THAT(Rejection(std::string(10000, '[')), StartsWith("too_deep: "));
  EXPECT_THAT(Rejection(std::string(1000000, '[')), StartsWith("too_deep: "));
  std::string objects;
  for (int i = 0; i < 10000; ++i) objects += R"({"a":)";
  EXPECT_THAT(Rejection(objects), StartsWith("too_deep: "));
  // The same limit where the message needs repair.
  EXPECT_EQ(Decode(R"({"text": "\ud800", "x": )" + Nested(1023) + "}", "plain").articles.size(), 1u);
  EXPECT_THAT(Rejection(R"({"text": "\ud800", "x": )" + Nested(1024) + "}"), StartsWith("too_deep: "));
  DecodeOptions shallow;
  shallow.max_depth = 3;
  EXPECT_EQ(Decode(Nested(3), "plain", shallow).articles.size(), 1u);
  EXPECT_THAT(Rejection(Nested(4), "plain", shallow), StartsWith("too_deep: nested deeper than 3 levels"));
}

TEST(Invalid, TooLarge) {
  DecodeOptions small;
  small.max_bytes = 20;
  EXPECT_EQ(Decode(R"({"text": "123456789"})", "plain", small).rejected.size(), 1u);
  EXPECT_EQ(Rejection(R"({"text": "123456789"})", "plain", small),
            "too_large: the message has 21 bytes, the limit is 20");
  EXPECT_EQ(Decode(R"({"text": "12345678"})", "plain", small).articles.size(), 1u);
  EXPECT_THAT(Rejection(std::string((16 << 20) + 1, ' ')), StartsWith("too_large: "));
}

TEST(Invalid, TooManyItems) {
  DecodeOptions options;
  options.max_items = 5;
  EXPECT_EQ(Rejection("[{},{},{},{},{},{}]", "plain", options), "too_large: the message has 6 items, the limit is 5");
  const Decoded d = Decode(R"([{}, {}, 1, {"text": "t"}, 2])", "plain", options);
  EXPECT_EQ(d.articles.size(), 1u);
  EXPECT_EQ(d.rejected.size(), 4u);
}

TEST(Invalid, WrongTypes) {
  EXPECT_EQ(Rejection("5"), "wrong_type: the message must be a JSON object or an array of them, is a number");
  EXPECT_EQ(Rejection("null"), "wrong_type: the message must be a JSON object or an array of them, is null");
  EXPECT_EQ(Rejection(R"({"text": ["a"]})"), "wrong_type: text must be a string, is an array");
  EXPECT_EQ(Rejection(R"({"text": true})"), "wrong_type: text must be a string, is true or false");
  EXPECT_EQ(Rejection(R"({"articles": {"title": "t"}})", "newsapi"),
            "wrong_type: articles must be an array of items, is an object");
  EXPECT_EQ(Rejection(R"({"articles": null})", "newsapi"), "wrong_type: articles must be an array of items, is null");
}

TEST(Invalid, UnknownFormats) {
  EXPECT_THAT(Rejection(R"({"text": "t"})", "nwsapi"),
              StartsWith("unknown_format: there is no feed mapping 'nwsapi'; there are: ap, gdelt, "));
  EXPECT_THAT(Rejection(R"({"a": 1, "b": 2})", "auto"),
              HasSubstr("unknown_format: no known feed format: no mapping fits a message with the fields a, b"));
  EXPECT_THAT(Rejection("{}", "auto"), HasSubstr("the fields (none)"));
  EXPECT_THAT(Rejection("[1]", "auto"), HasSubstr("is an array without objects"));
  EXPECT_THAT(Rejection("\"text\"", "auto"), HasSubstr("is a string"));
}

TEST(Invalid, MissingTitleAndText) {
  EXPECT_EQ(Rejection(R"({"id": "1", "text": " \n"})"),
            "missing_title_and_text: neither title nor text: no value in text");
}

TEST(Repair, ByteOrderMarkIsCutAndCounted) {
  const Decoded d = Decode("\xEF\xBB\xBF{\"text\": \"t\"}", "plain");
  EXPECT_TRUE(d.byte_order_mark);
  EXPECT_EQ(d.articles.at(0).body, "t");
  EXPECT_FALSE(Decode(R"({"text": "t"})", "plain").byte_order_mark);
}

TEST(Repair, LoneSurrogatesBecomeReplacementCharacters) {
  const Decoded d = Decode(R"([{"text": "a\ud83db\udc00c"}, {"text": "\ud83d\ude00 fine"}, {"text": "x\uD800",
    "id": "\udfff"}, {"text": "\ud83d\ud83d\ude00\\ud83d"}])",
                           "plain");
  ASSERT_EQ(d.articles.size(), 4u);
  EXPECT_EQ(d.articles[0].body,
            "a\xEF\xBF\xBD"
            "b\xEF\xBF\xBD"
            "c");
  EXPECT_EQ(d.articles[0].repairs, 2u);
  EXPECT_EQ(d.articles[1].body, "\xF0\x9F\x98\x80 fine");
  EXPECT_EQ(d.articles[1].repairs, 0u);
  EXPECT_EQ(d.articles[2].id, "\xEF\xBF\xBD");
  EXPECT_EQ(d.articles[2].repairs, 2u);
  EXPECT_EQ(d.articles[3].body, "\xEF\xBF\xBD\xF0\x9F\x98\x80\\ud83d");
  EXPECT_EQ(d.repairs, 5u);
}

TEST(Repair, NumbersOfAnySizeAreRead) {
  const Decoded d = Decode(R"({"id": 123456789012345678901234567890, "text": "t", "x": [1e999, -0.0, 1E5]})", "plain");
  ASSERT_EQ(d.articles.size(), 1u) << OnlyRejection(d);
  EXPECT_EQ(d.articles[0].id, "123456789012345678901234567890");
  EXPECT_EQ(d.repairs, 0u);
  EXPECT_EQ(Decode(R"({"id": 18446744073709551615, "text": "t"})", "plain").articles.at(0).id, "18446744073709551615");
  EXPECT_EQ(Decode(R"({"id": -7, "text": "t"})", "plain").articles.at(0).id, "-7");
  EXPECT_EQ(Decode(R"({"id": 1.5, "text": "t"})", "plain").articles.at(0).id, "1.5");
}

TEST(Decoder, KeepsEscapedControlCharactersInTexts) {
  EXPECT_EQ(Decode(R"({"text": "a\u0000b\u0007\tc"})", "plain").articles.at(0).body, "a\0b\a\tc"s);
}

TEST(Decoder, FirstOfDuplicateFieldsCounts) {
  EXPECT_EQ(Decode(R"({"text": "first", "text": "second"})", "plain").articles.at(0).body, "first");
}

TEST(Decoder, ValidatesFieldsThatNoMappingNames) {
  EXPECT_THAT(Rejection(R"({"text": "t", "other": {"deep": [tru]}})"), StartsWith("invalid_json: "));
  EXPECT_THAT(Rejection("{\"text\": \"t\", \"other\": \"\xFF\"}"), StartsWith("invalid_utf8: "));
}

TEST(Decoder, ReadsOnAfterLargeAndBadMessages) {
  Decoder decoder(BuiltinFeeds());
  const std::string large = R"({"text": ")" + std::string(3 << 20, 'x') + "\"}";
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(decoder.Decode(large, "plain").articles.at(0).body.size(), size_t{3} << 20);
    EXPECT_EQ(decoder.Decode("{", "plain").rejected.size(), 1u);
    EXPECT_EQ(decoder.Decode(R"({"text": "t"})", "plain").articles.at(0).body, "t");
  }
}

TEST(Decoder, HostileTextIsOnlyText) {
  const std::string marks(1 << 20, '\'');
  EXPECT_EQ(Decode(R"({"text": ")" + marks + "\"}", "plain").articles.at(0).body, marks);
  std::string quotes;
  for (int i = 0; i < 1 << 20; ++i) quotes += "\\\"";
  EXPECT_EQ(Decode(R"({"text": ")" + quotes + "\"}", "plain").articles.at(0).body.size(), size_t{1} << 20);
  EXPECT_THAT(Rejection(std::string(1 << 20, '"')), StartsWith("invalid_json: "));
}

}  // namespace
}  // namespace demarche
