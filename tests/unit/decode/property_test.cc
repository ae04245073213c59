// Whatever the bytes: no crash, and every message ends as articles, rejections or an empty envelope. The locating
// validator agrees with a second JSON parser (nlohmann) on what is JSON.
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include "gtest/gtest.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/decode/json_check.h"
#include "pipeline/stages/decode/json_repair.h"
#include "tests/unit/decode/feeds.h"

namespace demarche {
namespace {

const std::vector<std::string>& Seeds() {
  static const std::vector<std::string> seeds = {
      R"({"status": "ok", "totalResults": 2, "articles": [{"source": {"id": null, "name": "E"}, "title": "A \ud83d\ude00",
          "publishedAt": "2024-05-03T10:00:00Z", "description": "d", "content": "c [+12 chars]"}, {"title": "B"}]})",
      R"({"uri": "u", "versioncreated": "2024-05-03T10:00:00+02:00", "headlines": [{"role": "main", "value": "H"}],
          "bodies": [{"role": "html", "contenttype": "text/html", "value": "<p>é</p>"}], "pubstatus": "withheld"})",
      R"({"@graph": [{"@type": ["NewsArticle"], "headline": "H", "author": [{"name": "A"}, "B"], "x": -1.5e3}]})",
      R"([{"id": 1, "text": "a\u0000b\"\\"}, {"id": 12345678901234567890123, "text": "\ud800"}])",
      R"({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<b>x</b>"}]})",
  };
  return seeds;
}

// A seed with up to eight bytes replaced, cut out or put in.
std::string Mutated() {
  std::string bytes = *rc::gen::elementOf(Seeds());
  const int changes = *rc::gen::inRange(0, 8);
  for (int i = 0; i < changes && !bytes.empty(); ++i) {
    const size_t at = *rc::gen::inRange<size_t>(0, bytes.size());
    const char c =
        *rc::gen::oneOf(rc::gen::arbitrary<char>(), rc::gen::elementOf(std::string("{}[]\",:\\ud80123eE-.\n")));
    switch (*rc::gen::inRange(0, 4)) {
      case 0:
        bytes[at] = c;
        break;
      case 1:
        bytes.insert(at, 1, c);
        break;
      case 2:
        bytes.erase(at, 1);
        break;
      default:
        bytes.resize(at);
    }
  }
  return bytes;
}

void CheckOutcome(std::string_view bytes, std::string_view mapping) {
  static Decoder decoder(BuiltinFeeds());
  const Decoded d = decoder.Decode(bytes, mapping);
  RC_ASSERT(d.empty_envelope || d.articles.size() + d.rejected.size() > 0);
  for (const Article& a : d.articles) {
    RC_ASSERT(!a.id.empty());
    RC_ASSERT(!a.title.empty() || !a.body.empty());
    for (const std::string& text : {a.id, a.title, a.body, a.url, a.source, a.language, a.version})
      RC_ASSERT(IsValidUtf8(text));
  }
  for (const RejectedItem& item : d.rejected) {
    RC_ASSERT(item.failure.stage == Stage::kDecode);
    RC_ASSERT(item.failure.reason != Reason::kInternal);
    RC_ASSERT(!item.failure.message.empty());
    RC_ASSERT(IsValidUtf8(item.failure.message));
    RC_ASSERT(item.failure.message.find('\n') == std::string::npos);
    RC_ASSERT(item.failure.message.find("refuses the message") == std::string::npos);
  }
}

TEST(DecodeProperty, RandomBytes) {
  EXPECT_TRUE(rc::check([] {
    const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    CheckOutcome(bytes, "auto");
    CheckOutcome(bytes, "plain");
  }));
}

TEST(DecodeProperty, MutatedMessages) {
  EXPECT_TRUE(rc::check([] {
    const std::string bytes = Mutated();
    CheckOutcome(bytes, "auto");
    CheckOutcome(bytes, *rc::gen::elementOf(BuiltinFeeds()->names()));
  }));
}

// nlohmann refuses lone surrogates and accepts comments never; both are told the same after RepairJson().
TEST(DecodeProperty, CheckJsonAgreesWithASecondParser) {
  EXPECT_TRUE(rc::check([] {
    const std::string bytes = Mutated();
    const bool ok = !CheckJson(bytes, 1024).has_value();
    if (ok) {
      RC_ASSERT(nlohmann::json::accept(RepairJson(bytes).json));
    } else {
      RC_ASSERT(!nlohmann::json::accept(bytes));
    }
  }));
}

}  // namespace
}  // namespace demarche
