// One article of ours with results found by hand, as the stages would give them, and the log of all records made.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "nlohmann/json.hpp"
#include "pipeline/stages/encode/encoder.h"
#include "tests/support/record_log.h"

namespace demarche {

inline Span Find(const Text& text, std::string_view piece) {
  const size_t at = text.utf8.find(piece);
  if (at == std::string::npos) return {};
  return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + piece.size())};
}

struct Sample {
  RawMessage message;
  Article article;
  Text text;
  Segments segments;
  std::vector<Statement> statements;
  std::vector<Relation> relations;

  Sample() {
    message.origin = {"news", 3, 42, 1'700'000'000'000};
    message.key = "k1";
    message.value = R"({"id":"a1"})";
    message.headers = {{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
                       {"tracestate", "vendor=1"},
                       {"other", "kept only in dead letters"}};
    article.id = "a1";
    article.version = "2";
    article.feed = "ninjs-1";
    article.url = "https://example.org/a1";
    article.source = "Example Wire";
    article.title = "Zambia é";
    article.language = "en";
    article.published_at = absl::FromUnixSeconds(1'700'000'000);
    article.index = 1;
    article.repairs = 1;
    // Delivered: "Zambia é", blank line, "<p>“We urge Peru to act,” Minister Ana Banda said.</p>"
    text.utf8 = "Zambia é\n“We urge Peru to act,” Minister Ana Banda said.";
    text.paragraphs = {{{0, 9}, Paragraph::Kind::kTitle, {}, false}, {{10, 61}, Paragraph::Kind::kBody, {}, false}};
    text.alignment = {{0, 0, 8, AlignmentPiece::Kind::kCopy},
                      {9, 8, 13, AlignmentPiece::Kind::kReplace},
                      {10, 13, 60, AlignmentPiece::Kind::kCopy}};
    text.language = "en";
    text.language_confidence = 0.98F;
    segments.sentences.resize(2);
    segments.tokens.resize(15);

    Statement s;
    s.type = StatementType::kDirect;
    s.content = {Find(text, "We urge Peru to act")};
    s.cue = Find(text, "said");
    s.cue_lemma = "say";
    s.source = Find(text, "Minister Ana Banda");
    s.speaker = Speaker{"Ana Banda", "Minister", "", CountryCode("ZMB"), ActorKind::kPerson};
    s.addressee = Find(text, "Peru");
    s.addressee_country = CountryCode("PER");
    s.countries = {CountryCode("PER")};
    s.paragraph = 1;
    s.sentence = 1;
    s.confidence = 0.9F;
    s.rule = "direct.cue_after";
    statements = {s};

    Relation r;
    r.source = {CountryCode("ZMB"), Find(text, "Minister Ana Banda"), "ministry"};
    r.target = {CountryCode("PER"), Find(text, "Peru"), ""};
    r.trigger = Find(text, "urge");
    r.evidence = {10, static_cast<uint32_t>(text.utf8.size())};
    r.sentence = 1;
    r.event_type = EventType::kRequest;
    r.cameo = "102";
    r.intensity = -1.2F;
    r.statement = 0;
    r.reported_by_name = "Ana Banda";
    r.reported_by_country = CountryCode("ZMB");
    r.confidence = 0.75F;
    r.rule = "urge.v.1";
    relations = {r};
  }

  EncodeInput Input() const {
    EncodeInput input;
    input.message = &message;
    input.article = &article;
    input.text = &text;
    input.segments = &segments;
    input.statements = statements;
    input.relations = relations;
    input.times.by_stage[static_cast<int>(Stage::kDecode)] = absl::Microseconds(12);
    input.times.by_stage[static_cast<int>(Stage::kStatements)] = absl::Nanoseconds(1500);
    input.extracted_at = absl::FromUnixMillis(1'700'000'100'250);
    return input;
  }
};

inline EncodeOptions SampleOptions() {
  EncodeOptions options;
  options.extractor_version = "0.1.0";
  options.lexicon_version = "2026-11-01";
  options.reader = "fast";
  return options;
}

inline const Header* FindHeader(const OutputRecord& record, std::string_view name) {
  for (const Header& header : record.headers) {
    if (header.name == name) return &header;
  }
  return nullptr;
}

inline RecordLog& Log() {
  static RecordLog log("encode_test");
  return log;
}

}  // namespace demarche
