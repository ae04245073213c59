// The built-in tables load without a complaint; wrong lines are reported with file, line and advice, and skipped.
#include "pipeline/lexicon/lexicon.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace demarche {
namespace {

using ::testing::HasSubstr;

std::string Print(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) out += d.ToString() + "\n";
  return out;
}

CountryForm Country(const Lexicon& lexicon, std::string_view form) {
  Vocabulary vocabulary = lexicon.vocabulary;
  const std::vector<LexWord> words = vocabulary.InternForm(form);
  const PhraseTable::Match match = lexicon.countries.phrases().Longest(words, 0);
  return match.length == words.size() ? lexicon.countries.form(match.value) : CountryForm();
}

TEST(LexiconTest, BuiltinTablesLoadWithoutComplaint) {
  Diagnostics diagnostics;
  const auto lexicon = LoadBuiltinLexicon(&diagnostics);
  EXPECT_EQ(Print(diagnostics), "");
  EXPECT_GT(lexicon->countries.size(), 1000U);
  EXPECT_GT(lexicon->offices.size(), 500U);
  ASSERT_NE(lexicon->CuesOf("en"), nullptr);
  EXPECT_EQ(lexicon->CuesOf("xx"), nullptr);
  EXPECT_EQ(lexicon->version.size(), 32U);
}

TEST(LexiconTest, CountriesKnowNamesDemonymsCapitalsAndBodies) {
  Diagnostics diagnostics;
  const auto lexicon = LoadBuiltinLexicon(&diagnostics);
  EXPECT_EQ(Country(*lexicon, "North Korea").code, CountryCode("PRK"));
  EXPECT_EQ(Country(*lexicon, "Côte d'Ivoire").code, CountryCode("CIV"));
  EXPECT_EQ(Country(*lexicon, "Russian").kind, CountryFormKind::kAdjective);
  EXPECT_EQ(Country(*lexicon, "the Kremlin").kind, CountryFormKind::kMetonym);
  EXPECT_EQ(Country(*lexicon, "EU").code, CountryCode("EUE"));
  EXPECT_EQ(Country(*lexicon, "US").code, CountryCode("USA"));
  EXPECT_TRUE(Country(*lexicon, "us").code.empty()) << "the pronoun";
  EXPECT_TRUE(Country(*lexicon, "turkey").code.empty()) << "the bird";
  EXPECT_EQ(Country(*lexicon, "New Mexico").kind, CountryFormKind::kPlace);
  EXPECT_TRUE(Country(*lexicon, "Gulf of Mexico").code.empty());
  EXPECT_TRUE(Country(*lexicon, "Jordan").weak);
}

TEST(LexiconTest, WrongLinesAreReportedAndSkipped) {
  Diagnostics diagnostics;
  const LexiconFile files[] = {{"my/countries.tsv",
                                "# comment\n"
                                "XXA\tname\tExampleland\t\n"
                                "toolow\tname\tNowhere\t\n"
                                "XXB\tnickname\tElsewhere\t\n"
                                "XXC\n"
                                "XXD\tname\tOverthere\t\n"}};
  const auto lexicon = LoadLexicon(files, &diagnostics);
  EXPECT_EQ(lexicon->countries.size(), 2U);
  EXPECT_EQ(Country(*lexicon, "Overthere").code, CountryCode("XXD"));
  const std::string printed = Print(diagnostics);
  EXPECT_THAT(printed, HasSubstr("my/countries.tsv:3: error: 'toolow' is no country code"));
  EXPECT_THAT(printed, HasSubstr("my/countries.tsv:4: error: unknown kind 'nickname': write name, adjective"));
  EXPECT_THAT(printed, HasSubstr("my/countries.tsv:5: error: 1 columns"));
  EXPECT_THAT(printed, HasSubstr("offices.tsv: error: the table is missing"));
}

TEST(LexiconTest, CuesAndOfficesReportWrongWords) {
  Diagnostics diagnostics;
  const LexiconFile files[] = {{"cues_en.tsv",
                                "say\ttalk\tsay|says|said|said|saying\tq\t\n"
                                "tell\tsay\ttell|tells|told|told|telling\tq,mumble\t\n"},
                               {"offices.tsv",
                                "holder\tAda Example\tPresident\tXXA\t2024-13-01\t\n"
                                "holder\tBo Example\tPresident\tXXA\t2024-01-01\t2020-01-01\n"}};
  LoadLexicon(files, &diagnostics);
  const std::string printed = Print(diagnostics);
  EXPECT_THAT(printed, HasSubstr("cues_en.tsv:1: error: unknown class 'talk'"));
  EXPECT_THAT(printed, HasSubstr("cues_en.tsv:2: error: unknown complement 'mumble'"));
  EXPECT_THAT(printed, HasSubstr("offices.tsv:1: error: '2024-13-01' to '' is no term"));
  EXPECT_THAT(printed, HasSubstr("offices.tsv:2: error:"));
}

TEST(LexiconTest, GivenNamesAndOfficesTellGenderAndCountry) {
  Diagnostics diagnostics;
  const LexiconFile files[] = {{"offices.tsv",
                                "given\tAda|Bea\tf\n"
                                "given\tCyd\n"
                                "given\tDon\tx\n"
                                "office\tfirst keeper\tleader\tXXA\n"}};
  const auto lexicon = LoadLexicon(files, &diagnostics);
  const auto gender = [&](std::string_view name) { return lexicon->offices.GenderOf(lexicon->vocabulary.Find(name)); };
  EXPECT_EQ(gender("bea"), NameGender::kFemale);
  EXPECT_EQ(gender("cyd"), NameGender::kUnknown);
  EXPECT_TRUE(lexicon->offices.IsGivenName(lexicon->vocabulary.Find("cyd")));
  EXPECT_EQ(lexicon->offices.noun(0).country, CountryCode("XXA"));
  EXPECT_THAT(Print(diagnostics), HasSubstr("offices.tsv:3: error: unknown gender 'x': write m, f or nothing"));
}

TEST(LexiconTest, VersionFollowsTheBytesAndNotTheOrderOfFiles) {
  Diagnostics diagnostics;
  const LexiconFile a{"a/countries.tsv", "XXA\tname\tExampleland\t\n"};
  const LexiconFile b{"a/offices.tsv", "office\tpresident\tleader\n"};
  const LexiconFile c{"a/offices.tsv", "office\tchancellor\tleader\n"};
  const LexiconFile ab[] = {a, b};
  const LexiconFile ba[] = {b, a};
  const LexiconFile ac[] = {a, c};
  EXPECT_EQ(LoadLexicon(ab, &diagnostics)->version, LoadLexicon(ba, &diagnostics)->version);
  EXPECT_NE(LoadLexicon(ab, &diagnostics)->version, LoadLexicon(ac, &diagnostics)->version);
}

TEST(LexiconTest, HoldersAreChosenByDate) {
  Diagnostics diagnostics;
  const LexiconFile files[] = {{"offices.tsv",
                                "holder\tAda Example\tForeign Minister\tXXA\t2015-01-01\t2019-01-01\n"
                                "holder\tAda Example\tPresident\tXXA\t2019-01-01\t\n"}};
  const auto lexicon = LoadLexicon(files, &diagnostics);
  const uint32_t both[] = {0, 1};
  const auto at = [](int year) { return absl::FromCivil(absl::CivilDay(year, 6, 1), absl::UTCTimeZone()); };
  EXPECT_EQ(lexicon->offices.holder(lexicon->offices.BestHolder(both, at(2016))).role, "Foreign Minister");
  EXPECT_EQ(lexicon->offices.holder(lexicon->offices.BestHolder(both, at(2022))).role, "President");
  EXPECT_EQ(lexicon->offices.holder(lexicon->offices.BestHolder(both, std::nullopt)).role, "President");
}

}  // namespace
}  // namespace demarche
