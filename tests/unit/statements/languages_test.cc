// French, German, Spanish: quotations with a cue, "selon", a clause; other languages give nothing.
#include "gmock/gmock.h"
#include "tests/unit/statements/said.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(LanguagesTest, French) {
  EXPECT_THAT(Said("« La route est ouverte », a déclaré la ministre Jeanne Roux.", "fr"),
              ElementsAre("direct|la ministre Jeanne Roux|a déclaré|La route est ouverte"));
  EXPECT_THAT(Said("Selon Oslo, la route est ouverte.", "fr"), ElementsAre("indirect|Oslo|Selon|la route est ouverte"));
}

TEST(LanguagesTest, German) {
  EXPECT_THAT(Said("„Die Straße ist offen“, sagte Ministerin Holm.", "de"),
              ElementsAre("direct|Ministerin Holm|sagte|Die Straße ist offen"));
  EXPECT_THAT(Said("Die Ministerin sagte, die Straße sei offen.", "de"),
              ElementsAre("indirect|Die Ministerin|sagte|die Straße sei offen"));
}

TEST(LanguagesTest, Spanish) {
  EXPECT_THAT(Said("«La ruta está abierta», dijo la ministra Soto.", "es"),
              ElementsAre("direct|la ministra Soto|dijo|La ruta está abierta"));
}

TEST(LanguagesTest, ALanguageWithoutCuesGivesNothing) {
  EXPECT_THAT(Said("«Tie on auki», sanoi ministeri Holm.", "fi"), IsEmpty());
}

}  // namespace
}  // namespace demarche
