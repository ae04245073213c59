// The longest phrase wins, casing decides, folding knows apostrophes and accents.
#include "pipeline/lexicon/phrase_table.h"

#include "gtest/gtest.h"

namespace demarche {
namespace {

TEST(PhraseTableTest, LongestPhraseWins) {
  Vocabulary vocabulary;
  PhraseTable table;
  ASSERT_TRUE(table.Add(vocabulary.InternForm("Mexico"), 1));
  ASSERT_TRUE(table.Add(vocabulary.InternForm("New Mexico"), 2));
  const auto words = vocabulary.InternForm("New Mexico Mexico");
  EXPECT_EQ(table.Longest(words, 0).value, 2U);
  EXPECT_EQ(table.Longest(words, 0).length, 2U);
  EXPECT_EQ(table.Longest(words, 2).value, 1U);
  EXPECT_EQ(table.Longest(vocabulary.InternForm("New York"), 0).length, 0U);
}

TEST(PhraseTableTest, CasingIsTheLeastThatTheTextMustHave) {
  Vocabulary vocabulary;
  PhraseTable table;
  ASSERT_TRUE(table.Add(vocabulary.InternForm("US"), 1));
  ASSERT_TRUE(table.Add(vocabulary.InternForm("China"), 2));
  ASSERT_TRUE(table.Add(vocabulary.InternForm("said"), 3));
  const auto found = [&](std::string_view text) { return table.Longest(vocabulary.InternForm(text), 0).length == 1; };
  EXPECT_TRUE(found("US"));
  EXPECT_FALSE(found("us"));
  EXPECT_FALSE(found("Us"));
  EXPECT_TRUE(found("CHINA"));
  EXPECT_FALSE(found("china"));
  EXPECT_TRUE(found("Said"));
}

TEST(PhraseTableTest, FoldingKnowsApostrophesAndAccents) {
  const auto fold = [](std::string_view word) {
    std::string out;
    FoldWord(word, &out);
    return out;
  };
  EXPECT_EQ(fold("N’Djamena"), "n'djamena");
  EXPECT_EQ(fold("ÉLYSÉE"), "élysée");
  EXPECT_EQ(fold("Şimşek"), "şimşek");
  EXPECT_EQ(fold("\xff\xfe"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "malformed bytes are safe";
}

TEST(PhraseTableTest, PhrasesThatAreTooLongAreRefused) {
  Vocabulary vocabulary;
  PhraseTable table;
  EXPECT_FALSE(table.Add(vocabulary.InternForm("a a a a a a a a a a a a a a a a a"), 1));
  EXPECT_FALSE(table.Add({}, 1));
}

}  // namespace
}  // namespace demarche
