// First each anchor of the reading becomes an attribution of its own (its roles cut into runs, quotations taken whole),
// then the two lists are matched by cue or content.
#include "pipeline/stages/statements/reading_join.h"

#include <algorithm>
#include <utility>

namespace demarche {
namespace {

// A report of speech is one from here on. Cross-checked on held-out codings: .3 to .5 make no difference in F.
constexpr float kBelieve = 0.5F;
// Where rule and network agree on the content this far, the rule's borders stay: it knows clauses and punctuation (.8
// is the same in F on held-out codings, and leaves more fragments).
constexpr float kSameContent = 0.5F;
// Content has at least so many tokens: one alone is a slip.
constexpr uint32_t kFewest = 2;
// Half of the content in common, or the same cue, make two attributions one.
constexpr float kTwin = 0.5F;

constexpr uint32_t kNone = UINT32_MAX;

class AnchorSpans {
 public:
  AnchorSpans(const Scene& scene, const CueTable& cues, const SpeechAnchor& anchor)
      : scene_(scene), anchor_(anchor), last_(anchor.first + static_cast<uint32_t>(anchor.roles.size())) {
    FindCue(cues);
    content_.resize(anchor.roles.size());
    for (uint32_t i = anchor.first; i < last_; ++i)
      content_[i - anchor.first] = !cue_.contains(i) && Is(i, SpanRole::kContent);
    TakeQuotationsWhole();
  }

  Attribution Make() const {
    Attribution out;
    out.cue = cue_;
    out.entry = entry_;
    out.sentence = scene_.SentenceOf(anchor_.token);
    out.rule = "reading";
    out.chance = anchor_.chance;
    out.content = ContentRuns();
    out.source = Nearest(SpanRole::kSource);
    out.addressee = Nearest(SpanRole::kAddressee);
    return out;
  }

 private:
  SpanRole RoleOf(uint32_t i) const {
    const auto& roles = anchor_.roles[i - anchor_.first];
    return static_cast<SpanRole>(std::max_element(roles.begin(), roles.end()) - roles.begin());
  }
  bool Is(uint32_t i, SpanRole role) const { return RoleOf(i) == role; }

  void FindCue(const CueTable& cues) {
    if (anchor_.cue_chance < anchor_.chance / 2) return;
    cue_ = {anchor_.token, anchor_.token + 1};
    const PhraseTable::Match match = cues.phrases().Longest(scene_.view.words(), anchor_.token);
    if (match.length == 0) return;
    cue_.end = std::min<uint32_t>(anchor_.token + match.length, last_);
    entry_ = &cues.cue(cues.form(match.value).cue);
  }

  // A quotation is content as a whole or not at all.
  void TakeQuotationsWhole() {
    for (uint32_t i = anchor_.first; i < last_;) {
      const uint32_t r = scene_.RegionOf(i);
      if (r == kNoRegion) {
        ++i;
        continue;
      }
      const TokenRange inner = {std::max(scene_.Inner(r).begin, anchor_.first), std::min(scene_.Inner(r).end, last_)};
      uint32_t in = 0;
      for (uint32_t k = inner.begin; k < inner.end; ++k) in += content_[k - anchor_.first] ? 1 : 0;
      if (2 * in >= inner.end - inner.begin) {
        for (uint32_t k = inner.begin; k < inner.end; ++k) content_[k - anchor_.first] = true;
      }
      i = std::max(i + 1, scene_.MarkedRange(r).end);
    }
  }

  // Runs of content; gaps of a token or two that are neither cue nor source are part of them.
  std::vector<TokenRange> ContentRuns() const {
    std::vector<TokenRange> out;
    for (uint32_t i = anchor_.first; i < last_; ++i) {
      if (!content_[i - anchor_.first]) continue;
      const uint32_t sentence = scene_.SentenceOf(i);
      const bool near = !out.empty() && i - out.back().end <= 2 && sentence == scene_.SentenceOf(out.back().end - 1);
      bool joins = near;
      for (uint32_t k = near ? out.back().end : i; k < i; ++k)
        joins = joins && !cue_.contains(k) && !Is(k, SpanRole::kSource);
      if (joins || (!out.empty() && out.back().end == i)) {
        out.back().end = i + 1;
      } else {
        out.push_back({i, i + 1});
      }
    }
    return out;
  }

  TokenRange Nearest(SpanRole role) const {
    TokenRange best;
    uint32_t best_distance = kNone;
    for (uint32_t i = anchor_.first; i < last_; ++i) {
      if (!Is(i, role) || cue_.contains(i)) continue;
      TokenRange run = {i, i + 1};
      while (run.end < last_ && (Is(run.end, role) || (run.end + 1 < last_ && Is(run.end + 1, role)))) ++run.end;
      const uint32_t distance =
          run.end <= anchor_.token ? anchor_.token - run.end : run.begin - std::min(run.begin, anchor_.token);
      if (distance < best_distance) {
        best = run;
        best_distance = distance;
      }
      i = run.end;
    }
    while (!best.empty() && scene_.view.IsPunct(best.begin)) ++best.begin;
    while (!best.empty() && scene_.view.IsPunct(best.end - 1)) --best.end;
    return best;
  }

  const Scene& scene_;
  const SpeechAnchor& anchor_;
  const uint32_t last_;
  TokenRange cue_;
  const Cue* entry_ = nullptr;
  std::vector<bool> content_;
};

uint32_t SizeOf(const std::vector<TokenRange>& parts) {
  uint32_t n = 0;
  for (const TokenRange& part : parts) n += part.end - part.begin;
  return n;
}

// Intersection over union, in tokens.
float Agreement(const std::vector<TokenRange>& a, const std::vector<TokenRange>& b) {
  uint32_t both = 0;
  for (const TokenRange& x : a) {
    for (const TokenRange& y : b) {
      const uint32_t begin = std::max(x.begin, y.begin), end = std::min(x.end, y.end);
      if (begin < end) both += end - begin;
    }
  }
  const uint32_t all = SizeOf(a) + SizeOf(b) - both;
  return all == 0 ? 0 : static_cast<float>(both) / static_cast<float>(all);
}

uint32_t PlaceOf(const Attribution& a) {
  const uint32_t content = a.content.empty() ? kNone : a.content[0].begin;
  return a.cue.empty() ? content : a.cue.begin;
}

// What the network thinks of the place where a rule saw speech.
float ChanceOf(const Reading& reading, const Attribution& a) {
  TokenRange at = a.cue;
  if (at.empty()) {
    if (a.content.empty()) return 1;
    at = {a.content[0].begin == 0 ? 0 : a.content[0].begin - 1, a.content[0].begin + 1};
  }
  float best = 0;
  for (uint32_t i = at.begin == 0 ? 0 : at.begin - 1; i < std::min<size_t>(at.end + 1, reading.speech.size()); ++i)
    best = std::max(best, reading.speech[i]);
  return best;
}

bool SameCue(const Attribution& a, const SpeechAnchor& anchor) {
  return !a.cue.empty() && anchor.token + 1 >= a.cue.begin && anchor.token <= a.cue.end;
}

// The rule's attribution that reports what `read` does; kNone if there is none.
uint32_t TwinOf(const Attribution& read, const SpeechAnchor& anchor, const std::vector<Attribution>& rules) {
  uint32_t twin = kNone;
  float best = 0;
  for (uint32_t r = 0; r < rules.size(); ++r) {
    const float agreement = Agreement(rules[r].content, read.content) + (SameCue(rules[r], anchor) ? 1.0F : 0.0F);
    if (agreement < kTwin || agreement <= best) continue;
    best = agreement;
    twin = r;
  }
  return twin;
}

// Whether every word of the content stands between quotation marks. Of such the rules know more than the network: its
// windows are short, and marks decide.
bool IsDirect(const Scene& scene, const Attribution& a) {
  bool words = false;
  for (const TokenRange& part : a.content) {
    for (uint32_t i = part.begin; i < part.end; ++i) {
      if (!scene.view.IsWord(i)) continue;
      words = true;
      if (!scene.InQuote(i)) return false;
    }
  }
  return words;
}

// The rule's attribution with what the network knows better.
void Mend(const Scene& scene, Attribution&& read, Attribution* rule) {
  rule->chance = read.chance;
  const bool direct = IsDirect(scene, *rule);
  if (!direct && !rule->content.empty() && Agreement(rule->content, read.content) < kSameContent)
    rule->content = std::move(read.content);
  const bool has_source = !rule->source.empty() || rule->speaker_from != kNone;
  const bool same_source = rule->source.begin < read.source.end && read.source.begin < rule->source.end;
  if (!read.source.empty() && !same_source && !(direct && has_source)) rule->source = read.source;
  if (rule->addressee.empty()) rule->addressee = read.addressee;
}

}  // namespace

void JoinReading(const Scene& scene, const CueTable& cues, const Reading& reading, std::vector<Attribution>* found) {
  if (reading.speech.empty()) return;
  std::vector<Attribution> rules = std::move(*found);
  std::vector<bool> matched(rules.size());
  std::vector<Attribution> added;
  for (const SpeechAnchor& anchor : reading.anchors) {
    if (anchor.chance < kBelieve || scene.InQuote(anchor.token)) continue;
    Attribution read = AnchorSpans(scene, cues, anchor).Make();
    if (SizeOf(read.content) < kFewest) continue;
    const uint32_t twin = TwinOf(read, anchor, rules);
    if (twin == kNone) {
      added.push_back(std::move(read));
    } else if (!matched[twin]) {
      matched[twin] = true;
      Mend(scene, std::move(read), &rules[twin]);
    }
  }

  // The rules' own order stays; the joiner of quotations and `speaker_from` count on it.
  found->clear();
  std::vector<uint32_t> now(rules.size(), kNone);
  size_t next = 0;
  for (uint32_t r = 0; r < rules.size(); ++r) {
    while (next < added.size() && PlaceOf(added[next]) < PlaceOf(rules[r])) found->push_back(std::move(added[next++]));
    if (!matched[r] && !IsDirect(scene, rules[r]) && ChanceOf(reading, rules[r]) < kBelieve) continue;
    now[r] = static_cast<uint32_t>(found->size());
    found->push_back(std::move(rules[r]));
  }
  while (next < added.size()) found->push_back(std::move(added[next++]));
  for (Attribution& a : *found) {
    if (a.speaker_from != kNone) a.speaker_from = now[a.speaker_from];
  }
}

}  // namespace demarche
