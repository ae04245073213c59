// One attribution a sentence: "selon X", a cue beside marks, a clause after the cue, an incise inside marks.
#include "pipeline/stages/statements/plain_cues.h"

namespace demarche {
namespace {

constexpr uint32_t kLongestSource = 14;  // tokens

class Plain {
 public:
  Plain(const Scene& scene, const CueTable& cues, uint32_t s, std::vector<Attribution>* out)
      : scene_(scene),
        view_(scene.view),
        cues_(cues),
        begin_(scene.sentence(s).token_begin),
        end_(scene.LastWordEnd(s)),
        limit_(scene.sentence(s).token_end),
        s_(s),
        out_(out) {}

  void Find() {
    for (uint32_t i = begin_; i < limit_;) {
      const PhraseTable::Match match = cues_.phrases().Longest(view_.words(), i);
      if (match.length == 0) {
        ++i;
        continue;
      }
      Attribution found;
      found.cue = {i, i + match.length};
      found.entry = &cues_.cue(cues_.form(match.value).cue);
      found.sentence = s_;
      const bool ok = found.entry->takes(Complement::kSource) ? According(&found) : Verb(&found);
      if (ok) {
        out_->push_back(std::move(found));
        return;  // one attribution a sentence
      }
      i += match.length;
    }
  }

 private:
  bool IsMark(uint32_t i) const { return i < limit_ && view_.token(i).has(Token::kQuoteMark) && scene_.InQuote(i); }
  bool Opens(uint32_t i) const { return IsMark(i) && scene_.MarkedRange(scene_.RegionOf(i)).begin == i; }

  // Words up to a punctuation mark; "-t-elle" loses its link.
  TokenRange SourceAfter(uint32_t i) const {
    while (i < end_ && (view_.IsChar(i, '-') || view_.str(i) == "t")) ++i;
    uint32_t end = i;
    while (end < end_ && !view_.IsPunct(end) && !scene_.InQuote(end) && end - i < kLongestSource) ++end;
    return {i, end};
  }

  TokenRange SourceBefore(uint32_t i) const {
    uint32_t begin = i;
    while (begin > begin_ && !view_.IsPunct(begin - 1) && !scene_.InQuote(begin - 1) && i - begin < kLongestSource)
      --begin;
    return {begin, i};
  }

  bool According(Attribution* found) const {
    const uint32_t cue = found->cue.begin;
    if (scene_.InQuote(cue)) return false;
    found->rule = "according_to";
    if (cue != begin_) {
      if (!view_.IsComma(cue - 1) && !IsMark(cue - 1)) return false;
      found->source = SourceAfter(found->cue.end);
      found->content = {{begin_, cue - 1}};
      return !found->source.empty() && cue - 1 > begin_;
    }
    uint32_t end = SourceAfter(found->cue.end).end;
    if (end < end_ && view_.IsComma(end)) {
      found->source = {found->cue.end, end};
      found->content = {{end + 1, end_}};
    } else {
      // "Laut Polizei gab es ...": the source is the first noun, which German writes with a capital.
      end = found->cue.end;
      while (end < end_ && !view_.IsCapital(end)) ++end;
      while (end < end_ && view_.IsCapital(end)) ++end;
      found->source = {found->cue.end, end};
      found->content = {{end, end_}};
    }
    return !found->source.empty() && found->content[0].end > found->content[0].begin;
  }

  bool Verb(Attribution* found) const {
    const uint32_t cue = found->cue.begin;
    const uint32_t after = found->cue.end;
    if (scene_.InQuote(cue)) return Inside(found);
    const uint32_t before = cue > begin_ && view_.IsComma(cue - 1) ? cue - 1 : cue;
    if (before > begin_ && IsMark(before - 1)) {  // « ... », a déclaré X
      found->rule = "quote_said_x";
      found->content = {scene_.Inner(scene_.RegionOf(before - 1))};
      found->source = SourceAfter(after);
      return !found->source.empty();
    }
    found->source = SourceBefore(cue);
    if (found->source.empty()) return false;
    if (found->source.begin > begin_ && IsMark(found->source.begin - 1)) {  // « ... » X a déclaré
      found->rule = "quote_x_said";
      found->content = {scene_.Inner(scene_.RegionOf(found->source.begin - 1))};
      return true;
    }
    if (after >= end_) return false;
    const uint32_t open = view_.IsComma(after) || view_.IsChar(after, ':') ? after + 1 : after;
    if (Opens(open)) {
      found->rule = "said_quote";
      found->content = {scene_.Inner(scene_.RegionOf(open))};
      return true;
    }
    const std::string_view word = view_.str(open < end_ ? open : after);
    const bool that = word == "que" || word == "dass" || word == "qu'" || word == "qu’" || word == "daß";
    const bool clause = open > after && view_.IsComma(after) && found->entry->takes(Complement::kBare);
    if ((!that && !clause) || open >= end_) return false;
    found->rule = that ? "said_that" : "said_clause";
    found->content = {{that ? open + 1 : open, end_}};
    return found->content[0].end > found->content[0].begin;
  }

  // « La situation, affirme-t-elle, est sous contrôle. »
  bool Inside(Attribution* found) const {
    const uint32_t cue = found->cue.begin;
    const TokenRange inner = scene_.Inner(scene_.RegionOf(cue));
    if (cue <= inner.begin + 1 || !view_.IsComma(cue - 1)) return false;
    uint32_t i = found->cue.end;
    while (i < inner.end && (view_.IsChar(i, '-') || view_.str(i) == "t")) ++i;
    uint32_t end = i;
    while (end < inner.end && !view_.IsPunct(end) && end - i < kLongestSource) ++end;
    if (end == i || end >= inner.end || !view_.IsComma(end)) return false;
    found->rule = "quote_x_said";
    found->source = {i, end};
    found->content = {{inner.begin, cue - 1}, {end + 1, inner.end}};
    return end + 1 < inner.end;
  }

  const Scene& scene_;
  const TokenView& view_;
  const CueTable& cues_;
  const uint32_t begin_, end_, limit_, s_;
  std::vector<Attribution>* out_;
};

}  // namespace

void FindPlainCues(const Scene& scene, const CueTable& cues, uint32_t s, std::vector<Attribution>* out) {
  Plain(scene, cues, s, out).Find();
}

}  // namespace demarche
