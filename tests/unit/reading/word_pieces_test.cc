#include "pipeline/stages/reading/word_pieces.h"

#include "gmock/gmock.h"
#include "tests/unit/reading/network.h"

namespace demarche {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<uint16_t> Pieces(const WordPieces& pieces, std::string_view token) {
  std::vector<uint16_t> out;
  pieces.Append(token, &out);
  return out;
}

WordPieces Small() {
  return *WordPieces::Create("[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##able\n##a\ne\n##cole\n'\n.\n",
                             "# folds\nC9\te\n2019\t'\n301\t\n");
}

TEST(WordPieces, TakesTheLongestPieceFirst) {
  EXPECT_THAT(Pieces(Small(), "unable"), ElementsAre(4, 5));
  EXPECT_THAT(Pieces(Small(), "una"), ElementsAre(4, 6));
}

TEST(WordPieces, FoldsCaseAccentsAndMarks) {
  EXPECT_THAT(Pieces(Small(), "École"), ElementsAre(7, 8));
  EXPECT_THAT(Pieces(Small(), "UNABLE"), ElementsAre(4, 5));
  EXPECT_THAT(Pieces(Small(), "’"), ElementsAre(9));
}

TEST(WordPieces, SplitsAtMarks) { EXPECT_THAT(Pieces(Small(), "un.un"), ElementsAre(4, 10, 4)); }

TEST(WordPieces, AWordThatCannotBeSpelledIsUnknown) {
  EXPECT_THAT(Pieces(Small(), "unx"), ElementsAre(WordPieces::kUnknown));
  EXPECT_THAT(Pieces(Small(), ""), ElementsAre(WordPieces::kUnknown));
  EXPECT_THAT(Pieces(Small(), "\xCC\x81"), ElementsAre(WordPieces::kUnknown));  // an accent alone
}

TEST(WordPieces, EndlessTokensAreCut) {
  EXPECT_THAT(Pieces(TestPieces(), std::string(100000, 'q')), SizeIs(WordPieces::kMaxPerToken));
  EXPECT_THAT(Pieces(TestPieces(), std::string(100000, '"')), SizeIs(WordPieces::kMaxPerToken));
}

TEST(WordPieces, BuiltInTablesKnowEnglish) {
  for (const char* word : {"said", "minister", "Russia", "the", "\"", "“"})
    EXPECT_THAT(Pieces(TestPieces(), word), SizeIs(1)) << word;
}

TEST(WordPieces, WrongTablesSayWhere) {
  EXPECT_THAT(WordPieces::Create("[PAD]\n\n", "").status().message(), HasSubstr("vocabulary.txt:2"));
  EXPECT_THAT(WordPieces::Create("[PAD]\n", "zz\te\n").status().message(), HasSubstr("fold.tsv:1"));
}

}  // namespace
}  // namespace demarche
