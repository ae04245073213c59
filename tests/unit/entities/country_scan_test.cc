// Which words name a country and which do not.
#include <vector>

#include "gmock/gmock.h"
#include "tests/unit/entities/reading.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Codes(const std::string& text) {
  std::vector<std::string> codes;
  for (const Mention& m : ReadText(text).entities.mentions) {
    const bool country =
        m.kind == MentionKind::kCountry || m.kind == MentionKind::kDemonym || m.kind == MentionKind::kCapital;
    if (country) codes.emplace_back(m.country.view());
  }
  return codes;
}

TEST(CountryScanTest, NamesDemonymsAndCapitals) {
  EXPECT_THAT(Codes("Norway and Swedish firms asked Oslo for help."), ElementsAre("NOR", "SWE", "NOR"));
}

TEST(CountryScanTest, PronounsBirdsAndChinaAreNoCountries) {
  EXPECT_THAT(Codes("They told us to eat turkey from fine china."), IsEmpty());
}

TEST(CountryScanTest, LongerNamesHideTheCountryInside) {
  EXPECT_THAT(Codes("She moved from New Mexico to the Gulf of Guinea."), IsEmpty());
}

TEST(CountryScanTest, AmbiguousNamesNeedSupport) {
  EXPECT_THAT(Codes("Voters in Georgia went to the polls."), IsEmpty());
  EXPECT_THAT(Codes("Russia closed the border with Georgia."), ElementsAre("RUS", "GEO"));
  EXPECT_THAT(Codes("Israel praised Michael Jordan."), ElementsAre("ISR"));
}

TEST(CountryScanTest, DatelinesAreNoActors) {
  EXPECT_THAT(Codes("OSLO (Example News) — Denmark closed a port."), ElementsAre("DNK"));
}

TEST(CountryScanTest, ShoutedHeadlinesKeepPronouns) {
  EXPECT_THAT(Codes("FRANCE TELLS US WHO LEAKED THE PLAN"), ElementsAre("FRA"));
}

TEST(CountryScanTest, PlacesAndPartiesDoNotStandForTheirCountry) {
  EXPECT_THAT(Codes("Kharkiv and the Labour Party waited for Norway."), ElementsAre("NOR"));
}

TEST(CountryScanTest, HostileInputIsRead) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "New United Saint ";
  EXPECT_THAT(Codes(text), IsEmpty());
}

}  // namespace
}  // namespace demarche
