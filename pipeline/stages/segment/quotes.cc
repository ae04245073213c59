// See quotes.h. A stack holds the marks that are open, each kind at most once; a mark that opens a kind which is open
// already ends the older region (its closing mark is missing).
#include "pipeline/stages/segment/quotes.h"

#include <algorithm>
#include <optional>

#include "pipeline/base/utf8.h"
#include "pipeline/stages/segment/characters.h"

namespace demarche {
namespace {

enum class Kind : uint8_t { kDouble, kGuillemet, kSingleGuillemet, kTex, kSingle };
enum class Side : uint8_t { kNone, kOpens, kCloses, kEither };

struct Mark {
  Kind kind = Kind::kDouble;
  Side side = Side::kNone;
};

struct OpenMark {
  Kind kind;
  uint32_t token;
};

class Pairing {
 public:
  Pairing(const Text& text, uint32_t paragraph, TokenRange range, std::vector<Token>* tokens)
      : text_(text), paragraph_(paragraph), range_(range), tokens_(*tokens) {}

  std::vector<QuoteRegion> Run() {
    CountClosersAhead();
    for (uint32_t i = range_.begin; i < range_.end; ++i) {
      const Mark mark = MarkAt(i);
      if (mark.side == Side::kNone) continue;
      if (mark.kind == Kind::kSingle) {
        Single(i, mark.side);
      } else {
        Double(i, mark);
      }
    }
    while (!open_.empty()) EndUnclosed(range_.end);
    std::sort(regions_.begin(), regions_.end(),
              [](const QuoteRegion& a, const QuoteRegion& b) { return a.span.begin < b.span.begin; });
    return std::move(regions_);
  }

 private:
  std::string_view Word(uint32_t i) const { return text_.slice(tokens_[i].span); }
  bool SpaceBefore(uint32_t i) const { return i == range_.begin || tokens_[i].has(Token::kSpaceBefore); }
  bool SpaceAfter(uint32_t i) const { return i + 1 >= range_.end || tokens_[i + 1].has(Token::kSpaceBefore); }

  // Whether what stands before token `i` lets a quotation begin there: space, a bracket, a dash, another mark.
  bool LeftFree(uint32_t i) const {
    if (SpaceBefore(i)) return true;
    const std::string_view before = Word(i - 1);
    return before == "(" || before == "[" || before == "\u2014" || before == "\u2013" || before == "--" ||
           before == "-" || before == "\"" || before == "\u201C" || before == "\u2018" || before == "'" ||
           before == "/" || before == ":" || before == "\u00AB" || before == "\u201E" || before == "\u00BF" ||
           before == "\u00A1";
  }
  // Whether a quotation may end before what stands after token `i`: space, punctuation, another mark.
  bool RightFree(uint32_t i) const {
    return SpaceAfter(i) || tokens_[i + 1].has(Token::kPunct) || tokens_[i + 1].has(Token::kClitic);
  }

  // The way a mark opens by the white space on its sides.
  Side BySpace(uint32_t i) const {
    const bool left = LeftFree(i);
    const bool right = RightFree(i);
    if (left && !SpaceAfter(i)) return right && !SpaceBefore(i) ? Side::kEither : Side::kOpens;
    if (right && !SpaceBefore(i)) return Side::kCloses;
    return Side::kEither;
  }

  bool IsOpen(Kind kind) const {
    return std::any_of(open_.begin(), open_.end(), [&](const OpenMark& o) { return o.kind == kind; });
  }

  Mark MarkAt(uint32_t i) const {
    const std::string_view word = Word(i);
    if (word.size() > 3) return {};
    const CodePoint cp = DecodeUtf8(word, 0);
    if (word == "``") return {Kind::kTex, Side::kOpens};
    if (word == "''") return {Kind::kTex, IsOpen(Kind::kTex) ? Side::kCloses : BySpace(i)};
    if (cp.length != word.size()) return {};
    switch (cp.value) {
      case '"':
      case 0xFF02: {
        const Side side = BySpace(i);
        const bool after_digit = i > range_.begin && !SpaceBefore(i) && tokens_[i - 1].has(Token::kNumber);
        if (after_digit && side != Side::kOpens && !IsOpen(Kind::kDouble)) return {};  // 5" is a length
        return {Kind::kDouble, side};
      }
      case 0x201E:
      case 0x201F:
        return {Kind::kDouble, Side::kOpens};
      case 0x201C:  // opens in English, closes in German
        return {Kind::kDouble, IsOpen(Kind::kDouble) && BySpace(i) == Side::kCloses ? Side::kCloses : Side::kOpens};
      case 0x201D:
        return {Kind::kDouble, IsOpen(Kind::kDouble) || BySpace(i) != Side::kOpens ? Side::kCloses : Side::kOpens};
      case 0xAB:
        return {Kind::kGuillemet, Reversible(i, Kind::kGuillemet, Side::kOpens)};
      case 0xBB:
        return {Kind::kGuillemet, Reversible(i, Kind::kGuillemet, Side::kCloses)};
      case 0x2039:
        return {Kind::kSingleGuillemet, Reversible(i, Kind::kSingleGuillemet, Side::kOpens)};
      case 0x203A:
        return {Kind::kSingleGuillemet, Reversible(i, Kind::kSingleGuillemet, Side::kCloses)};
      case 0x300C:
      case 0x300E:
        return {Kind::kGuillemet, Side::kOpens};
      case 0x300D:
      case 0x300F:
        return {Kind::kGuillemet, Side::kCloses};
      case 0x201A:
        return {Kind::kSingle, Side::kOpens};
      case 0x2018:
        return {Kind::kSingle, IsOpen(Kind::kSingle) && BySpace(i) == Side::kCloses ? Side::kCloses : Side::kOpens};
      case '\'':
      case 0x2019:
        return {Kind::kSingle, SingleSide(i)};
      default:
        return {};
    }
  }

  // « opens and » closes, unless the space around says otherwise: »so« in German and Danish.
  Side Reversible(uint32_t i, Kind kind, Side usual) const {
    const Side by_space = BySpace(i);
    if (by_space == Side::kEither || by_space == usual) return usual;
    if (usual == Side::kCloses) return IsOpen(kind) ? usual : Side::kOpens;
    return IsOpen(kind) ? Side::kCloses : usual;
  }

  // ' and ’ alone: opens before a word after a space, closes after a word or punctuation before a space.
  Side SingleSide(uint32_t i) const {
    const bool opens = LeftFree(i) && !SpaceAfter(i) && i + 1 < range_.end;
    const bool closes = !SpaceBefore(i) && RightFree(i);
    const bool after_digit = !SpaceBefore(i) && i > range_.begin && tokens_[i - 1].has(Token::kNumber);
    if (after_digit && !IsOpen(Kind::kSingle)) return Side::kNone;  // 6' is a length
    if (opens && closes) return IsOpen(Kind::kSingle) ? Side::kCloses : Side::kOpens;
    return opens ? Side::kOpens : closes ? Side::kCloses : Side::kNone;
  }

  // For each token: whether a single mark that can only close stands ahead, before the next one that opens.
  void CountClosersAhead() {
    closer_ahead_.assign(range_.end - range_.begin + 1, false);
    bool ahead = false;
    for (uint32_t i = range_.end; i-- > range_.begin;) {
      closer_ahead_[i - range_.begin] = ahead;
      const std::string_view word = Word(i);
      if (word == "'" || word == "\u2019") {
        const Side side = SingleSide(i);
        if (side == Side::kCloses) ahead = true;
        if (side == Side::kOpens) ahead = false;
      } else if (word == "\u2018" || word == "\u201A") {
        ahead = false;
      }
    }
  }

  void Single(uint32_t i, Side side) {
    if (side == Side::kOpens) {
      if (IsOpen(Kind::kSingle)) return;  // an apostrophe before a word
      open_.push_back({Kind::kSingle, i});
      return;
    }
    if (!IsOpen(Kind::kSingle)) return;  // the workers' rights
    // A plural's apostrophe inside a quotation: a word follows, and a better closing mark is ahead.
    const std::string_view before = Word(i - 1);
    const bool plural = tokens_[i - 1].has(Token::kWord) && (before.back() == 's' || before.back() == 'S') &&
                        i + 1 < range_.end && tokens_[i + 1].has(Token::kWord) && closer_ahead_[i - range_.begin];
    if (plural) return;
    Close(Kind::kSingle, i);
  }

  void Double(uint32_t i, Mark mark) {
    const bool open = IsOpen(mark.kind);
    if (mark.side == Side::kEither) mark.side = open ? Side::kCloses : Side::kOpens;
    if (i + 1 >= range_.end) mark.side = Side::kCloses;  // nothing follows that it could open
    if (mark.side == Side::kCloses) {
      if (open) Close(mark.kind, i);
      return;
    }
    if (open) {
      // The older one's closing mark is missing: it ends here.
      while (open_.back().kind != mark.kind) EndUnclosed(i);
      EndUnclosed(i);
    }
    open_.push_back({mark.kind, i});
  }

  void Close(Kind kind, uint32_t i) {
    while (open_.back().kind != kind) EndUnclosed(i);
    AddRegion(open_.back(), i, i, true);
    open_.pop_back();
  }

  // Ends the innermost region before token `end`. A single mark that never closes was an apostrophe.
  void EndUnclosed(uint32_t end) {
    const OpenMark mark = open_.back();
    open_.pop_back();
    if (mark.kind != Kind::kSingle) AddRegion(mark, end, end, false);
  }

  void AddRegion(OpenMark mark, uint32_t inner_end, uint32_t closing, bool closed) {
    const Span open = tokens_[mark.token].span;
    QuoteRegion region;
    region.paragraph = paragraph_;
    region.token_begin = mark.token + 1;
    region.token_end = inner_end;
    region.closed = closed;
    region.single = mark.kind == Kind::kSingle || mark.kind == Kind::kSingleGuillemet;
    region.inner.begin = inner_end > mark.token + 1 ? tokens_[mark.token + 1].span.begin : open.end;
    region.inner.end = inner_end > mark.token + 1 ? tokens_[inner_end - 1].span.end : open.end;
    region.span = {open.begin, closed ? tokens_[closing].span.end : std::max(region.inner.end, open.end)};
    tokens_[mark.token].flags |= Token::kQuoteMark;
    if (closed) tokens_[closing].flags |= Token::kQuoteMark;
    regions_.push_back(region);
  }

  const Text& text_;
  uint32_t paragraph_;
  TokenRange range_;
  std::vector<Token>& tokens_;
  std::vector<OpenMark> open_;
  std::vector<QuoteRegion> regions_;
  std::vector<bool> closer_ahead_;
};

}  // namespace

void FindQuotes(const Text& text, uint32_t paragraph, TokenRange range, std::vector<Token>* tokens,
                std::vector<QuoteRegion>* quotes) {
  std::vector<QuoteRegion> found = Pairing(text, paragraph, range, tokens).Run();
  if (found.empty()) return;
  const auto mark_of = [&](const QuoteRegion& region) { return text.utf8.substr(region.span.begin, 3); };
  // A quotation that goes on: the paragraph before ended inside one, and this one opens again at its start.
  if (!quotes->empty() && range.begin < range.end && found.front().span.begin == (*tokens)[range.begin].span.begin) {
    const QuoteRegion& before = quotes->back();
    found.front().continues = !before.closed && before.paragraph + 1 == paragraph && !found.front().single &&
                              mark_of(before).front() == mark_of(found.front()).front();
  }
  std::vector<uint32_t> ends;  // of the regions that enclose the next one
  uint32_t inside_until = range.begin;
  for (QuoteRegion& region : found) {
    while (!ends.empty() && ends.back() <= region.span.begin) ends.pop_back();
    region.depth = static_cast<uint8_t>(std::min<size_t>(ends.size(), 255));
    ends.push_back(region.span.end);
    for (uint32_t i = std::max(region.token_begin, inside_until); i < region.token_end; ++i) {
      (*tokens)[i].flags |= Token::kInsideQuote;
    }
    inside_until = std::max(inside_until, region.token_end);
  }
  quotes->insert(quotes->end(), found.begin(), found.end());
}

}  // namespace demarche
