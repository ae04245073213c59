// Feed mapping files: what a person is told about mistakes, and that the README names every key.
#include "pipeline/app/feed_mapping_loader.h"

#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Mistakes(std::string_view yaml) {
  Diagnostics diagnostics;
  const std::optional<FeedMapping> mapping = LoadFeedMapping(yaml, "m.yaml", &diagnostics);
  EXPECT_EQ(mapping.has_value(), diagnostics.empty());
  std::vector<std::string> lines;
  for (const Diagnostic& d : diagnostics) lines.push_back(d.ToString());
  return lines;
}

TEST(FeedMappingLoader, ReadsEveryKey) {
  Diagnostics diagnostics;
  const std::optional<FeedMapping> m = LoadFeedMapping(
      "name: my-agency\nabout: x\ndetect: a and b=c\ndetect_order: 7\nenvelope: items[]\n"
      "fields:\n  id: i\n  version: v\n  url: u\n  source: s\n  title: [t, h]\n  authors: a\n  language: l\n"
      "  published_at: p\n  embargoed_until: e\n  body:\n    - {path: html, kind: html}\n    - {join: [x, y], kind: "
      "plain}\n"
      "    - z\n"
      "language_form: iso639-3\nconstants: {source: S, language: en}\n"
      "dates: {formats: [epoch_millis, '%Y'], time_zone: Europe/Oslo, required: true}\n"
      "marks: {cancelled: c, withheld: w=1, duplicate: d, not_news: [n!=x, o]}\n",
      "m.yaml", &diagnostics);
  for (const Diagnostic& d : diagnostics) ADD_FAILURE() << d.ToString();
  ASSERT_TRUE(m.has_value());
  EXPECT_EQ(m->name, "my-agency");
  ASSERT_EQ(m->detect.size(), 1u);
  EXPECT_EQ(m->detect[0].size(), 2u);
  EXPECT_EQ(m->detect_order, 7);
  EXPECT_EQ(m->envelope.size(), 1u);
  EXPECT_EQ(m->title.size(), 2u);
  ASSERT_EQ(m->body.size(), 3u);
  EXPECT_EQ(m->body[0].kind, BodySource::Kind::kHtml);
  EXPECT_EQ(m->body[1].parts.size(), 2u);
  EXPECT_EQ(m->body[2].kind, BodySource::Kind::kAuto);
  EXPECT_EQ(m->language_form, LanguageForm::kIso639_3);
  EXPECT_EQ(m->constant_source, "S");
  ASSERT_EQ(m->date_formats.size(), 2u);
  EXPECT_EQ(m->date_formats[1].pattern, "%Y");
  EXPECT_EQ(m->time_zone.name(), "Europe/Oslo");
  EXPECT_TRUE(m->date_required);
  EXPECT_EQ(m->not_news.size(), 2u);
  for (const PathList& paths :
       {m->id, m->version, m->url, m->source, m->authors, m->language, m->published_at, m->embargoed_until})
    EXPECT_EQ(paths.size(), 1u);
}

TEST(FeedMappingLoader, SaysWhatIsWrongWhere) {
  EXPECT_THAT(Mistakes("name: m\nfields:\n  titel: t\n  body: b\n"),
              ElementsAre("m.yaml:3:3: error: unknown key 'fields.titel': did you mean 'title'?"));
  EXPECT_THAT(Mistakes("name: m\nfields: {title: t}\nmark: {}\n"),
              ElementsAre("m.yaml:3:1: error: unknown key 'mark': did you mean 'marks'?"));
  EXPECT_THAT(Mistakes("name: m\nfields:\n  title: [a, b..c]\n"),
              ElementsAre("m.yaml:3:14: error: bad path 'b..c': a field name is missing: see the path language in "
                          "schemas/feeds/README.md"));
  EXPECT_THAT(Mistakes("name: m\nfields: {title: t}\ndates: {formats: iso8610}\n"),
              ElementsAre("m.yaml:3:18: error: unknown date format 'iso8610': did you mean 'iso8601'?"));
  EXPECT_THAT(
      Mistakes("name: m\nfields: {title: t}\ndates: {time_zone: Mars/Olympus}\n"),
      ElementsAre("m.yaml:3:20: error: unknown time zone 'Mars/Olympus': write a name such as 'Europe/Berlin' or "
                  "'UTC'"));
  EXPECT_THAT(Mistakes("name: m\nfields: {id: i}\n"),
              ElementsAre("m.yaml: error: the mapping finds neither a title nor a body: give 'fields.title' or "
                          "'fields.body' a path"));
  EXPECT_THAT(
      Mistakes("name: Auto Feed\nfields: {title: t}\n"),
      ElementsAre("m.yaml: error: 'name' is 'Auto Feed': a name has small letters, digits, '-', '_' and '.', and "
                  "is not 'auto'"));
  EXPECT_THAT(Mistakes("fields: {title: t}\n"), ElementsAre(HasSubstr("'name' is missing")));
  EXPECT_THAT(Mistakes("name: auto\nfields: {title: t}\n"), ElementsAre(HasSubstr("'name' is 'auto'")));
  EXPECT_THAT(Mistakes("name: m\nenvelope: a[].b[]\nfields: {title: t}\n"),
              ElementsAre(HasSubstr("m.yaml:2:11: error: 'a[].b[]' is no envelope")));
  EXPECT_THAT(Mistakes("name: m\nfields: {body: {kind: html}}\n"),
              ElementsAre(HasSubstr("'fields.body' needs either 'path' or 'join'")));
  EXPECT_THAT(Mistakes("name: m\nfields: {body: {path: [a, b]}}\n"),
              ElementsAre(HasSubstr("'fields.body.path' must be one path")));
  EXPECT_THAT(Mistakes("name: m\nfields: {body: {path: a, kind: htm}}\n"),
              ElementsAre(HasSubstr("'fields.body.kind' cannot be 'htm': did you mean 'html'?")));
  EXPECT_THAT(Mistakes("name: m\nfields: {title: t}\nmarks: {cancelled: 'a='}\n"),
              ElementsAre(HasSubstr("m.yaml:3:20: error: bad condition 'a=': a value is missing after '='")));
  EXPECT_THAT(Mistakes("name: m\ntitle_is_in_text: true\nfields: {title: t}\n"), ElementsAre(HasSubstr("exclude")));
  EXPECT_THAT(Mistakes("name: m\nfields: {title: t}\ndates: {required: true}\n"),
              ElementsAre(HasSubstr("'dates.required' needs a path in 'fields.published_at'")));
  EXPECT_THAT(Mistakes("name: [m\n"), ElementsAre(HasSubstr("not YAML")));
  EXPECT_THAT(Mistakes(""), ElementsAre(HasSubstr("'name' is missing"), HasSubstr("neither a title nor a body")));
}

TEST(FeedMappingLoader, OwnMappingsJoinAndReplaceTheBuiltInOnes) {
  Diagnostics diagnostics;
  FeedMapping own;
  own.name = "plain";
  own.about = "mine";
  FeedMapping other;
  other.name = "other";
  const auto builtin = LoadBuiltinFeeds({}, &diagnostics);
  const auto feeds = LoadBuiltinFeeds({own, other}, &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_EQ(feeds->names().size(), builtin->names().size() + 1);
  EXPECT_EQ(feeds->Find("plain")->about, "mine");
  EXPECT_NE(feeds->Find("other"), nullptr);
  EXPECT_EQ(feeds->Find("none"), nullptr);
  EXPECT_EQ(feeds->detection_order().size(), builtin->detection_order().size() - 1);
}

TEST(FeedMappingLoader, ReadmeNamesEveryKeyAndEveryFormat) {
  std::ifstream file(std::string(DEMARCHE_SOURCE_DIR) + "/schemas/feeds/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  for (const std::string& key : FeedMappingKeys()) EXPECT_THAT(readme, HasSubstr("`" + key + "`"));
  Diagnostics diagnostics;
  for (const std::string& name : LoadBuiltinFeeds({}, &diagnostics)->names())
    EXPECT_THAT(readme, HasSubstr("`" + name + ".yaml`"));
}

// The example of the README is a mapping that works.
TEST(FeedMappingLoader, ReadmeExampleLoads) {
  std::ifstream file(std::string(DEMARCHE_SOURCE_DIR) + "/schemas/feeds/README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  const size_t begin = readme.find("```yaml\n");
  ASSERT_NE(begin, std::string::npos);
  const size_t end = readme.find("```", begin + 8);
  EXPECT_THAT(Mistakes(readme.substr(begin + 8, end - begin - 8)), IsEmpty());
}

}  // namespace
}  // namespace demarche
