// For each cue: subject, then inverted, leading or trailing content, objects, passives; and where content ends.
#include "pipeline/stages/statements/span_finder.h"

#include "pipeline/stages/statements/noun_phrase.h"

namespace demarche {
namespace {

// Bounds that keep the work linear in a sentence without end: longer content is cut, later verbs are not looked at.
constexpr uint32_t kLongestContent = 250;  // tokens outside of marks
constexpr size_t kVerbsAhead = 8;

class Spans {
 public:
  Spans(const Scene& scene, const std::vector<CueAnchor>& anchors, uint32_t s, std::vector<Attribution>* out)
      : scene_(scene),
        view_(scene.view),
        anchors_(anchors),
        s_(s),
        out_(out),
        first_(out->size()),
        begin_(scene.sentence(s).token_begin),
        end_(scene.LastWordEnd(s)),
        limit_(scene.sentence(s).token_end),
        title_(scene.IsTitle(s)) {}

  void Find() {
    for (size_t a = 0; a < anchors_.size(); ++a) {
      at_ = a;
      Attribution found;
      found.cue = anchors_[a].cue;
      found.entry = anchors_[a].entry;
      found.sentence = s_;
      if (FindOne(anchors_[a], &found)) out_->push_back(std::move(found));
    }
  }

 private:
  bool Done(uint32_t i) const { return i >= end_; }
  bool Takes(Complement c) const { return anchors_[at_].entry->takes(c); }

  bool FindOne(const CueAnchor& anchor, Attribution* found) {
    if (Takes(Complement::kSource)) return AccordingTo(anchor, found);
    FindSubject(anchor, found);
    if (anchor.passive) return Passive(anchor, found);
    // "A," X warned, "B": what stands before in marks is told first.
    const bool after_quote = !subject_.empty() && subject_.begin > begin_ && scene_.InQuote(subject_.begin - 1);
    if (after_quote && Trailing(anchor, found)) return true;
    return Inverted(anchor, found) || Leading(anchor, found) || Trailing(anchor, found);
  }

  // ---- the source

  void FindSubject(const CueAnchor& anchor, Attribution* found) {
    const uint32_t verb = SkipAuxiliariesBefore(scene_, anchor.cue.begin, begin_);
    subject_ = {verb, verb};
    const bool gerund = anchor.form.is(CueFormKind::kGerund) && verb == anchor.cue.begin;
    if (gerund && verb > begin_ && scene_.MentionAt(verb - 1) != UINT32_MAX && !view_.IsPunct(verb - 1)) {
      subject_ = NounPhraseBefore(scene_, verb, begin_);  // "a statement saying"
    } else if (gerund || (anchor.coordinated && !view_.IsComma(verb - 1))) {
      Inherit(verb, found);
      return;
    } else {
      subject_ = NounPhraseBefore(scene_, verb, begin_);
      if (subject_.empty() && anchor.coordinated) {
        Inherit(verb, found);
        return;
      }
    }
    found->source = subject_;
  }

  // The subject of the verb before, or of the sentence.
  void Inherit(uint32_t verb, Attribution* found) {
    if (out_->size() > first_) {
      found->source = out_->back().source;
      found->speaker_from = static_cast<uint32_t>(out_->size() - 1);
      return;
    }
    for (uint32_t i = begin_; i < verb && i - begin_ < 60; ++i) {
      const uint32_t m = scene_.MentionAt(i);
      if (m == UINT32_MAX || scene_.InQuote(i)) continue;
      const Mention& mention = scene_.entities.mentions[m];
      if (mention.kind == MentionKind::kDemonym && !mention.plural) continue;
      if (i > begin_ && view_.Is(i - 1, WordClass::kPreposition)) continue;
      found->source = {mention.token_begin, std::min(mention.token_end, verb)};
      return;
    }
  }

  // ---- "..., said X", "..., X said"

  bool EndsClause(uint32_t i) const {
    return Done(i) || (view_.IsPunct(i) && !view_.IsChar(i, ':') && !view_.IsChar(i, '-') && !view_.IsChar(i, '$')) ||
           view_.IsAny(i, Bit(WordClass::kConjunction)) || view_.str(i) == "as" || view_.str(i) == "while" ||
           view_.str(i) == "after" || view_.str(i) == "when" || view_.str(i) == "before" || view_.str(i) == "amid";
  }

  bool Inverted(const CueAnchor& anchor, Attribution* found) {
    const uint32_t cue = anchor.cue.begin;
    if (cue == begin_ || !Takes(Complement::kQuotation) || anchor.form.is(CueFormKind::kGerund)) return false;
    const bool quoted = view_.token(cue - 1).has(Token::kQuoteMark) && scene_.InQuote(cue - 1);
    if (!quoted && !view_.IsComma(cue - 1)) return false;
    const TokenRange source = NounPhraseAfter(scene_, anchor.cue.end, limit_, Reach::kWhole);
    if (source.empty()) return false;
    const uint32_t after = SkipAdverbials(scene_, source.end, limit_, true);
    if (!quoted && !EndsClause(after)) return false;
    const TokenRange content = Preceding(cue);
    if (content.empty()) return false;
    found->source = source;
    found->content = {content};
    found->rule = quoted ? "quote_said_x" : "clause_said_x";
    AppendSecondPart(after, found);
    return true;
  }

  bool Trailing(const CueAnchor& anchor, Attribution* found) {
    if (subject_.empty() || subject_.begin == begin_ || anchor.form.is(CueFormKind::kGerund)) return false;
    if (!Takes(Complement::kQuotation) && !Takes(Complement::kBare)) return false;
    const uint32_t before = subject_.begin - 1;
    const bool quoted = scene_.InQuote(before) && view_.token(before).has(Token::kQuoteMark);
    const bool comma = view_.IsComma(before);
    if (!quoted && !comma) return false;
    uint32_t after = SkipAdverbials(scene_, anchor.cue.end, limit_, true);
    if (!EndsClause(after) && TakesAddressee()) {
      const TokenRange to = NounPhraseAfter(scene_, anchor.cue.end, limit_, Reach::kWhole);
      if (!to.empty()) {
        after = SkipAdverbials(scene_, to.end, limit_, true);
        if (EndsClause(after) || quoted) found->addressee = to;
      }
    }
    if (!quoted && !EndsClause(after)) return false;
    const TokenRange content = Preceding(subject_.begin);
    if (content.empty()) return false;
    if (anchor.entry->weak && !quoted && !anchor.entry->takes(Complement::kBare)) return false;
    found->content = {content};
    found->rule = quoted ? "quote_x_said" : "clause_x_said";
    AppendSecondPart(after, found);
    return true;
  }

  // What is said before the attribution that starts at `i`: from the sentence's start (or the quotation's) to its
  // comma.
  TokenRange Preceding(uint32_t i) const {
    uint32_t end = i;
    while (end > begin_ &&
           (view_.IsComma(end - 1) || view_.token(end - 1).has(Token::kQuoteMark) || view_.IsPunct(end - 1)) &&
           !(view_.IsChar(end - 1, ')'))) {
      --end;
    }
    uint32_t begin = begin_;
    if (end - begin > kLongestContent) return {};
    for (uint32_t k = end; k-- > begin_;) {
      if (view_.IsChar(k, ';') && !scene_.InQuote(k)) {
        begin = k + 1;
        break;
      }
    }
    // A quotation of several sentences starts before this one.
    if (scene_.InQuote(begin)) begin = std::min(begin, scene_.MarkedRange(scene_.RegionOf(begin)).begin);
    // "X arrived. He left, "..." Y said": only what the marks hold, if all before them has a clause of its own.
    while (begin < end && (view_.Is(begin, WordClass::kConjunction) && !scene_.InQuote(begin))) ++begin;
    if (end <= begin || scene_.WordsIn({begin, end}) < 1) return {};
    // "On Monday, X said", "After X, Y said": an adverbial is no content.
    if (!scene_.InQuote(begin) && view_.IsAny(begin, Bit(WordClass::kPreposition)) && !HasFinite({begin, end}) &&
        scene_.WordsIn({begin, end}) < 8) {
      return {};
    }
    return {begin, end};
  }

  // "A," X said, "B." and: A, he said, B.
  void AppendSecondPart(uint32_t after, Attribution* found) {
    if (Done(after) || !view_.IsComma(after)) return;
    const uint32_t next = after + 1;
    if (next >= limit_) return;
    if (view_.token(next).has(Token::kQuoteMark) && scene_.InQuote(next)) {
      found->content.push_back(scene_.Inner(scene_.RegionOf(next)));
      return;
    }
    if (scene_.InQuote(found->content[0].begin)) return;
    // A short adverbial before, the clause after: "Five years ago, he said, the plant ...".
    if (view_.IsAny(next, Bit(WordClass::kSubordinator) | Bit(WordClass::kConjunction)) ||
        view_.str(next).ends_with("ing"))
      return;
    if (scene_.WordsIn(found->content[0]) > 12 || HasFinite(found->content[0])) return;
    found->content.push_back({next, end_});
  }

  // ---- "X said ..."

  bool TakesAddressee() const {
    constexpr Complement kAddressed[] = {Complement::kAddrThat,    Complement::kAddrBare,  Complement::kAddrTo,
                                         Complement::kAddrWh,      Complement::kAddrOf,    Complement::kAddrFor,
                                         Complement::kAddrAgainst, Complement::kAddrAbout, Complement::kAddrOn,
                                         Complement::kAddrAs,      Complement::kAddrWith};
    for (const Complement c : kAddressed) {
      if (Takes(c)) return true;
    }
    return false;
  }

  bool OpensQuote(uint32_t i) const {
    return i < limit_ && view_.token(i).has(Token::kQuoteMark) && scene_.InQuote(i) &&
           scene_.MarkedRange(scene_.RegionOf(i)).begin == i;
  }

  bool Leading(const CueAnchor& anchor, Attribution* found) {
    const uint32_t cue_end = anchor.cue.end;
    if (Done(cue_end)) return ColonAtEnd(cue_end, found);
    // The complement right after the verb or after adverbials.
    if (Complete(cue_end, found)) return true;
    const uint32_t after = SkipAdverbials(scene_, cue_end, limit_, false);
    if (after != cue_end && Complete(after, found)) return true;
    if (TakesAddressee() && AfterAddressee(after, found)) return true;
    const uint32_t far = SkipAdverbials(scene_, cue_end, limit_, true);
    if (far != after && Complete(far, found)) return true;
    return Object(after, found);
  }

  bool ColonAtEnd(uint32_t i, Attribution* found) const {
    if (i >= limit_ || !view_.IsChar(i, ':')) return false;
    found->rule = "said_colon";
    return true;
  }

  // Content that starts at `i` by a mark, "that", "whether", "to" or as a bare clause.
  bool Complete(uint32_t i, Attribution* found) {
    if (i < limit_ && view_.IsChar(i, ':')) {
      if (i + 1 >= end_) return ColonAtEnd(i, found);
      return Take(i + 1, "said_colon", found);
    }
    if (Done(i)) return false;
    if (view_.IsComma(i)) {
      if (OpensQuote(i + 1)) return Take(i + 1, "said_quote", found);
      return false;
    }
    if (OpensQuote(i) && (Takes(Complement::kQuotation) || Takes(Complement::kBare) ||
                          scene_.WordsIn(scene_.Inner(scene_.RegionOf(i))) > 3)) {
      return Take(i, "said_quote", found);
    }
    if (view_.Is(i, WordClass::kThat) && (Takes(Complement::kThat) || Takes(Complement::kQuotation))) {
      return Take(i + 1, "said_that", found);
    }
    if (Takes(Complement::kWh) && view_.Is(i, WordClass::kWh)) return Take(i, "asked_whether", found);
    if (Takes(Complement::kTo) && view_.Is(i, WordClass::kTo)) return Take(i, "vowed_to", found);
    if (Takes(Complement::kGerund) && view_.str(i).ends_with("ing") && i + 1 < end_)
      return Take(i, "denied_doing", found);
    if (view_.str(i) == "out" && i + 1 < end_ && view_.Is(i + 1, WordClass::kThat) && Takes(Complement::kOutThat)) {
      return Take(i + 2, "said_that", found);
    }
    if (PrepositionObject(i, found)) return true;
    return Takes(Complement::kBare) && !anchors_[at_].entry->weak && IsClause(i) && Take(i, "said_clause", found);
  }

  bool PrepositionObject(uint32_t i, Attribution* found) {
    const std::string_view word = view_.str(i);
    const auto is = [&](Complement c, std::string_view lower) {
      return Takes(c) && word.size() == lower.size() && (word[0] | 0x20) == lower[0] &&
             word.substr(1) == lower.substr(1);
    };
    if (is(Complement::kOnTo, "on") || is(Complement::kToTo, "to") || is(Complement::kWithTo, "with")) {
      const TokenRange to = NounPhraseAfter(scene_, i + 1, limit_, Reach::kWhole);
      if (!to.empty() && !Done(to.end) && view_.Is(to.end, WordClass::kTo)) {
        found->addressee = to;
        return Take(to.end, "called_on_x_to", found);
      }
    }
    if (is(Complement::kFor, "for") || is(Complement::kOf, "of") || is(Complement::kAgainst, "against") ||
        is(Complement::kAbout, "about") || is(Complement::kOn, "on") || is(Complement::kWith, "with") ||
        is(Complement::kAt, "at")) {
      return Take(i + 1, "called_for", found);
    }
    return false;
  }

  // "told X that", "urged X to", "accused X of", "asked X whether", "told X: ..."
  bool AfterAddressee(uint32_t i, Attribution* found) {
    const TokenRange to = NounPhraseAfter(scene_, i, limit_, Reach::kWhole);
    const TokenRange of = NounPhraseAfter(scene_, i, limit_, Reach::kOf);
    const TokenRange core = NounPhraseAfter(scene_, i, limit_, Reach::kCore);
    for (const TokenRange range : {core, of, to}) {
      if (range.empty()) continue;
      const uint32_t after = SkipAdverbials(scene_, range.end, limit_, false);
      const uint32_t far = SkipAdverbials(scene_, range.end, limit_, true);
      for (const uint32_t k : {after, far}) {
        if (Addressed(range, k, found)) {
          found->addressee = range;
          return true;
        }
      }
    }
    return false;
  }

  bool Addressed(TokenRange to, uint32_t k, Attribution* found) {
    if (k >= limit_) return false;
    if (view_.IsChar(k, ':')) return k + 1 < end_ ? Take(k + 1, "told_x_quote", found) : ColonAtEnd(k, found);
    if (Done(k)) return false;
    if (OpensQuote(k)) return Take(k, "told_x_quote", found);
    if (view_.IsComma(k)) return OpensQuote(k + 1) && Take(k + 1, "told_x_quote", found);
    if (Takes(Complement::kAddrThat) && view_.Is(k, WordClass::kThat)) return Take(k + 1, "told_x_that", found);
    if (Takes(Complement::kAddrTo) && view_.Is(k, WordClass::kTo)) return Take(k, "urged_x_to", found);
    if (Takes(Complement::kAddrTo) && view_.Is(k, WordClass::kNegation) && view_.Is(k + 1, WordClass::kTo)) {
      return Take(k, "urged_x_to", found);
    }
    if (Takes(Complement::kAddrOf) && view_.Is(k, WordClass::kOf)) return Take(k + 1, "accused_x_of", found);
    if (Takes(Complement::kAddrWh) && view_.Is(k, WordClass::kWh)) return Take(k, "asked_x_whether", found);
    const std::string_view word = view_.str(k);
    if (Takes(Complement::kAddrFor) && word == "for") {
      if (Takes(Complement::kObject)) return Take(to.begin, "slammed_x_for", found);
      return Take(k + 1, "thanked_x_for", found);
    }
    if ((Takes(Complement::kAddrAgainst) && word == "against") || (Takes(Complement::kAddrAbout) && word == "about") ||
        (Takes(Complement::kAddrOn) && (word == "on" || word == "over")) ||
        (Takes(Complement::kAddrWith) && word == "with")) {
      return Take(k + 1, "warned_x_of", found);
    }
    if (Takes(Complement::kAddrBare) && IsClause(k) && k > to.begin && scene_.MentionAt(to.begin) != UINT32_MAX) {
      return Take(k, "told_x_clause", found);
    }
    return false;
  }

  // "slammed the move", "announced a plan", "called X a liar"
  bool Object(uint32_t i, Attribution* found) {
    if (Done(i) || view_.IsPunct(i) || view_.IsAny(i, Bit(WordClass::kPreposition) | Bit(WordClass::kConjunction)))
      return false;
    const bool object =
        Takes(Complement::kObject) || Takes(Complement::kObjectAdjective) || Takes(Complement::kObjectAs);
    if (!object) return false;
    const Cue& cue = *anchors_[at_].entry;
    if ((cue.headline || cue.weak) && !title_) return false;
    if (view_.Is(i, WordClass::kTo) || view_.Is(i, WordClass::kSubordinator)) return false;
    if (found->source.empty()) return false;
    const uint32_t m = scene_.MentionAt(i);
    if (!Take(i, Takes(Complement::kObject) ? "slammed_x" : "called_x_y", found)) return false;
    if (scene_.WordsIn(found->content[0]) < 2) return false;
    TrimTime(&found->content[0]);
    if (m != UINT32_MAX) {
      const Mention& mention = scene_.entities.mentions[m];
      found->addressee = {mention.token_begin, mention.token_end};
    }
    return true;
  }

  // "a state of emergency [on Sunday]"
  void TrimTime(TokenRange* range) const {
    uint32_t end = range->end;
    while (end > range->begin + 2 && view_.IsAny(end - 1, Bit(WordClass::kWeekday) | Bit(WordClass::kTime))) --end;
    if (end < range->end && view_.Is(end - 1, WordClass::kPreposition)) --end;
    range->end = end;
  }

  // ---- passive

  bool Passive(const CueAnchor& anchor, Attribution* found) {
    found->addressee = found->source;
    found->source = {};
    uint32_t i = anchor.cue.end;
    if (!Done(i) && view_.Is(i, WordClass::kBy)) {
      found->source = NounPhraseAfter(scene_, i + 1, limit_, Reach::kWhole);
      i = SkipAdverbials(scene_, found->source.end, limit_, false);
    } else {
      i = SkipAdverbials(scene_, i, limit_, false);
    }
    if (Done(i)) return false;
    const bool by = !found->source.empty();
    if (Takes(Complement::kAddrOf) && view_.Is(i, WordClass::kOf)) return by && Take(i + 1, "accused_by", found);
    if (Takes(Complement::kAddrTo) && view_.Is(i, WordClass::kTo)) return by && Take(i, "told_by", found);
    if ((Takes(Complement::kAddrThat) || Takes(Complement::kThat)) && view_.Is(i, WordClass::kThat))
      return Take(i + 1, "told_by", found);
    if (Takes(Complement::kObjectAs) && view_.Is(i, WordClass::kAs)) return by && Take(i + 1, "described_by", found);
    return false;
  }

  // ---- according to

  bool AccordingTo(const CueAnchor& anchor, Attribution* found) {
    const uint32_t cue = anchor.cue.begin;
    const TokenRange source = SourceAfter(anchor.cue.end);
    if (source.empty()) return false;
    found->source = source;
    if (cue == begin_ || (cue == begin_ + 1 && !view_.IsComma(begin_))) {
      uint32_t i = source.end;
      while (i < end_ && !view_.IsComma(i) && !view_.IsChar(i, ':')) ++i;
      found->rule = "according_to_front";
      return !Done(i) && Take(i + 1, "according_to_front", found);
    }
    uint32_t end = cue;
    while (end > begin_ && (view_.IsComma(end - 1) || view_.token(end - 1).has(Token::kQuoteMark))) --end;
    const TokenRange content = Preceding(end);
    if (content.empty()) return false;
    found->content = {content};
    found->rule = "according_to";
    return true;
  }

  // After "according to" everything up to the comma is the source.
  TokenRange SourceAfter(uint32_t i) const {
    uint32_t k = i;
    while (k < end_ && !view_.IsComma(k) && !view_.IsChar(k, ';') && !view_.IsChar(k, ':') && !OpensQuote(k) &&
           k - i < 30)
      ++k;
    return {i, k};
  }

  // ---- content

  bool HasFinite(TokenRange range) const {
    for (uint32_t i = range.begin; i < range.end; ++i) {
      if (view_.IsAny(i, Bit(WordClass::kFinite) | Bit(WordClass::kAuxiliary))) return true;
    }
    return false;
  }

  // A clause could start at `i`.
  bool IsClause(uint32_t i) const {
    if (Done(i) || view_.IsPunct(i)) return false;
    if (title_) return !view_.IsAny(i, Bit(WordClass::kConjunction));
    if (view_.IsAny(i, Bit(WordClass::kConjunction) | Bit(WordClass::kOf) | Bit(WordClass::kTo))) return false;
    // "said in a note" is no clause, "said at least nine died" is one.
    const bool amount =
        i + 1 < end_ && (view_.token(i + 1).has(Token::kNumber) || view_.Is(i + 1, WordClass::kNumber) ||
                         view_.str(i + 1) == "least" || view_.str(i + 1) == "most");
    if (view_.Is(i, WordClass::kPreposition) && !view_.Is(i, WordClass::kSubordinator) && !amount) return false;
    const uint32_t until = std::min(end_, i + 30);
    for (uint32_t k = i; k < until; ++k) {
      if (view_.IsAny(k, Bit(WordClass::kFinite) | Bit(WordClass::kAuxiliary))) return true;
      const std::string_view word = view_.str(k);
      if (k > i && word.size() > 3 && word.ends_with("ed") && !view_.IsCapital(k)) return true;
      if (k > i && view_.IsWord(k) && word.ends_with("s") && !word.ends_with("ss") && view_.IsWord(k - 1) &&
          k + 1 < end_ && view_.IsAny(k + 1, Bit(WordClass::kDeterminer) | Bit(WordClass::kTo))) {
        return true;
      }
    }
    return false;
  }

  bool Take(uint32_t i, const char* rule, Attribution* found) {
    if (i < limit_ && view_.Is(i, WordClass::kThat) && rule[0] == 's') ++i;
    if (OpensQuote(i)) {
      const uint32_t r = scene_.RegionOf(i);
      const TokenRange inner = scene_.Inner(r);
      const bool stopped = inner.end > inner.begin && view_.IsPunct(inner.end - 1);
      if (stopped || scene_.MarkedRange(r).end >= end_) {
        found->content = {inner};
        found->rule = rule;
        return !inner.empty();
      }
    }
    const uint32_t end = ClauseEnd(i);
    if (end <= i || scene_.WordsIn({i, end}) == 0) return false;
    found->content = {{i, end}};
    found->rule = rule;
    if (!subject_.empty() && subject_.begin > begin_ + 1 && i > subject_.end) TakeRelative(i, found);
    return true;
  }

  // "the school, which he said was closed, will ...": the pronoun belongs to what is said, which ends at the comma.
  void TakeRelative(uint32_t i, Attribution* found) const {
    const uint32_t which = subject_.begin - 1;
    if (view_.str(which) != "which" && view_.str(which) != "who") return;
    uint32_t end = i;
    while (end < found->content[0].end && (!view_.IsComma(end) || scene_.InQuote(end))) ++end;
    found->content = {{which, which + 1}, {i, end}};
  }

  // Where what is said ends: the sentence, a semicolon, or the next attribution that is not part of it.
  uint32_t ClauseEnd(uint32_t from) const {
    uint32_t end = end_;
    if (end > from && scene_.InQuote(end - 1)) end = std::max(end, scene_.Inner(scene_.RegionOf(end - 1)).end);
    const uint32_t until = std::min(end_, from + kLongestContent);
    if (until < end_ && !scene_.InQuote(until)) end = until;
    for (uint32_t i = from; i < until; ++i) {
      if (scene_.InQuote(i)) continue;
      if (view_.IsChar(i, ';')) {
        end = i;
        break;
      }
      // ", with a fresh appeal ...", ", also after ...": the reporter goes on.
      if (i > from + 4 && view_.IsComma(i) && i + 1 < until &&
          (view_.str(i + 1) == "with" || view_.str(i + 1) == "also")) {
        end = i;
        break;
      }
    }
    for (size_t a = at_ + 1; a < anchors_.size() && a <= at_ + kVerbsAhead; ++a) {
      const CueAnchor& next = anchors_[a];
      if (next.cue.begin <= from) continue;
      const uint32_t verb = SkipAuxiliariesBefore(scene_, next.cue.begin, begin_);
      if (verb <= from) continue;
      uint32_t cut = UINT32_MAX;
      const bool comma = view_.IsComma(verb - 1);
      if (next.entry->takes(Complement::kSource) || next.entry->lemma == "cite") {
        if (comma) cut = verb - 1;
      } else if (next.form.is(CueFormKind::kGerund)) {
        if (comma) cut = verb - 1;
        if (verb >= 2 && view_.str(verb - 1) == "and") cut = verb - 1;
      } else if (next.coordinated && !comma) {
        if (verb == next.cue.begin || view_.Is(verb - 1, WordClass::kConjunction)) cut = verb - 1;
      } else {
        const TokenRange subject = NounPhraseBefore(scene_, verb, from);
        if (!subject.empty() && subject.begin > from) {
          const uint32_t before = subject.begin - 1;
          if (view_.Is(before, WordClass::kContrast)) cut = before;
          const uint32_t after = SkipAdverbials(scene_, next.cue.end, limit_, true);
          if (view_.IsComma(before) && Done(after)) cut = before;
        }
      }
      if (cut != UINT32_MAX && cut > from) {
        while (cut > from && (view_.IsPunct(cut - 1) || view_.Is(cut - 1, WordClass::kConjunction))) --cut;
        end = std::min(end, cut);
        break;
      }
    }
    return end;
  }

  const Scene& scene_;
  const TokenView& view_;
  const std::vector<CueAnchor>& anchors_;
  const uint32_t s_;
  std::vector<Attribution>* out_;
  const size_t first_;  // attributions of this sentence start here in *out_
  const uint32_t begin_, end_, limit_;
  const bool title_;
  size_t at_ = 0;
  TokenRange subject_;
};

}  // namespace

void FindSpans(const Scene& scene, const std::vector<CueAnchor>& anchors, uint32_t s, std::vector<Attribution>* out) {
  Spans(scene, anchors, s, out).Find();
}

}  // namespace demarche
