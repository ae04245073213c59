// Tries for each free quotation, in text order, who owns it; the first that fits takes it.
#include "pipeline/stages/statements/quotation_joiner.h"

#include <algorithm>

namespace demarche {
namespace {

constexpr uint32_t kNone = UINT32_MAX;

class Joiner {
 public:
  Joiner(const Scene& scene, std::vector<Attribution>* attributions)
      : scene_(scene), view_(scene.view), attributions_(*attributions), regions_(scene.view.segments().quotes) {
    owner_.assign(regions_.size(), kNone);
    previous_.assign(regions_.size(), kNone);
    uint32_t last = kNone;
    for (uint32_t r = 0; r < regions_.size(); ++r) {
      previous_[r] = last;
      if (regions_[r].depth == 0) last = r;
    }
    by_sentence_.assign(view_.segments().sentences.size(), kNone);
    for (uint32_t a = 0; a < attributions_.size(); ++a) {
      by_sentence_[attributions_[a].sentence] = a;
      for (const TokenRange& part : attributions_[a].content) Own(part, a);
    }
  }

  void Join() {
    for (uint32_t r = 0; r < regions_.size(); ++r) {
      if (regions_[r].depth > 0 || owner_[r] != kNone || scene_.Inner(r).empty()) continue;
      const bool joined = AfterColon(r) || Continues(r) || SecondHalf(r) || DashName(r) || Floats(r) || InTitle(r);
      (void)joined;
    }
    for (Attribution& a : attributions_)
      std::sort(a.content.begin(), a.content.end(), [](auto x, auto y) { return x.begin < y.begin; });
  }

 private:
  void Own(TokenRange part, uint32_t a) {
    // Regions lie in text order; the first that may overlap is found by its first token.
    for (uint32_t i = part.begin; i < part.end;) {
      const uint32_t r = scene_.RegionOf(i);
      if (r == kNoRegion) {
        ++i;
        continue;
      }
      owner_[r] = a;
      i = std::max(i + 1, scene_.MarkedRange(r).end);
    }
  }

  uint32_t Add(Attribution found, uint32_t r) {
    attributions_.push_back(std::move(found));
    const auto a = static_cast<uint32_t>(attributions_.size() - 1);
    owner_[r] = a;
    return a;
  }

  uint32_t Previous(uint32_t r) const { return previous_[r]; }

  // "He said:" at the end of the sentence or paragraph before.
  bool AfterColon(uint32_t r) {
    const uint32_t begin = scene_.MarkedRange(r).begin;
    if (begin == 0 || !view_.IsChar(begin - 1, ':')) return false;
    const uint32_t s = scene_.SentenceOf(begin - 1);
    const uint32_t a = by_sentence_[s];
    if (a != kNone && attributions_[a].content.empty()) {
      attributions_[a].content.push_back(scene_.Inner(r));
      owner_[r] = a;
      return true;
    }
    if (a != kNone || scene_.WordsIn(scene_.Inner(r)) < 3) return false;
    // "Chairman Ruiz:" and "And from Chairman Ruiz:"
    const uint32_t from = scene_.sentence(s).token_begin;
    for (uint32_t i = begin - 1; i-- > from && begin - i < 20;) {
      const uint32_t m = scene_.MentionAt(i);
      if (m == UINT32_MAX) continue;
      const MentionKind kind = scene_.entities.mentions[m].kind;
      if (kind == MentionKind::kDemonym || kind == MentionKind::kPronoun) continue;
      Attribution found;
      found.sentence = scene_.SentenceOf(begin);
      // The claim may go on after the marks: "Macallan: ‘No second chance’ for rebels".
      found.content = {scene_.Inner(r)};
      if (scene_.sentence(found.sentence).token_begin < begin) {
        found.content[0].end = std::max(found.content[0].end, scene_.LastWordEnd(found.sentence));
      }
      found.source = {scene_.entities.mentions[m].token_begin,
                      std::min(scene_.entities.mentions[m].token_end, begin - 1)};
      found.rule = "name_colon";
      Add(std::move(found), r);
      return true;
    }
    return false;
  }

  // The next paragraph of a quotation that closes later.
  bool Continues(uint32_t r) {
    if (!regions_[r].continues) return false;
    const uint32_t p = Previous(r);
    if (p == kNone || owner_[p] == kNone) return false;
    attributions_[owner_[p]].content.push_back(scene_.Inner(r));
    owner_[r] = owner_[p];
    return true;
  }

  bool Stopped(uint32_t r) const {
    const TokenRange inner = scene_.Inner(r);
    return view_.IsPunct(inner.end - 1) || scene_.MarkedRange(r).end >= view_.size() ||
           view_.IsPunct(scene_.MarkedRange(r).end);
  }

  // "...," he said. "..." in one paragraph: the quotation opens the sentence after the attribution's.
  bool SecondHalf(uint32_t r) {
    const uint32_t begin = scene_.MarkedRange(r).begin;
    if (begin == 0) return false;
    const uint32_t s = scene_.SentenceOf(begin);
    const uint32_t before = scene_.SentenceOf(begin - 1);
    if (scene_.sentence(s).paragraph != scene_.sentence(before).paragraph) return false;
    const uint32_t a = by_sentence_[before];
    const uint32_t p = Previous(r);
    if (p == kNone || owner_[p] == kNone) return false;
    const bool adjacent = scene_.MarkedRange(p).end == begin;
    if (!adjacent) {
      if (a == kNone || owner_[p] != a || view_.token(begin).span.begin > 0) {
        // The attribution's cue must stand between the two quotations.
        if (owner_[p] == kNone) return false;
        const Attribution& owner = attributions_[owner_[p]];
        if (owner.cue.empty() || owner.cue.begin < scene_.MarkedRange(p).begin || owner.cue.begin > begin) return false;
        if (begin - scene_.MarkedRange(p).end > 25 || !OpensSentence(begin, s)) return false;
      }
    }
    attributions_[owner_[p]].content.push_back(scene_.Inner(r));
    owner_[r] = owner_[p];
    if (by_sentence_[s] == kNone) by_sentence_[s] = owner_[p];
    return true;
  }

  bool OpensSentence(uint32_t begin, uint32_t s) const {
    return begin <= scene_.sentence(s).token_begin || begin == scene_.sentence(s).token_begin + 1;
  }

  // “...” – Commissioner Joan Pike
  bool DashName(uint32_t r) {
    const uint32_t dash = scene_.MarkedRange(r).end;
    if (dash + 1 >= view_.size()) return false;
    const std::string_view word = view_.str(dash);
    if (word != "–" && word != "—" && word != "-" && word != "--") return false;
    const uint32_t m = scene_.MentionAt(dash + 1);
    if (m == UINT32_MAX || scene_.entities.mentions[m].kind != MentionKind::kPerson) return false;
    Attribution found;
    found.sentence = scene_.SentenceOf(scene_.MarkedRange(r).begin);
    found.content = {scene_.Inner(r)};
    found.source = {scene_.entities.mentions[m].token_begin, scene_.entities.mentions[m].token_end};
    found.rule = "dash_name";
    Add(std::move(found), r);
    return true;
  }

  // A quotation that is its own sentence: said by who spoke, or acted, just before.
  bool Floats(uint32_t r) {
    const TokenRange marked = scene_.MarkedRange(r);
    const uint32_t s = scene_.SentenceOf(marked.begin);
    if (scene_.IsTitle(s) || !OpensSentence(marked.begin, s) || !Stopped(r)) return false;
    const uint32_t words = scene_.WordsIn(scene_.Inner(r));
    if (words < 4) return false;
    const uint32_t last = scene_.SentenceOf(std::max(marked.end, marked.begin + 1) - 1);
    if (scene_.LastWordEnd(last) > marked.end) return false;  // the sentence goes on outside of the marks
    Attribution found;
    found.sentence = s;
    found.content = {scene_.Inner(r)};
    found.rule = "floating";
    const uint32_t p = Previous(r);
    const uint32_t paragraph = scene_.sentence(s).paragraph;
    if (s > scene_.sentence(0).paragraph && s > 0 && scene_.sentence(s - 1).paragraph == paragraph &&
        by_sentence_[s - 1] == kNone) {
      // "Alice Moreau turned to the committee. “Show me the invoices.”"
      for (uint32_t i = scene_.sentence(s - 1).token_begin; i < scene_.sentence(s - 1).token_end; ++i) {
        const uint32_t m = scene_.MentionAt(i);
        if (m == UINT32_MAX) continue;
        const Mention& mention = scene_.entities.mentions[m];
        if (mention.kind != MentionKind::kPerson && mention.kind != MentionKind::kOffice) break;
        found.source = {mention.token_begin, mention.token_end};
        found.rule = "floating_subject";
        break;
      }
    }
    if (found.source.empty() && p != kNone && owner_[p] != kNone) {
      found.speaker_from = owner_[p];
    } else if (found.source.empty() && s > 0 && by_sentence_[s - 1] != kNone) {
      found.speaker_from = by_sentence_[s - 1];
    }
    Add(std::move(found), r);
    return true;
  }

  bool InTitle(uint32_t r) {
    const TokenRange marked = scene_.MarkedRange(r);
    const uint32_t s = scene_.SentenceOf(marked.begin);
    if (!scene_.IsTitle(s) || by_sentence_[s] != kNone || scene_.WordsIn(scene_.Inner(r)) < 4) return false;
    Attribution found;
    found.sentence = s;
    found.content = {scene_.Inner(r)};
    found.rule = "headline_quote";
    by_sentence_[s] = Add(std::move(found), r);
    return true;
  }

  const Scene& scene_;
  const TokenView& view_;
  std::vector<Attribution>& attributions_;
  const std::vector<QuoteRegion>& regions_;
  std::vector<uint32_t> previous_;     // by region: the outermost one before it
  std::vector<uint32_t> owner_;        // by region: the attribution that covers it
  std::vector<uint32_t> by_sentence_;  // the last attribution of each sentence
};

}  // namespace

void JoinQuotations(const Scene& scene, std::vector<Attribution>* attributions) { Joiner(scene, attributions).Join(); }

}  // namespace demarche
