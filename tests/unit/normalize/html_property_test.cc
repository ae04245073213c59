// Random HTML: each word comes out whole, once, in order, and leads back to exactly itself; broken markup never breaks
// the alignment.
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/normalizer.h"
#include "rapidcheck.h"
#include "tests/reference/text_twin.h"

namespace demarche {
namespace {

std::string Delivered(std::string_view all, Span span) {
  std::string out;
  size_t at = 0;
  for (uint32_t i = 0; i < span.end && at < all.size(); ++i) {
    const uint32_t length = DecodeUtf8(all, at).length;
    if (i >= span.begin) out += all.substr(at, length);
    at += length;
  }
  return out;
}

const std::vector<std::string>& Snippets() {
  static const std::vector<std::string> snippets = {"<p>",
                                                    "</p>",
                                                    "<div class=\"a b\">",
                                                    "</div>",
                                                    "<br>",
                                                    "<br/>",
                                                    "<b>",
                                                    "</b>",
                                                    "<i>",
                                                    "</i>",
                                                    "<a href='x?a=1&amp;b=2'>",
                                                    "</a>",
                                                    "<ul>",
                                                    "<li>",
                                                    "</ul>",
                                                    "<table>",
                                                    "<tr>",
                                                    "<td>",
                                                    "</td>",
                                                    "</table>",
                                                    "<!-- c -->",
                                                    "&amp;",
                                                    "&eacute;",
                                                    "&#8217;",
                                                    "&#x201C;",
                                                    "&nbsp;",
                                                    "&lt;p&gt;",
                                                    "&unknown;",
                                                    "&",
                                                    "&copy",
                                                    "&notit;",
                                                    "&fjlig;",
                                                    "<",
                                                    ">",
                                                    "\r\n",
                                                    "\n",
                                                    "  ",
                                                    "\u00E9",
                                                    "e\u0301",
                                                    "\u4E2D",
                                                    "\U0001F600",
                                                    "\u00AD",
                                                    "<script>a<b</script>",
                                                    "<style>p{}</style>",
                                                    "<em",
                                                    "\">",
                                                    "</nothing>",
                                                    "<span/>",
                                                    "<h2>",
                                                    "</h2>",
                                                    "<pre>",
                                                    "</pre>",
                                                    "<img alt=\"x > y\">",
                                                    "<![CDATA[z]]>",
                                                    "\u0301"};
  return snippets;
}

absl::StatusOr<Text> Normalize(const Article& article) {
  const CancelToken cancel;
  return Normalizer({.detect_language = false}).Normalize(article, cancel);
}

TEST(HtmlProperty, AlignmentHoldsOverAnyMarkup) {
  EXPECT_TRUE(rc::check([] {
    Article article;
    article.title = "T";
    article.body_kind = *rc::gen::elementOf(std::vector<BodyKind>{BodyKind::kHtml, BodyKind::kPlain});
    const auto picks = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, Snippets().size() * 2));
    for (const size_t pick : picks) article.body += pick < Snippets().size() ? Snippets()[pick] : "word ";
    const auto text = Normalize(article);
    RC_LOG(article.body);
    RC_ASSERT(text.ok());
    const uint32_t size = 1 + (article.body.empty() ? 0 : 2) + CountCodePoints(article.body);
    RC_ASSERT(reference::Complaint(*text, size) == "");
  }));
}

TEST(HtmlProperty, WordsLeadBackToThemselves) {
  static const std::vector<std::string> between = {"<p>",      "</p>",   "<br>",  " ",          "<b>",
                                                   "</b>",     "<i>",    "</i>",  "<div>",      "</div>",
                                                   "<li>",     "&amp;",  "\n",    " x ",        "&#8217;",
                                                   "&eacute;", "<td>",   "\r\n",  "<!-- c -->", "</span>",
                                                   "<h3>",     "</h3>",  "&copy", "&nbsp;",     "<a href=\"?a&b\">",
                                                   "</a>",     "\u00E9", "&",     "<table>",    "</table>",
                                                   "&notit;",  "&fjlig;"};
  EXPECT_TRUE(rc::check([] {
    Article article;
    article.body_kind = BodyKind::kHtml;
    const auto picks = *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, between.size()));
    std::vector<std::string> words;
    for (const size_t pick : picks) {
      words.push_back("Q" + std::to_string(words.size()) + "q");
      article.body += between[pick] + " " + words.back() + " ";
    }
    const auto text = Normalize(article);
    RC_ASSERT(text.ok());
    size_t from = 0;
    for (const std::string& word : words) {
      const size_t at = text->utf8.find(word, from);
      RC_ASSERT(at != std::string::npos);
      from = at + word.size();
      const Span span{static_cast<uint32_t>(at), static_cast<uint32_t>(from)};
      RC_ASSERT(Delivered(article.body, text->ToDelivered(span)) == word);
    }
  }));
}

}  // namespace
}  // namespace demarche
