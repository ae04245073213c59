// What a network's word does to the decision, with answers made by hand.
#include "gmock/gmock.h"
#include "pipeline/stages/relations/relation_finder.h"
#include "tests/unit/relations/harness.h"

namespace demarche {
namespace {

using ::testing::IsEmpty;

// Gives every pair asked, from left to right, the same answer, and every other pair none.
class OneAnswer : public PairReader {
 public:
  OneAnswer(EventType type, float chance, Modality modality) {
    answer_.type.fill(0.0001F);
    answer_.type[static_cast<size_t>(type)] = chance;
    answer_.type[kEventTypes] = 1 - chance;
    answer_.modality[static_cast<size_t>(modality)] = 1;
  }
  std::vector<PairChances> Ask(uint32_t begin, uint32_t end, std::span<const TokenPair> pairs) const override {
    std::vector<PairChances> out;
    for (const TokenPair& pair : pairs) {
      EXPECT_TRUE(begin <= pair.source && pair.source < end && begin <= pair.target && pair.target < end);
      PairChances none;
      none.type[kEventTypes] = 1;
      none.modality[0] = 1;
      out.push_back(pair.source < pair.target ? answer_ : none);
      out.back().trigger = begin;
    }
    return out;
  }

 private:
  PairChances answer_;
};

std::vector<Relation> RelationsWith(std::string_view body, EventType type, float chance,
                                    Modality modality = Modality::kActual) {
  const Sample sample = Read(body);
  Reading reading;
  reading.speech.assign(sample.segments.tokens.size(), 0.0F);
  reading.pairs = std::make_shared<const OneAnswer>(type, chance, modality);
  auto found = RelationFinder(TestLexicon())
                   .Find(sample.text, sample.segments, sample.entities, sample.statements, reading, CancelToken());
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *std::move(found) : std::vector<Relation>();
}

constexpr std::string_view kPlain = "The harbours of Norway and the fields of Iceland were green.";

TEST(RelationsWithReading, ASurePairIsFoundWhereNoFrameSpeaks) {
  EXPECT_THAT(Read(kPlain).relations, IsEmpty());
  const std::vector<Relation> found = RelationsWith(kPlain, EventType::kAid, 0.9999F);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].source.country.view(), "NOR");
  EXPECT_EQ(found[0].target.country.view(), "ISL");
  EXPECT_EQ(found[0].event_type, EventType::kAid);
  EXPECT_FALSE(found[0].cameo.empty());
}

TEST(RelationsWithReading, ADoubtedPairIsNotReported) {
  EXPECT_EQ(Read("Norway condemned Iceland.").relations.size(), 1U);
  EXPECT_THAT(RelationsWith("Norway condemned Iceland.", EventType::kAccuse, 0.0005F), IsEmpty());
}

TEST(RelationsWithReading, TheFrameExplainsWhatBothSee) {
  const std::vector<Relation> found = RelationsWith("Norway condemned Iceland.", EventType::kAccuse, 0.95F);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(found[0].rule, "pair-model");
  EXPECT_GT(found[0].confidence, 0.5F);
  EXPECT_LT(found[0].confidence, 0.9F);  // calibrated: less than the two believe
}

TEST(RelationsWithReading, TheNetworksModalityIsTaken) {
  const std::vector<Relation> found =
      RelationsWith("Norway condemned Iceland.", EventType::kAccuse, 0.95F, Modality::kHypothetical);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].modality, Modality::kHypothetical);
}

}  // namespace
}  // namespace demarche
