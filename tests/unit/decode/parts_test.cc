// The small parts of decode: paths and conditions, dates, names of languages, bodies.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pipeline/stages/decode/body_text.h"
#include "pipeline/stages/decode/dates.h"
#include "pipeline/stages/decode/feed_path.h"
#include "pipeline/stages/decode/language_names.h"
#include "pipeline/stages/decode/language_table.h"
#include "tests/unit/decode/feeds.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FeedPath, ParsesSteps) {
  const FeedPath path = ParseFeedPath("$.a.'b.c'[].d[role=main|x*].e[12]").value();
  EXPECT_TRUE(path.from_root);
  ASSERT_EQ(path.steps.size(), 7u);
  EXPECT_EQ(path.steps[1].name, "b.c");
  EXPECT_EQ(path.steps[2].kind, PathStep::Kind::kAny);
  EXPECT_EQ(path.steps[4].kind, PathStep::Kind::kWhere);
  EXPECT_EQ(path.steps[4].name, "role");
  EXPECT_THAT(path.steps[4].where.values, ElementsAre("main", "x*"));
  EXPECT_EQ(path.steps[6].index, 12u);
}

TEST(FeedPath, SaysWhatIsWrong) {
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"a..b", "bad path 'a..b': a field name is missing"},
      {"a.", "bad path 'a.': a field name is missing at the end"},
      {"a[", "bad path 'a[': '[' is not closed"},
      {"a]", "bad path 'a]': ']' is not expected here"},
      {"a b", "bad path 'a b': ' b' is not expected here"},
      {"a[x]", "bad path 'a[x]': write [], [0] or [field=value]"},
      {"a[=v]", "bad path 'a[=v]': write [field=value]"},
      {"a[f=]", "bad path 'a[f=]': write [field=value]"},
      {"'a", "bad path ''a': the quotation mark ' is not closed"},
      {"a=b", "bad path 'a=b': a value belongs inside brackets: [field=value]"},
      {"a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q", "bad path 'a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q': more than 16 steps"},
  };
  for (const auto& [text, message] : kCases) {
    const absl::StatusOr<FeedPath> path = ParseFeedPath(text);
    ASSERT_FALSE(path.ok()) << text;
    EXPECT_EQ(Message(path.status()), message);
  }
  EXPECT_THAT(std::string(Message(ParseFeedCondition("a=").status())), HasSubstr("a value is missing"));
}

TEST(FeedPath, Conditions) {
  const std::vector<FeedCondition> all = ParseFeedConditions("a and b.c=X|y and d!=z").value();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_TRUE(all[0].values.values.empty());
  EXPECT_THAT(all[1].values.values, ElementsAre("x", "y"));
  EXPECT_TRUE(all[2].negated);
  EXPECT_TRUE(all[1].values.Matches("Y"));
  EXPECT_FALSE(all[1].values.Matches("xy"));
  EXPECT_TRUE(ParseFeedCondition("a=text/html*").value().values.Matches("Text/HTML; charset=utf-8"));
  EXPECT_FALSE(ParseFeedCondition("a=text/html*").value().values.Matches("text/htm"));
}

std::string Seconds(std::string_view text, std::vector<DateFormat> formats, absl::TimeZone zone = absl::UTCTimeZone()) {
  const std::optional<absl::Time> time = ParseDate(text, formats, zone);
  return time ? absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone()) : "none";
}

TEST(Dates, Iso8601AsFoundInTheWild) {
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"2024-05-03", "2024-05-03T00:00:00Z"},
      {"2024-05-03T15:47Z", "2024-05-03T15:47:00Z"},
      {"2024-05-03T15:47:42.389Z", "2024-05-03T15:47:42.389Z"},
      {"2024-05-03 15:47:42", "2024-05-03T15:47:42Z"},
      {"2024-05-03 15:47:42 +02:00", "2024-05-03T13:47:42Z"},
      {"2024-05-03T15:47:42-0130", "2024-05-03T17:17:42Z"},
      {"2024-05-03T15:47:42+02", "2024-05-03T13:47:42Z"},
      {"2024-05-03 15:47:42 UTC", "2024-05-03T15:47:42Z"},
      {"20240503T154742Z", "2024-05-03T15:47:42Z"},
      {"2024-12-31T23:59:60Z", "2025-01-01T00:00:00Z"},
      {"2024-02-30", "none"},
      {"2024-13-01", "none"},
      {"2024-05-03T25:00", "none"},
      {"2024-05-03T15:47:42+2", "none"},
      {"2024-05-03T15:47:42Zx", "none"},
      {"2024-05-03x", "none"},
      {"2024", "none"},
      {"", "none"},
      {"yesterday", "none"},
  };
  for (const auto& [text, expected] : kCases) EXPECT_EQ(Seconds(text, {{}}), expected) << text;
}

TEST(Dates, OtherFormats) {
  EXPECT_EQ(Seconds("Fri, 03 May 2024 10:00:00 GMT", {{DateFormat::Kind::kRfc2822, ""}}), "2024-05-03T10:00:00Z");
  EXPECT_EQ(Seconds("3 May 2024 10:00:00 +0200", {{DateFormat::Kind::kRfc2822, ""}}), "2024-05-03T08:00:00Z");
  EXPECT_EQ(Seconds("1714730400", {{DateFormat::Kind::kEpochSeconds, ""}}), "2024-05-03T10:00:00Z");
  EXPECT_EQ(Seconds("1714730400500", {{DateFormat::Kind::kEpochMillis, ""}}), "2024-05-03T10:00:00.5Z");
  EXPECT_EQ(Seconds("1e300", {{DateFormat::Kind::kEpochSeconds, ""}}), "none");
  EXPECT_EQ(Seconds("nan", {{DateFormat::Kind::kEpochSeconds, ""}}), "none");
  EXPECT_EQ(Seconds("03.05.2024 12:00", {{DateFormat::Kind::kPattern, "%d.%m.%Y %H:%M"}}, absl::FixedTimeZone(7200)),
            "2024-05-03T10:00:00Z");
  EXPECT_EQ(Seconds("2024-05-03", {{DateFormat::Kind::kEpochMillis, ""}, {}}), "2024-05-03T00:00:00Z");
}

TEST(LanguageNames, ToIso) {
  EXPECT_EQ(ToIso639_1("en-GB", LanguageForm::kAny), "en");
  EXPECT_EQ(ToIso639_1("DE_at", LanguageForm::kAny), "de");
  EXPECT_EQ(ToIso639_1("deu", LanguageForm::kIso639_3), "de");
  EXPECT_EQ(ToIso639_1("ger", LanguageForm::kAny), "de");
  EXPECT_EQ(ToIso639_1("cmn", LanguageForm::kAny), "zh");
  EXPECT_EQ(ToIso639_1("Norwegian", LanguageForm::kEnglishName), "no");
  EXPECT_EQ(ToIso639_1("greek", LanguageForm::kAny), "el");
  EXPECT_EQ(ToIso639_1("Klingonese", LanguageForm::kAny), "Klingonese");
  EXPECT_EQ(ToIso639_1("eng", LanguageForm::kEnglishName), "eng");
  EXPECT_EQ(ToIso639_1("", LanguageForm::kAny), "");
  EXPECT_TRUE(std::is_sorted(std::begin(kLanguageNames), std::end(kLanguageNames),
                             [](const LanguageName& a, const LanguageName& b) { return a.name < b.name; }));
}

TEST(BodyText, HasHtmlTags) {
  for (std::string_view html : {"<p>x</p>", "a<br/>b", "a <BR> b", "x</div>", "<a href='x'>y</a>", "a < b <b>c</b>"})
    EXPECT_TRUE(HasHtmlTags(html)) << html;
  for (std::string_view plain : {"", "a < b", "<3", "<", "</", "<p", "x <pqr> y", "5<6>4", "<<<", "AT&amp;T"})
    EXPECT_FALSE(HasHtmlTags(plain)) << plain;
}

TEST(BodyText, JoinParts) {
  EXPECT_EQ(JoinParts({"One.", "Two."}), "One.\n\nTwo.");
  EXPECT_EQ(JoinParts({"One", "One two"}), "One two");
  EXPECT_EQ(JoinParts({"One two", "two"}), "One two");
  EXPECT_EQ(JoinParts({"Same", "Same", "Same"}), "Same");
  EXPECT_EQ(JoinParts({"One\n two \xE2\x80\xA6", "One two three"}), "One two three");
  const std::string start(60, 'x');
  EXPECT_EQ(JoinParts({start + "abc", start + "defg"}), start + "defg");
  EXPECT_EQ(JoinParts({start.substr(1) + "abc", start.substr(1) + "defg"}),
            start.substr(1) + "abc\n\n" + start.substr(1) + "defg");
  EXPECT_EQ(JoinParts({"[+1 chars]", "x [+ chars]"}), "x [+ chars]");
}

TEST(OwnMapping, ConstantsZonesAndRequiredDates) {
  constexpr std::string_view kYaml =
      "name: own\nfields:\n  title: t\n  published_at: d\n  authors: a\n"
      "constants: {source: Own Wire, language: fr}\n"
      "dates: {formats: ['%d.%m.%Y %H:%M'], time_zone: Europe/Paris, required: true}\n"
      "marks: {withheld: hold}\n";
  const Article a = DecodeWith(kYaml, R"({"t": "x", "d": "03.05.2024 12:00", "hold": [1]})").articles.at(0);
  EXPECT_EQ(a.source, "Own Wire");
  EXPECT_EQ(a.language, "fr");
  EXPECT_EQ(a.status, PublicationStatus::kWithheld);
  EXPECT_EQ(absl::ToUnixSeconds(*a.published_at), 1714730400);
  EXPECT_EQ(DecodeWith(kYaml, R"({"t": "x", "d": "03.05.2024 12:00", "hold": []})").articles.at(0).status,
            PublicationStatus::kUsable);
  EXPECT_EQ(OnlyRejection(DecodeWith(kYaml, R"({"t": "x"})")), "invalid_date: the date of publication is missing");
  EXPECT_EQ(OnlyRejection(DecodeWith(kYaml, R"({"t": "x", "d": "soon"})")),
            "invalid_date: the date of publication is not readable: 'soon'");
}

}  // namespace
}  // namespace demarche
