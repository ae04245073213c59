#include "pipeline/stages/encode/encoder.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/encode/sample.h"

namespace demarche {
namespace {

using ::testing::StartsWith;
using Json = nlohmann::json;

WorkResult Encode(const EncodeInput& input) {
  WorkResult result;
  Encoder(SampleOptions()).EncodeArticle(input, &result);
  Log().Add(result.records);
  return result;
}

Json Value(const OutputRecord& record) { return Json::parse(*record.value); }

TEST(Encoder, GivesStatementsRelationsAndOneReceiptInThisOrder) {
  const WorkResult result = Encode(Sample().Input());
  ASSERT_EQ(result.records.size(), 3U);
  EXPECT_EQ(result.records[0].kind, OutputKind::kStatement);
  EXPECT_EQ(result.records[0].key, "a1");
  EXPECT_EQ(result.records[1].kind, OutputKind::kRelation);
  EXPECT_EQ(result.records[1].key, "ZMB-PER");
  EXPECT_EQ(result.records[2].kind, OutputKind::kReceipt);
  EXPECT_EQ(result.records[2].key, "a1");
  ASSERT_EQ(result.articles.size(), 1U);
  EXPECT_EQ(result.articles[0].statements, 1U);
  EXPECT_EQ(result.articles[0].relations, 1U);
  EXPECT_EQ(result.articles[0].language, "en");
}

TEST(Encoder, StatementHasTheWholeContract) {
  const WorkResult result = Encode(Sample().Input());
  const Json s = Value(result.records[0]);
  EXPECT_EQ(s["article"], Json::parse(R"({"id":"a1","version":"2","revision":2,"url":"https://example.org/a1",
    "source":"Example Wire","title":"Zambia é","language":"en","published_at":"2023-11-14T22:13:20.000Z",
    "feed":"ninjs-1","key":")" + s["article"]["key"].get<std::string>() +
                                      R"("})"));
  EXPECT_THAT(s["id"].get<std::string>(), StartsWith(s["article"]["key"].get<std::string>() + "-"));
  EXPECT_EQ(s["type"], "direct");
  // Code points of the text as delivered: 8 of the title, 2 of the blank line, "<p>", the mark.
  EXPECT_EQ(s["content"], Json::parse(R"([{"text":"We urge Peru to act","begin":14,"end":33}])"));
  EXPECT_EQ(s["cue"], Json::parse(R"({"text":"said","begin":55,"end":59,"lemma":"say"})"));
  EXPECT_EQ(s["source"], Json::parse(R"({"text":"Minister Ana Banda","begin":36,"end":54})"));
  EXPECT_EQ(s["speaker"], Json::parse(R"({"name":"Ana Banda","role":"Minister","organization":null,"country":"ZMB",
    "kind":"person"})"));
  EXPECT_EQ(s["addressee"], Json::parse(R"({"text":"Peru","begin":22,"end":26,"country":"PER"})"));
  EXPECT_EQ(s["countries"], Json::parse(R"(["PER"])"));
  EXPECT_EQ(s["paragraph"], 1);
  EXPECT_EQ(s["confidence"], 0.9);
  EXPECT_EQ(s["provenance"], Json::parse(R"({"topic":"news","partition":3,"offset":42,"index":1})"));
  EXPECT_EQ(s["extracted_at"], "2023-11-14T22:15:00.250Z");
  EXPECT_EQ(s["extractor"],
            Json::parse(R"({"name":"demarche","version":"0.1.0","lexicon":"2026-11-01","reader":"fast"})"));
}

TEST(Encoder, RelationHasTheWholeContractAndNamesItsStatement) {
  const WorkResult result = Encode(Sample().Input());
  const Json r = Value(result.records[1]);
  EXPECT_EQ(r["statement_id"], Value(result.records[0])["id"]);
  EXPECT_EQ(r["source"], Json::parse(R"({"country":"ZMB","actor":{"text":"Minister Ana Banda","begin":36,"end":54},
    "role":"ministry"})"));
  EXPECT_EQ(r["target"], Json::parse(R"({"country":"PER","actor":{"text":"Peru","begin":22,"end":26},"role":null})"));
  EXPECT_EQ(r["trigger"], Json::parse(R"({"text":"urge","begin":17,"end":21})"));
  EXPECT_EQ(r["evidence"]["begin"], 13);
  EXPECT_EQ(r["event_type"], "REQUEST");
  EXPECT_EQ(r["cameo"], "102");
  EXPECT_EQ(r["intensity"], -1.2);
  EXPECT_EQ(r["modality"], "actual");
  EXPECT_EQ(r["aspect"], "event");
  EXPECT_EQ(r["reciprocal"], false);
  EXPECT_EQ(r["reported_by"], Json::parse(R"({"name":"Ana Banda","country":"ZMB"})"));
}

TEST(Encoder, WhatIsUnknownIsNull) {
  Sample sample;
  Statement& s = sample.statements[0];
  s.cue = s.source = s.addressee = {};
  s.cue_lemma.clear();
  s.speaker.reset();
  s.addressee_country = {};
  s.rule.clear();
  Relation& r = sample.relations[0];
  r.cameo.clear();
  r.statement = kNoStatement;
  r.reported_by_name.clear();
  r.reported_by_country = {};
  sample.article.url.clear();
  sample.article.version.clear();
  sample.article.published_at.reset();
  const WorkResult result = Encode(sample.Input());
  const Json statement = Value(result.records[0]);
  for (const char* field : {"cue", "source", "speaker", "addressee", "rule"}) EXPECT_TRUE(statement[field].is_null());
  for (const char* field : {"url", "version", "revision", "published_at"}) {
    EXPECT_TRUE(statement["article"][field].is_null()) << field;
  }
  const Json relation = Value(result.records[1]);
  for (const char* field : {"statement_id", "cameo", "intensity", "reported_by"}) {
    EXPECT_TRUE(relation[field].is_null()) << field;
  }
}

TEST(Encoder, AnAddresseeKnownOnlyAsCountryHasNoMention) {
  Sample sample;
  sample.statements[0].addressee = {};
  const Json s = Value(Encode(sample.Input()).records[0]);
  EXPECT_EQ(s["addressee"], Json::parse(R"({"text":null,"begin":null,"end":null,"country":"PER"})"));
}

TEST(Encoder, HeadersAreCloudEventsAndCarryTheTraceOn) {
  const WorkResult result = Encode(Sample().Input());
  const OutputRecord& record = result.records[0];
  EXPECT_EQ(FindHeader(record, "ce_id")->value, Value(record)["id"].get<std::string>());
  EXPECT_EQ(FindHeader(record, "ce_type")->value, "demarche.statement.v1");
  EXPECT_EQ(FindHeader(record, "ce_specversion")->value, "1.0");
  EXPECT_EQ(FindHeader(record, "ce_source")->value, "urn:demarche");
  EXPECT_EQ(FindHeader(record, "ce_subject")->value, "a1");
  EXPECT_EQ(FindHeader(record, "ce_time")->value, "2023-11-14T22:15:00.250Z");
  EXPECT_EQ(FindHeader(record, "content-type")->value, "application/json");
  EXPECT_EQ(FindHeader(record, "traceparent")->value, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  EXPECT_EQ(FindHeader(record, "tracestate")->value, "vendor=1");
  EXPECT_EQ(FindHeader(record, "other"), nullptr);
}

TEST(Encoder, ReceiptCountsAndListsWhatWasPublished) {
  const WorkResult result = Encode(Sample().Input());
  const Json receipt = Value(result.records[2]);
  EXPECT_EQ(receipt["status"], "read");
  EXPECT_TRUE(receipt["skip_reason"].is_null());
  EXPECT_EQ(receipt["statements"], Json::array({Value(result.records[0])["id"]}));
  EXPECT_EQ(receipt["relations"], Json::array({Value(result.records[1])["id"]}));
  EXPECT_EQ(receipt["counts"], Json::parse(R"({"statements":1,"relations":1,"characters":56,"paragraphs":2,
    "sentences":2,"tokens":15})"));
  EXPECT_EQ(receipt["language"], Json::parse(R"({"detected":"en","confidence":0.98,"declared":"en",
    "disagrees":false})"));
  EXPECT_EQ(receipt["timings_us"], Json::parse(R"({"decode":12,"statements":1.5})"));
  EXPECT_EQ(receipt["repairs"], 1);
  const Json voids = Json::parse(R"({"why":"superseded","ids_start_with":")" +
                                 receipt["article"]["key"].get<std::string>() + R"(-","up_to_revision":2})");
  EXPECT_EQ(receipt["voids"], voids);
}

TEST(Encoder, ARetractedArticlePublishesNothingAndVoidsItsResults) {
  Sample sample;
  EncodeInput input = sample.Input();
  input.status = ArticleStatus::kRetracted;
  const WorkResult result = Encode(input);
  ASSERT_EQ(result.records.size(), 1U);
  const Json receipt = Value(result.records[0]);
  EXPECT_EQ(receipt["voids"]["why"], "retracted");
  EXPECT_EQ(receipt["statements"], Json::array());
  EXPECT_EQ(receipt["counts"]["statements"], 0);
}

TEST(Encoder, WhatVoidsNothing) {
  Sample sample;
  EncodeInput input = sample.Input();
  input.text = nullptr;
  input.segments = nullptr;
  input.status = ArticleStatus::kEmbargoed;
  EXPECT_TRUE(Value(Encode(input).records.back())["voids"].is_null());
  input.status = ArticleStatus::kSkipped;
  input.skip = SkipReason::kDuplicate;
  const Json duplicate = Value(Encode(input).records.back());
  EXPECT_TRUE(duplicate["voids"].is_null());
  EXPECT_EQ(duplicate["skip_reason"], "duplicate");
  input.skip = SkipReason::kUnsupportedLanguage;
  EXPECT_EQ(Value(Encode(input).records.back())["voids"]["why"], "superseded");
}

TEST(Encoder, AnEmptyEnvelopeGivesOneReceiptWithoutArticle) {
  Sample sample;
  WorkResult result;
  Encoder(SampleOptions()).EncodeEmptyEnvelope(sample.message, "newsapi", {}, absl::UnixEpoch(), &result);
  Log().Add(result.records);
  ASSERT_EQ(result.records.size(), 1U);
  EXPECT_EQ(result.records[0].key, "k1");
  const Json receipt = Value(result.records[0]);
  EXPECT_EQ(receipt["status"], "empty");
  EXPECT_TRUE(receipt["article"].is_null());
  EXPECT_EQ(receipt["provenance"]["index"], -1);
  EXPECT_EQ(FindHeader(result.records[0], "ce_subject"), nullptr);
  EXPECT_EQ(result.articles.at(0).status, ArticleStatus::kEmpty);
}

TEST(Encoder, RepeatedTextIsClippedOnACodePoint) {
  Sample sample;
  sample.article.title = std::string(2047, 'x') + "é";  // é would end at byte 2049
  sample.article.id = std::string(5000, 'i');
  const WorkResult result = Encode(sample.Input());
  const Json s = Value(result.records[0]);
  EXPECT_EQ(s["article"]["title"], std::string(2047, 'x'));
  EXPECT_EQ(s["article"]["id"], s["article"]["key"]);
  EXPECT_EQ(result.records[0].key, s["article"]["key"].get<std::string>());
}

// One sentence of 1 MB with 5,000 relations in it: each record repeats the sentence, but only so much of it.
TEST(Encoder, OutputStaysLinearInHostileInput) {
  Sample sample;
  for (uint32_t at = 0; at < 1U << 20; at += 512) {  // pieces of the size that normalize makes
    sample.text.alignment.push_back({61 + at, 60 + at, 60 + at + 512, AlignmentPiece::Kind::kCopy});
  }
  sample.text.utf8 += std::string(1 << 20, 'x');
  sample.relations[0].evidence.end = static_cast<uint32_t>(sample.text.utf8.size());
  sample.relations.resize(5000, sample.relations[0]);
  sample.article.title = std::string(1 << 20, 't');
  sample.article.url = std::string(1 << 20, 'u');
  WorkResult result;
  Encoder(SampleOptions()).EncodeArticle(sample.Input(), &result);
  ASSERT_EQ(result.records.size(), 5002U);
  for (const OutputRecord& record : result.records) {
    if (record.kind == OutputKind::kRelation) {
      ASSERT_LT(record.bytes(), 20'000U);
    }
  }
}

}  // namespace
}  // namespace demarche
