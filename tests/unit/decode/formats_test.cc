// Every built-in feed format: an own message each, named and by `auto` detection.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/decode/feeds.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string Iso(const std::optional<absl::Time>& time) {
  return time ? absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone()) : "none";
}

// Decodes as `feed` and by detection; both must give the same, one article.
Article One(std::string_view feed, std::string_view json) {
  const Decoded by_name = Decode(json, feed);
  const Decoded by_detection = Decode(json);
  EXPECT_EQ(by_detection.feed, feed);
  EXPECT_EQ(by_detection.articles.size(), by_name.articles.size());
  EXPECT_THAT(by_name.rejected, IsEmpty());
  if (by_name.articles.size() != 1) {
    ADD_FAILURE() << by_name.articles.size() << " articles, " << OnlyRejection(by_name);
    return {};
  }
  return by_name.articles[0];
}

TEST(Formats, AllOfTheTableAreThere) {
  EXPECT_THAT(BuiltinFeeds()->names(),
              ElementsAre("ap", "gdelt", "generic", "jsonfeed", "news-please", "newsapi", "newsapi-ai", "newspaper",
                          "ninjs-1", "ninjs-2", "ninjs-3", "plain", "schemaorg", "webz"));
}

TEST(Formats, Ninjs1) {
  const Article a = One("ninjs-1", R"({
    "uri": "urn:newsml:example.org:1", "type": "text", "version": "3", "versioncreated": "2024-05-03T15:47:00+02:00",
    "language": "en-GB", "headline": "Norway recalls envoy", "byline": "Kari Holm",
    "body_text": "Oslo recalled its envoy.", "body_xhtml": "<p>Oslo recalled its envoy.</p>",
    "infosource": [{"name": "Example Wire"}], "embargoed": "2024-05-04T06:00:00Z", "pubstatus": "usable"})");
  EXPECT_EQ(a.id, "urn:newsml:example.org:1");
  EXPECT_EQ(a.version, "3");
  EXPECT_EQ(a.feed, "ninjs-1");
  EXPECT_EQ(a.title, "Norway recalls envoy");
  EXPECT_EQ(a.body, "<p>Oslo recalled its envoy.</p>");
  EXPECT_EQ(a.body_kind, BodyKind::kHtml);
  EXPECT_EQ(a.source, "Example Wire");
  EXPECT_EQ(a.language, "en");
  EXPECT_THAT(a.authors, ElementsAre("Kari Holm"));
  EXPECT_EQ(Iso(a.published_at), "2024-05-03T13:47:00Z");
  EXPECT_EQ(Iso(a.embargoed_until), "2024-05-04T06:00:00Z");
  EXPECT_EQ(a.status, PublicationStatus::kUsable);
}

TEST(Formats, Ninjs1StatusAndPlanning) {
  EXPECT_EQ(One("ninjs-1", R"({"uri": "u", "headline": "h", "pubstatus": "canceled"})").status,
            PublicationStatus::kCancelled);
  EXPECT_EQ(One("ninjs-1", R"({"uri": "u", "headline": "h", "pubstatus": "withheld"})").status,
            PublicationStatus::kWithheld);
  EXPECT_THAT(OnlyRejection(Decode(R"({"uri": "u", "headline": "h", "type": "planning"})")),
              HasSubstr("not_news: not a news item: type=event|planning (marks.not_news of the mapping 'ninjs-1')"));
}

TEST(Formats, Ninjs2PicksRolesAndContentTypes) {
  const Article a = One("ninjs-2", R"({
    "uri": "urn:example:2", "version": 7, "versioncreated": "2024-05-03T10:00:00Z", "by": "A. Writer",
    "headlines": [{"role": "short", "value": "Talks"}, {"role": "main", "value": "Talks open in Geneva"}],
    "bodies": [{"role": "nitf", "contenttype": "application/xml", "value": "<nitf/>"},
               {"role": "text", "contenttype": "text/plain", "value": "Talks opened."},
               {"role": "html5", "contenttype": "text/html; charset=utf-8", "value": "<p>Talks opened.</p>"}],
    "infosources": [{"name": "Example"}], "language": "de"})");
  EXPECT_EQ(a.title, "Talks open in Geneva");
  EXPECT_EQ(a.body, "<p>Talks opened.</p>");
  EXPECT_EQ(a.version, "7");
  EXPECT_THAT(a.authors, ElementsAre("A. Writer"));
}

TEST(Formats, Ninjs2PictureIsItsCaption) {
  const Article a = One("ninjs-2", R"({"uri": "u", "type": "picture", "versioncreated": "2024-05-03T10:00:00Z",
    "descriptions": [{"role": "creditline", "value": "EXAMPLE"}, {"role": "caption", "value": "Ministers meet."}]})");
  EXPECT_EQ(a.title, "");
  EXPECT_EQ(a.body, "Ministers meet.");
}

TEST(Formats, Ninjs3) {
  const Article a = One("ninjs-3", R"({
    "uri": "urn:example:3", "version": "1", "versionCreated": "2024-05-03T10:00:00Z", "copyrightHolder": "Example",
    "headlines": [{"value": "Strike ends"}], "bodies": [{"contentType": "text/plain", "value": "The strike ended."}]})");
  EXPECT_EQ(a.title, "Strike ends");
  EXPECT_EQ(a.body, "The strike ended.");
  EXPECT_EQ(a.body_kind, BodyKind::kPlain);
  EXPECT_EQ(a.source, "Example");
  EXPECT_THAT(OnlyRejection(Decode(R"({"uri": "u", "title": "Summit", "descriptions": [], "eventDetails": {"d": 1}})")),
              HasSubstr("not_news: "));
}

TEST(Formats, JsonFeed) {
  const Decoded d = Decode(R"({"version": "https://jsonfeed.org/version/1.1", "title": "My Feed", "language": "fr",
    "items": [{"id": 17, "url": "https://e.org/17", "title": "Un", "content_html": "<p>Texte</p>",
               "date_published": "2024-05-03T10:00:00-04:00", "authors": [{"name": "A"}, {"name": "B"}]},
              {"id": "x", "content_text": "Deux", "language": "en"}]})");
  EXPECT_EQ(d.feed, "jsonfeed");
  ASSERT_EQ(d.articles.size(), 2u);
  EXPECT_EQ(d.articles[0].id, "17");
  EXPECT_EQ(d.articles[0].source, "My Feed");
  EXPECT_EQ(d.articles[0].language, "fr");
  EXPECT_EQ(d.articles[0].body_kind, BodyKind::kHtml);
  EXPECT_THAT(d.articles[0].authors, ElementsAre("A", "B"));
  EXPECT_EQ(Iso(d.articles[0].published_at), "2024-05-03T14:00:00Z");
  EXPECT_EQ(d.articles[1].index, 1);
  EXPECT_EQ(d.articles[1].language, "en");
  EXPECT_EQ(d.articles[1].body, "Deux");
}

TEST(Formats, NewsApiJoinsDescriptionAndContent) {
  const Article a = One("newsapi", R"({"source": {"id": null, "name": "Example News"}, "author": null,
    "title": "Ministers meet - Example News", "description": "Two ministers met in Bern.", "url": "https://e.org/a",
    "publishedAt": "2024-05-03T10:00:00Z", "content": "BERN: Two ministers shook hands on Friday [+1234 chars]"})");
  EXPECT_EQ(a.id, "https://e.org/a");
  EXPECT_EQ(a.title, "Ministers meet - Example News");
  EXPECT_EQ(a.body, "Two ministers met in Bern.\n\nBERN: Two ministers shook hands on Friday [+1234 chars]");
  EXPECT_EQ(a.source, "Example News");
  EXPECT_THAT(a.authors, IsEmpty());
}

TEST(Formats, NewsApiKeepsOneOfTwoPartsThatRepeat) {
  const auto body = [](std::string_view description, std::string_view content) {
    return One("newsapi", fmt::format(R"({{"source": {{"name": "E"}}, "title": "t", "publishedAt": "2024-05-03",
      "description": {}, "content": {}}})",
                                      description, content))
        .body;
  };
  EXPECT_EQ(body(R"("Two met.")", "null"), "Two met.");
  EXPECT_EQ(body("null", R"("Two met.")"), "Two met.");
  EXPECT_EQ(body(R"("Two  met...")", R"("Two met. They ate. [+20 chars]")"), "Two met. They ate. [+20 chars]");
  EXPECT_EQ(body(R"("In short: Two met.")", R"("Two met.")"), "In short: Two met.");
  EXPECT_EQ(body(R"("Same.")", R"("Same.")"), "Same.");
}

TEST(Formats, NewsApiEnvelopeRejectsOnlyTheBadItem) {
  const Decoded d = Decode(R"({"status": "ok", "totalResults": 4, "articles": [
    {"title": "One", "source": {"name": "E"}, "publishedAt": "2024-05-03T10:00:00Z"},
    {"title": {"x": 1}, "publishedAt": "2024-05-03T10:00:00Z"},
    "no object", {"title": "[Removed]"}, {"title": null, "description": " ", "content": null}, {"title": "Six"}]})");
  ASSERT_EQ(d.articles.size(), 2u);
  EXPECT_EQ(d.articles[1].title, "Six");
  EXPECT_EQ(d.articles[1].index, 5);
  ASSERT_EQ(d.rejected.size(), 4u);
  EXPECT_EQ(d.rejected[0].index, 1);
  EXPECT_EQ(d.rejected[0].failure.message, "articles[1].title must be a string, is an object");
  EXPECT_EQ(d.rejected[0].failure.reason, Reason::kWrongType);
  EXPECT_EQ(d.rejected[1].failure.message, "articles[2] must be an object, is a string");
  EXPECT_EQ(d.rejected[2].failure.reason, Reason::kNotNews);
  EXPECT_EQ(d.rejected[3].failure.message,
            "articles[4]: neither title nor text: no value in title, description, content");
  EXPECT_EQ(d.rejected[3].failure.reason, Reason::kMissingTitleAndText);
}

TEST(Formats, EmptyEnvelope) {
  const Decoded d = Decode(R"({"status": "ok", "totalResults": 0, "articles": []})");
  EXPECT_EQ(d.feed, "newsapi");
  EXPECT_TRUE(d.empty_envelope);
  EXPECT_THAT(d.articles, IsEmpty());
  EXPECT_THAT(d.rejected, IsEmpty());
}

TEST(Formats, Webz) {
  const Article a = One("webz", R"({"posts": [{"uuid": "ab12", "url": "https://e.org/b", "title": "Talks",
    "text": "They talked.", "language": "chinese", "author": "", "published": "2020-11-19T07:43:00.000+02:00",
    "thread": {"site": "e.org", "country": "AU"}}], "totalResults": 1, "moreResultsAvailable": 0})");
  EXPECT_EQ(a.id, "ab12");
  EXPECT_EQ(a.source, "e.org");
  EXPECT_EQ(a.language, "zh");
  EXPECT_EQ(Iso(a.published_at), "2020-11-19T05:43:00Z");
}

TEST(Formats, NewsApiAi) {
  const Article a = One("newsapi-ai", R"({"articles": {"results": [{"uri": "81", "lang": "deu", "isDuplicate": true,
    "dateTimePub": "2024-05-03T10:00:00Z", "url": "https://e.org/c", "title": "Treffen", "body": "Sie trafen sich.",
    "source": {"uri": "e.org", "title": "E"}, "authors": [{"uri": "x", "name": "Eva Blum"}]}], "page": 1}})");
  EXPECT_EQ(a.id, "81");
  EXPECT_EQ(a.language, "de");
  EXPECT_TRUE(a.marked_duplicate);
  EXPECT_THAT(a.authors, ElementsAre("Eva Blum"));
}

TEST(Formats, ApReadsListAndSingleItem) {
  constexpr std::string_view kItem =
      R"({"altids": {"itemid": "5f"}, "version": 2, "versioncreated": "2024-05-03T10:00:00Z",
      "headline": "AP headline", "bylines": [{"by": "JANE ROE"}], "provider": "AP", "language": "en",
      "pubstatus": "withheld", "renditions": {}})";
  for (std::string_view shape :
       {R"({{"data": {{"items": [{{"meta": {{}}, "item": {}}}]}}}})", R"({{"data": {{"item": {}}}}})", "{}"}) {
    const Article a = One("ap", fmt::format(fmt::runtime(shape), kItem));
    EXPECT_EQ(a.id, "5f");
    EXPECT_EQ(a.title, "AP headline");
    EXPECT_EQ(a.source, "AP");
    EXPECT_EQ(a.status, PublicationStatus::kWithheld);
    EXPECT_THAT(a.authors, ElementsAre("JANE ROE"));
  }
  EXPECT_EQ(OnlyRejection(Decode(R"({"data": {"items": [{"meta": {}}]}})", "ap")),
            "wrong_type: data.items[0].item is missing");
}

TEST(Formats, Gdelt) {
  const Article a = One("gdelt", R"({"articles": [{"url": "https://e.org/d", "title": "Summit opens", "seendate":
    "20240503T154500Z", "domain": "e.org", "language": "Norwegian", "sourcecountry": "Norway"}]})");
  EXPECT_EQ(a.source, "e.org");
  EXPECT_EQ(a.language, "no");
  EXPECT_EQ(a.body, "");
  EXPECT_EQ(Iso(a.published_at), "2024-05-03T15:45:00Z");
}

TEST(Formats, SchemaOrgGraphAndForms) {
  const Decoded d = Decode(R"({"@context": "https://schema.org", "@graph": [{"@type": "WebPage", "name": "p"},
    {"@type": ["Thing", "NewsArticle"], "headline": "H", "articleBody": "One<br>two", "url": ["https://e.org/e"],
     "author": {"@type": "Person", "givenName": "Ada", "familyName": "Berg"}, "inLanguage": "nb-NO",
     "publisher": {"name": "E"}, "datePublished": "2024-05-03 10:00:00.5 +0200", "dateModified": "2024-05-04"}]})");
  EXPECT_EQ(d.feed, "schemaorg");
  EXPECT_THAT(d.rejected, IsEmpty());
  ASSERT_EQ(d.articles.size(), 1u);
  const Article& a = d.articles[0];
  EXPECT_EQ(a.index, 1);
  EXPECT_EQ(a.id, "https://e.org/e");
  EXPECT_EQ(a.version, "2024-05-04");
  EXPECT_EQ(a.body_kind, BodyKind::kHtml);
  EXPECT_EQ(a.language, "nb");
  EXPECT_THAT(a.authors, ElementsAre("Ada Berg"));
  EXPECT_EQ(Iso(a.published_at), "2024-05-03T08:00:00Z");

  EXPECT_THAT(
      One("schemaorg", R"({"@type": "NewsArticle", "headline": "H", "author": ["A", {"name": "B"}, null]})").authors,
      ElementsAre("A", "B"));
  EXPECT_THAT(One("schemaorg", R"({"@type": "NewsArticle", "headline": "H", "author": "A"})").authors,
              ElementsAre("A"));
  EXPECT_THAT(OnlyRejection(Decode(R"({"@type": "Recipe", "headline": "Soup", "description": "d"})")),
              HasSubstr("not_news: "));
  EXPECT_THAT(OnlyRejection(Decode(R"({"@graph": [{"@type": "WebPage"}, {"@type": "Person"}]})")),
              HasSubstr("not_news: none of the 2 items of @graph is a news item"));
}

TEST(Formats, NewsPlease) {
  const Article a = One("news-please", R"({"title": "T", "maintext": "Text.", "language": null, "authors": ["A", "B"],
    "date_publish": "2018-01-01 22:40:48", "source_domain": "e.org", "url": "https://e.org/f"})");
  EXPECT_EQ(Iso(a.published_at), "2018-01-01T22:40:48Z");
  EXPECT_EQ(a.source, "e.org");
  EXPECT_EQ(a.language, "");
}

TEST(Formats, Newspaper) {
  const Article a = One("newspaper", R"({"title": "T", "text": "Text.", "publish_date": {"$date": 1474243200000},
    "url": "https://e.org/g", "source": "https://e.org", "meta_data": {}, "authors": []})");
  EXPECT_EQ(Iso(a.published_at), "2016-09-19T00:00:00Z");
  EXPECT_EQ(a.source, "https://e.org");
}

TEST(Formats, Plain) {
  const Article a = One("plain", R"({"id": 12, "text": "Title\n\nText.", "date": "2024-05-03"})");
  EXPECT_EQ(a.id, "12");
  EXPECT_TRUE(a.title_is_in_text);
  EXPECT_EQ(a.body, "Title\n\nText.");
  EXPECT_EQ(Iso(a.published_at), "2024-05-03T00:00:00Z");
}

TEST(Formats, IdsAreMadeWhereTheFeedGivesNone) {
  const auto id = [](std::string_view json) { return Decode(json, "plain").articles.at(0).id; };
  EXPECT_EQ(id(R"({"text": "a"})").size(), 32u);
  EXPECT_EQ(id(R"({"text": "a"})"), id(R"({"text": "a", "language": "en"})"));
  EXPECT_NE(id(R"({"text": "a"})"), id(R"({"text": "b"})"));
  EXPECT_EQ(id(R"({"text": "a", "url": "u"})"), id(R"({"text": "b", "url": "u"})"));
}

TEST(Formats, RootArrayHoldsItems) {
  const Decoded d = Decode(R"([{"id": "1", "text": "a"}, 5, {"id": "2", "text": "b"}])");
  ASSERT_EQ(d.articles.size(), 2u);
  EXPECT_EQ(OnlyRejection(d), "wrong_type: [1] must be an object, is a number");
  EXPECT_TRUE(Decode("[]", "plain").empty_envelope);
}

}  // namespace
}  // namespace demarche
