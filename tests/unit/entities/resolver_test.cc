// Who is who through an article.
#include "gmock/gmock.h"
#include "tests/unit/entities/reading.h"

namespace demarche {
namespace {

// The cluster of the last mention that reads `text`; an empty one where it has none.
Cluster ClusterOf(const Sample& r, std::string_view text) {
  for (size_t i = r.entities.mentions.size(); i-- > 0;) {
    const Mention& m = r.entities.mentions[i];
    if (r.text.slice(m.span) == text && m.cluster != kNoCluster) return r.entities.clusters[m.cluster];
  }
  return {};
}

TEST(ResolverTest, LastNamesFindTheFullName) {
  const Sample r = ReadText("Holm leaves\n\nTrade Minister Karla Holm will go. Holm was tired.");
  EXPECT_EQ(ClusterOf(r, "Holm").name, "Karla Holm");
  EXPECT_EQ(ClusterOf(r, "Holm").role, "Trade Minister");
}

TEST(ResolverTest, TheOfficeFindsItsHolder) {
  const Sample r = ReadText("Danish Trade Minister Karla Holm spoke. Later the trade minister left.");
  EXPECT_EQ(ClusterOf(r, "the trade minister").name, "Karla Holm");
}

TEST(ResolverTest, PronounsFindTheSubject) {
  const Sample r = ReadText("Karla Holm met Peter Lund. She was late.");
  EXPECT_EQ(ClusterOf(r, "She").name, "Karla Holm");
}

TEST(ResolverTest, ApposedOfficesTellRoleAndCountry) {
  const Sample r = ReadText("Karla Holm, Denmark's trade minister, spoke.");
  EXPECT_EQ(ClusterOf(r, "Karla Holm").role, "trade minister");
  EXPECT_EQ(ClusterOf(r, "Karla Holm").country, CountryCode("DNK"));
}

TEST(ResolverTest, TheTableKnowsHoldersByDate) {
  const auto at = [](int year) { return absl::FromCivil(absl::CivilDay(year, 6, 1), absl::UTCTimeZone()); };
  EXPECT_EQ(ClusterOf(ReadText("Then Mark Rutte spoke.", "en", at(2020)), "Mark Rutte").country, CountryCode("NLD"));
  EXPECT_EQ(ClusterOf(ReadText("Then Mark Rutte spoke.", "en", at(2025)), "Mark Rutte").country, CountryCode("NATO"));
}

TEST(ResolverTest, TheCountryIsTheOneNamedLast) {
  const Sample r = ReadText("Norway closed a port. The country gave no reason.");
  EXPECT_EQ(ClusterOf(r, "The country").country, CountryCode("NOR"));
}

TEST(ResolverTest, APlaceTellsWhoseOfficialItIs) {
  const Sample r = ReadText("Kharkiv mayor Petro Lund met Norwegian guests.");
  EXPECT_EQ(ClusterOf(r, "Kharkiv mayor Petro Lund").name, "Petro Lund");
  EXPECT_EQ(ClusterOf(r, "Kharkiv mayor Petro Lund").country, CountryCode("UKR"));
  EXPECT_EQ(ClusterOf(r, "Kharkiv mayor Petro Lund").basis, CountryBasis::kPlace);
}

TEST(ResolverTest, AnOfficeThatOneCountryHasTellsIt) {
  EXPECT_EQ(ClusterOf(ReadText("The taoiseach spoke."), "The taoiseach").country, CountryCode("IRL"));
  EXPECT_EQ(ClusterOf(ReadText("Then Sen. Karla Holm spoke."), "Sen. Karla Holm").country, CountryCode("USA"));
}

TEST(ResolverTest, OwnWordsAreSurerThanTheOffice) {
  const Sample r = ReadText("Kenya's defense secretary Karla Holm spoke.");
  EXPECT_EQ(ClusterOf(r, "Kenya's defense secretary Karla Holm").country, CountryCode("KEN"));
}

TEST(ResolverTest, AnOrganOfManyCountriesIsThatOfTheOneBeforeIt) {
  const Sample r = ReadText("The Pakistan Foreign Office denied it.");
  EXPECT_EQ(ClusterOf(r, "Foreign Office").country, CountryCode("PAK"));
}

TEST(ResolverTest, AStateOfficeWithoutCountryGetsThatOfTheArticle) {
  const Sample r = ReadText("Norwegian ships left.\n\nNorway's ports are shut. The defence ministry gave no reason.");
  EXPECT_EQ(ClusterOf(r, "The defence ministry").country, CountryCode("NOR"));
  EXPECT_EQ(ClusterOf(r, "The defence ministry").basis, CountryBasis::kArticle);
  const Sample company = ReadText("Norway's ports are shut. A spokesman gave no reason.");
  EXPECT_TRUE(ClusterOf(company, "A spokesman").country.empty()) << "may be a company's";
}

TEST(ResolverTest, PronounsGoByGenderAndPassOverWordsThatAreNoNames) {
  const Sample r = ReadText("Peter Holm met Maria Lund. Speaking later, she was tired. Well, he was not.");
  EXPECT_EQ(ClusterOf(r, "she").name, "Maria Lund");
  EXPECT_EQ(ClusterOf(r, "he").name, "Peter Holm");
}

TEST(ResolverTest, AFirstWordAloneFindsTheFullName) {
  const Sample r = ReadText("Visitors met Lund Jae-in. Later Lund Jae-in left, and Lund was tired.");
  EXPECT_EQ(ClusterOf(r, "Lund").name, "Lund Jae-in");
}

TEST(ResolverTest, ABareLastNameOfAnotherIsNotTheHolder) {
  const auto when = absl::FromCivil(absl::CivilDay(2020, 6, 1), absl::UTCTimeZone());
  EXPECT_EQ(ClusterOf(ReadText("Then Johnson spoke.", "en", when), "Johnson").country, CountryCode("GBR"));
  EXPECT_TRUE(ClusterOf(ReadText("Then Karla Johnson spoke. Johnson left.", "en", when), "Johnson").country.empty());
}

TEST(ResolverTest, UnknownBearersStayNull) {
  const Sample r = ReadText("He was late.");
  ASSERT_EQ(r.entities.mentions.size(), 1U);
  EXPECT_EQ(r.entities.mentions[0].cluster, kNoCluster);
}

TEST(ResolverTest, CancelledWorkEnds) {
  const Sample r = ReadText("Norway closed a port.");
  CancelToken cancel;
  cancel.Cancel();
  const auto result = EntityFinder(TestLexicon()).Find(r.text, r.segments, std::nullopt, cancel);
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(ResolverTest, ThousandsOfBearersOfOneNameAreRead) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "Ann" + std::string(1, static_cast<char>('a' + i % 26)) + " Holm met him. ";
  EXPECT_GT(ReadText(text).entities.mentions.size(), 5000U);
}

}  // namespace
}  // namespace demarche
