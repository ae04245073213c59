// Normalizer on articles of ours.
#include "pipeline/stages/normalize/normalizer.h"

#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

Article Make(std::string_view title, std::string_view body, BodyKind kind = BodyKind::kPlain) {
  Article article;
  article.title = title;
  article.body = body;
  article.body_kind = kind;
  return article;
}

Text Normalized(const Article& article) {
  const CancelToken cancel;
  auto text = Normalizer().Normalize(article, cancel);
  EXPECT_TRUE(text.ok()) << text.status().ToString();
  return text.ok() ? *std::move(text) : Text();
}

// The code points [begin, end) of the delivered text.
std::string Delivered(const Article& article, Span span) {
  std::string all = article.title_is_in_text ? article.body : article.title;
  if (!article.title_is_in_text) {
    if (!article.title.empty() && !article.body.empty()) all += "\n\n";
    all += article.body;
  }
  size_t at = 0;
  std::string out;
  for (uint32_t i = 0; i < span.end; ++i) {
    const CodePoint cp = DecodeUtf8(all, at);
    if (i >= span.begin) out += all.substr(at, cp.length);
    at += cp.length;
  }
  return out;
}

Span Find(const Text& text, std::string_view what) {
  const size_t at = text.utf8.find(what);
  EXPECT_NE(at, std::string::npos) << what << " in " << text.utf8;
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + what.size())};
}

TEST(Normalizer, PlainTextKeepsItsWords) {
  const Article article = Make("A title", "First line.\r\nSecond  \u00A0line,\u00AD \u201Cquoted\u201D.\n\n\nThird.");
  const Text text = Normalized(article);
  EXPECT_EQ(text.utf8, "A title\nFirst line.\nSecond line, \u201Cquoted\u201D.\nThird.");
  ASSERT_EQ(text.paragraphs.size(), 4u);
  EXPECT_EQ(text.paragraphs[0].kind, Paragraph::Kind::kTitle);
  EXPECT_EQ(text.paragraphs[1].kind, Paragraph::Kind::kBody);
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "\u201Cquoted\u201D"))), "\u201Cquoted\u201D");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "Third."))), "Third.");
}

TEST(Normalizer, ComposesToNfc) {
  const Article article = Make("", "Caf\u0065\u0301 in Zu\u0308rich");
  const Text text = Normalized(article);
  EXPECT_EQ(text.utf8, "Caf\u00E9 in Z\u00FCrich");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "\u00E9"))), "e\u0301");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "rich"))), "rich");
}

TEST(Normalizer, HtmlBecomesParagraphs) {
  const Article article =
      Make("T &amp; U",
           "<p>One <b>bo<i>ld</i></b> &ldquo;word&rdquo;.</p><script>var x;</script>"
           "<ul><li>Two</li><li>Three<br>Four &lt;5&gt;</ul><figure><img><figcaption>Cap</figcaption></figure>",
           BodyKind::kHtml);
  const Text text = Normalized(article);
  EXPECT_EQ(text.utf8, "T & U\nOne bold \u201Cword\u201D.\nTwo\nThree\nFour <5>");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "bold"))), "bo<i>ld");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "\u201Cword\u201D"))), "&ldquo;word&rdquo;");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "<5>"))), "&lt;5&gt;");
  EXPECT_EQ(Delivered(article, text.ToDelivered(Find(text, "&"))), "&amp;");
}

TEST(Normalizer, CutTexts) {
  const Text text = Normalized(Make("T", "The minister said on F\u2026 [+1544 chars]"));
  EXPECT_EQ(text.utf8, "T\nThe minister said on F");
  EXPECT_TRUE(text.truncated);
  EXPECT_EQ(text.truncated_chars, 1544u);
  EXPECT_FALSE(Normalized(Make("T", "Whole text [+ more].")).truncated);
}

TEST(Normalizer, Datelines) {
  const auto dateline = [](std::string_view body) {
    const Text text = Normalized(Make("", body));
    return std::string(text.slice(text.paragraphs[0].dateline));
  };
  EXPECT_EQ(dateline("MOSCOW (Reuters) - Russia said"), "MOSCOW (Reuters) - ");
  EXPECT_EQ(dateline("WASHINGTON, Dec 7 (AP) \u2014 The US"), "WASHINGTON, Dec 7 (AP) \u2014 ");
  EXPECT_EQ(dateline("KYIV, Ukraine -- Troops"), "KYIV, Ukraine -- ");
  EXPECT_EQ(dateline("GENEVA: The council"), "GENEVA: ");
  EXPECT_EQ(dateline("New Delhi: The council"), "New Delhi: ");
  EXPECT_EQ(dateline("UPDATE: The council"), "");
  EXPECT_EQ(dateline("Trump: We will not go"), "");
  EXPECT_EQ(dateline("COVID-19 is back"), "");
  EXPECT_EQ(dateline("Sudan - the country"), "");
}

TEST(Normalizer, Bylines) {
  const Text text = Normalized(Make("T", "By Jane Doe, Reuters\nText here.\nReporting by A. Roe; editing by B. Poe"));
  EXPECT_TRUE(text.paragraphs[1].byline);
  EXPECT_FALSE(text.paragraphs[2].byline);
  EXPECT_TRUE(text.paragraphs[3].byline);
}

TEST(Normalizer, Language) {
  Article article =
      Make("Le ministre refuse",
           "Le ministre des affaires \u00E9trang\u00E8res a refus\u00E9 de recevoir la d\u00E9l\u00E9gation, "
           "qui attendait depuis trois jours une r\u00E9ponse \u00E0 sa lettre du mois dernier.");
  article.language = "English";
  const Text text = Normalized(article);
  EXPECT_EQ(text.language, "fr");
  EXPECT_TRUE(text.language_disagrees);
  Article brief = Make("Ja", "");
  brief.language = "de-AT";
  EXPECT_EQ(Normalized(brief).language, "de");
}

TEST(Normalizer, RefusesIllFormedInput) {
  const CancelToken cancel;
  EXPECT_EQ(Normalizer().Normalize(Make("\xFF", ""), cancel).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace demarche
