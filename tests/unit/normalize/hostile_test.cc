// Input made to hurt: nothing crashes, and what would cost more than linear time is refused with a reason.
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "pipeline/stages/normalize/normalizer.h"

namespace demarche {
namespace {

std::string Repeat(std::string_view what, size_t bytes) {
  std::string out;
  out.reserve(bytes + what.size());
  while (out.size() < bytes) out += what;
  return out;
}

absl::StatusCode NormalizeHtml(std::string body) {
  Article article;
  article.body = std::move(body);
  article.body_kind = BodyKind::kHtml;
  const CancelToken cancel;
  return Normalizer().Normalize(article, cancel).status().code();
}

TEST(Hostile, DeepNestingIsRefused) {
  EXPECT_EQ(NormalizeHtml(Repeat("<div>", 50'000)), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(NormalizeHtml(Repeat("<b></i>", 50'000)), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(NormalizeHtml(Repeat("<svg><g>", 50'000)), absl::StatusCode::kOutOfRange);
}

TEST(Hostile, NestingIsNotHiddenByEndTagsThatTheParserIgnores) {
  for (const std::string_view what :
       {"<div><object></div></object>", "<div><!-- </div> -->", "<li><dd>", "<svg><input>",
        "<div><select></div></select>", "<svg><g><![CDATA[</g>]]>", "<div><!x </div>"}) {
    EXPECT_EQ(NormalizeHtml(Repeat(what, 50'000)), absl::StatusCode::kOutOfRange) << what;
  }
  std::string fonts;
  for (int i = 0; i < 400; ++i) fonts += "<font a=" + std::to_string(i) + ">";
  EXPECT_EQ(NormalizeHtml(fonts + Repeat("<p>x", 1'000'000)), absl::StatusCode::kOutOfRange);
}

TEST(Hostile, ThousandsOfAttributesAreRefused) {
  std::string tag = "<a";
  for (int i = 0; i < 100'000; ++i) tag += " b" + std::to_string(i) + "==\"x";
  EXPECT_EQ(NormalizeHtml(tag + ">"), absl::StatusCode::kOutOfRange);
}

TEST(Hostile, OrdinaryMarkupInBulkIsRead) {
  EXPECT_EQ(NormalizeHtml(Repeat("<p>One <b>two</b>", 1'000'000)), absl::StatusCode::kOk);
  EXPECT_EQ(NormalizeHtml(Repeat("</p>", 1'000'000)), absl::StatusCode::kOk);
  EXPECT_EQ(NormalizeHtml(Repeat("<", 1'000'000)), absl::StatusCode::kOk);
  EXPECT_EQ(NormalizeHtml(Repeat("&", 1'000'000)), absl::StatusCode::kOk);
  EXPECT_EQ(NormalizeHtml(Repeat("&#x41;", 1'000'000)), absl::StatusCode::kOk);
  EXPECT_EQ(NormalizeHtml(Repeat("<!--", 1'000'000)), absl::StatusCode::kOk);
}

TEST(Hostile, PlainTextInBulkIsRead) {
  for (const std::string_view what :
       {"\u0301", "\"", "\u201C", "\n", " ", "\u200D", "a\u0301", "\u1100\u1161", "[+1 chars] "}) {
    Article article;
    article.body = Repeat(what, 1'000'000);
    const CancelToken cancel;
    EXPECT_TRUE(Normalizer().Normalize(article, cancel).ok()) << what;
  }
}

TEST(Hostile, TheTimeLimitIsSeen) {
  Article article;
  article.body = Repeat("word ", 200'000);
  CancelToken cancel;
  cancel.Cancel();
  EXPECT_EQ(Normalizer().Normalize(article, cancel).status().code(), absl::StatusCode::kDeadlineExceeded);
  article.body_kind = BodyKind::kHtml;
  EXPECT_EQ(Normalizer().Normalize(article, cancel).status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace demarche
