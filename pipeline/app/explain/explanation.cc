// One function a section, in the order of the document path.
#include "pipeline/app/explain/explanation.h"

#include <algorithm>

#include "pipeline/base/str.h"
#include "pipeline/stages/relations/pair_report.h"

namespace demarche {
namespace {

constexpr size_t kLongestSlice = 160;  // bytes of a text that stand in one line
constexpr float kAnchorShown = 0.1F;   // chances below are noise
constexpr float kRoleShown = 0.5F;

// The text of a span on one line, cut between characters.
std::string Slice(const Text& text, Span span) {
  std::string out(text.slice(span));
  std::replace(out.begin(), out.end(), '\n', ' ');
  if (out.size() <= kLongestSlice) return out;
  size_t end = kLongestSlice;
  while (end > 0 && (static_cast<uint8_t>(out[end]) & 0xC0) == 0x80) --end;
  return out.substr(0, end) + "…";
}

// Where a span stands in the text as it was delivered, as in the results.
std::string Place(const Text& text, Span span) {
  const Span at = text.ToDelivered(span);
  return fmt::format("{}-{}", at.begin, at.end);
}

std::string_view NameOf(MentionKind kind) {
  switch (kind) {
    case MentionKind::kCountry:
      return "country";
    case MentionKind::kDemonym:
      return "demonym";
    case MentionKind::kCapital:
      return "capital or seat";
    case MentionKind::kBody:
      return "body";
    case MentionKind::kPerson:
      return "person";
    case MentionKind::kOffice:
      return "office";
    case MentionKind::kPronoun:
      return "pronoun";
    case MentionKind::kDocument:
      return "document";
    case MentionKind::kGroup:
      return "group";
  }
  return "";
}

std::string_view NameOf(ActorKind kind) {
  switch (kind) {
    case ActorKind::kPerson:
      return "person";
    case ActorKind::kOffice:
      return "office";
    case ActorKind::kBody:
      return "body";
    case ActorKind::kDocument:
      return "document";
    case ActorKind::kGroup:
      return "group";
  }
  return "";
}

std::string_view NameOf(CountryBasis basis) {
  switch (basis) {
    case CountryBasis::kNone:
      return "nothing tells it";
    case CountryBasis::kNamed:
      return "named with it";
    case CountryBasis::kOffice:
      return "an office or body that one country has";
    case CountryBasis::kHolder:
      return "the table of office-holders, at the article's date";
    case CountryBasis::kPlace:
      return "a place named with it";
    case CountryBasis::kArticle:
      return "the likeliest country of the article: a guess";
  }
  return "";
}

std::string_view NameOf(StatementType type) {
  switch (type) {
    case StatementType::kDirect:
      return "direct";
    case StatementType::kIndirect:
      return "indirect";
    case StatementType::kMixed:
      return "mixed";
  }
  return "";
}

std::string CountryOf(CountryCode code, CountryBasis basis) {
  return code.empty() ? std::string("none") : fmt::format("{} ({})", code.view(), NameOf(basis));
}

void Add(std::string name, std::string value, ExplainedEntry* entry) {
  if (!value.empty()) entry->facts.push_back({std::move(name), std::move(value)});
}

ExplainedSection Sentences(const ArticleReading& r) {
  ExplainedSection out{"Sentences", "Where they begin and end, in code points of the text as delivered.", {}};
  for (const Sentence& s : r.segments.sentences) {
    ExplainedEntry entry{Slice(r.text, s.span), {}, {}};
    Add("at", Place(r.text, s.span), &entry);
    Add("paragraph", fmt::format("{}{}", s.paragraph, s.title ? ", title" : ""), &entry);
    Add("tokens", fmt::format("{}", s.token_end - s.token_begin), &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ExplainedSection Quotations(const ArticleReading& r) {
  ExplainedSection out{"Quotation regions", "What stands between marks.", {}};
  for (const QuoteRegion& q : r.segments.quotes) {
    ExplainedEntry entry{Slice(r.text, q.span), {}, {{q.span, MarkKind::kNone}}};
    Add("at", Place(r.text, q.span), &entry);
    Add("closed", q.closed ? "" : "no: runs to the end of its paragraph", &entry);
    Add("continues", q.continues ? "the region before" : "", &entry);
    Add("marks", q.single ? "single" : "", &entry);
    Add("depth", q.depth > 0 ? fmt::format("{}", q.depth) : "", &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ExplainedSection Actors(const ArticleReading& r) {
  ExplainedSection out{"Actors", "Mentions that are one actor, and the chain from them to a country.", {}};
  for (const Cluster& cluster : r.entities.clusters) {
    if (cluster.mentions.empty()) continue;
    ExplainedEntry entry{cluster.name, {}, {}};
    Add("kind", std::string(NameOf(cluster.kind)), &entry);
    Add("role", cluster.role, &entry);
    Add("organization", cluster.organization, &entry);
    Add("country", CountryOf(cluster.country, cluster.basis), &entry);
    for (const uint32_t m : cluster.mentions) {
      const Mention& mention = r.entities.mentions[m];
      const bool own = mention.country != cluster.country || mention.basis != cluster.basis;
      Add("mention",
          fmt::format("“{}” ({}, {}){}", Slice(r.text, mention.span), NameOf(mention.kind), Place(r.text, mention.span),
                      own ? fmt::format(": {}", CountryOf(mention.country, mention.basis)) : ""),
          &entry);
      entry.marks.push_back({mention.span, MarkKind::kActor});
    }
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ExplainedSection Network(const ArticleReading& r) {
  ExplainedSection out{"Network", "Tokens that may report speech, with the chances that the network gives them.", {}};
  if (r.reading.speech.empty()) out.note = "No network read this article (--reader rules, or no English).";
  const auto part = [&](const SpeechAnchor& anchor, SpanRole role) {
    std::string words;
    for (uint32_t i = 0; i < anchor.roles.size() && anchor.first + i < r.segments.tokens.size(); ++i) {
      if (anchor.roles[i][static_cast<size_t>(role)] < kRoleShown) continue;
      const Token& token = r.segments.tokens[anchor.first + i];
      if (!words.empty() && token.has(Token::kSpaceBefore)) words += ' ';
      words += r.text.slice(token.span);
    }
    return words;
  };
  for (const SpeechAnchor& anchor : r.reading.anchors) {
    if (anchor.chance < kAnchorShown || anchor.token >= r.segments.tokens.size()) continue;
    const Span span = r.segments.tokens[anchor.token].span;
    ExplainedEntry entry{Slice(r.text, span), {}, {{span, MarkKind::kCue}}};
    Add("speech", fmt::format("{:.2f}, by a cue {:.2f}", anchor.chance, anchor.cue_chance), &entry);
    Add("source", part(anchor, SpanRole::kSource), &entry);
    Add("content", part(anchor, SpanRole::kContent), &entry);
    Add("addressee", part(anchor, SpanRole::kAddressee), &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

void AddSpeaker(const ArticleReading& r, const Statement& s, ExplainedEntry* entry) {
  if (!s.speaker) return Add("speaker", "unknown: the source has no bearer in the article", entry);
  std::string chain;
  if (!s.source.empty()) chain = fmt::format("“{}” → ", Slice(r.text, s.source));
  chain += s.speaker->name;
  if (!s.speaker->role.empty()) chain += fmt::format(", {}", s.speaker->role);
  Add("speaker", chain, entry);
  CountryBasis basis = CountryBasis::kNamed;
  if (s.speaker_cluster != kNoCluster && !r.entities.clusters[s.speaker_cluster].country.empty()) {
    basis = r.entities.clusters[s.speaker_cluster].basis;
  }
  Add("country", CountryOf(s.speaker->country, basis), entry);
}

ExplainedSection Statements(const ArticleReading& r) {
  ExplainedSection out{"Statements", "Confidence is how often the rule is right on the project's own codings.", {}};
  for (const Statement& s : r.statements) {
    ExplainedEntry entry;
    for (const Span part : s.content) {
      if (!entry.head.empty()) entry.head += " … ";
      entry.head += Slice(r.text, part);
      entry.marks.push_back({part, MarkKind::kContent});
    }
    Add("type", std::string(NameOf(s.type)), &entry);
    if (!s.cue.empty()) {
      Add("cue", fmt::format("“{}” ({})", Slice(r.text, s.cue), s.cue_lemma), &entry);
      entry.marks.push_back({s.cue, MarkKind::kCue});
    }
    if (!s.source.empty()) entry.marks.push_back({s.source, MarkKind::kSource});
    AddSpeaker(r, s, &entry);
    if (!s.addressee.empty() || !s.addressee_country.empty()) {
      Add("addressee", fmt::format("“{}” {}", Slice(r.text, s.addressee), s.addressee_country.view()), &entry);
    }
    std::string countries;
    for (const CountryCode code : s.countries)
      countries += fmt::format("{}{}", countries.empty() ? "" : " ", code.view());
    Add("countries in it", countries, &entry);
    Add("rule", fmt::format("{}, confidence {:.2f}", s.rule, s.confidence), &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ExplainedSection Relations(const ArticleReading& r) {
  ExplainedSection out{"Relations", "What one country does to, with or says about another.", {}};
  for (const Relation& x : r.relations) {
    ExplainedEntry entry{
        fmt::format("{} → {} {}", x.source.country.view(), x.target.country.view(), ToString(x.event_type)),
        {},
        {{x.trigger, MarkKind::kTrigger}}};
    Add("trigger", fmt::format("“{}”", Slice(r.text, x.trigger)), &entry);
    Add("source", fmt::format("“{}” ({})", Slice(r.text, x.source.actor), x.source.role), &entry);
    Add("target", fmt::format("“{}” ({})", Slice(r.text, x.target.actor), x.target.role), &entry);
    Add("modality", fmt::format("{}, {}{}", ToString(x.modality), ToString(x.aspect), x.reciprocal ? ", mutual" : ""),
        &entry);
    Add("code", fmt::format("CAMEO {}, intensity {}", x.cameo, x.intensity), &entry);
    if (x.statement != kNoStatement) {
      Add("reported by", fmt::format("{} {}", x.reported_by_name, x.reported_by_country.view()), &entry);
    }
    Add("rule", fmt::format("{}, confidence {:.2f}", x.rule, x.confidence), &entry);
    Add("evidence", Slice(r.text, x.evidence), &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

ExplainedSection Pairs(const ArticleReading& r, const Lexicon& lexicon) {
  ExplainedSection out{"Pairs weighed",
                       "Every ordered pair of countries of a sentence, with the likeliest type and the features that "
                       "weighed most for (+) or against (-) it.",
                       {}};
  for (const PairReport& p : ReportPairs(lexicon, r.text, r.segments, r.entities, r.statements, r.reading)) {
    ExplainedEntry entry{
        fmt::format("{} → {} {} {:.2f}", p.source.view(), p.target.view(), ToString(p.type), p.type_chance),
        {},
        {{p.source_span, MarkKind::kActor}, {p.target_span, MarkKind::kActor}}};
    Add("actors", fmt::format("“{}”, “{}”", Slice(r.text, p.source_span), Slice(r.text, p.target_span)), &entry);
    Add("no relation", fmt::format("{:.2f}", p.none_chance), &entry);
    if (p.network_none_chance >= 0) {
      Add("network", fmt::format("this type {:.2f}, no relation {:.2f}", p.network_type_chance, p.network_none_chance),
          &entry);
    }
    Add("frames", fmt::format("{}", fmt::join(p.proposals, ", ")), &entry);
    std::string features;
    for (const WeighedFeature& f : p.features) {
      features += fmt::format("{}{:+.2f} {}", features.empty() ? "" : ", ", f.weight, f.name);
    }
    Add("features", features, &entry);
    Add("sentence", Slice(r.text, r.segments.sentences[p.sentence].span), &entry);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

Explanation Explain(const ArticleReading& r, const Lexicon& lexicon) {
  Explanation out;
  out.title = r.article.title.empty() ? r.article.id : r.article.title;
  out.facts.push_back({"id", r.article.id});
  out.facts.push_back({"language", r.text.language.empty() ? "unknown" : r.text.language});
  if (r.article.published_at) {
    out.facts.push_back({"date", absl::FormatTime("%Y-%m-%d", *r.article.published_at, absl::UTCTimeZone())});
  }
  if (r.status != ArticleStatus::kRead) {
    out.facts.push_back({"status", "not read: its receipt says why (demarche extract)"});
  }
  out.text = r.text.utf8;
  out.sections.push_back(Statements(r));
  out.sections.push_back(Relations(r));
  out.sections.push_back(Actors(r));
  out.sections.push_back(Network(r));
  out.sections.push_back(Pairs(r, lexicon));
  out.sections.push_back(Quotations(r));
  out.sections.push_back(Sentences(r));
  return out;
}

}  // namespace demarche
