// Actors without a country of their own: state offices, state bodies and their people get the country that the article
// most likely means. Score of a country: how often it is named, and where. The weights are those of a conditional logit
// over the 663 such sources of the project's training codings, cross-validated by halves: the best country is the coded
// one in 58 % (the one named most often: 56 %), 13 % have none in the codings.
#include <algorithm>

#include "pipeline/stages/entities/resolution.h"

namespace demarche {
namespace {

constexpr size_t kCandidates = 12;  // countries of an article that are looked at
constexpr size_t kHitsAround = 60;  // names before and after a mention that are looked at

// Offices, bodies and groups that stand for a state even without its name. "A spokesman" alone is as often a company's.
bool IsState(const ActorNoun& noun, std::string_view word) {
  const std::string& c = noun.office_class;
  return c == "leader" || c == "minister" || c == "military" || c == "diplomat" || c == "lawmaker" || c == "state" ||
         word == "official" || word == "prosecutor";
}

struct Candidate {
  CountryCode code;
  double base = 0;  // what the article tells for it, wherever the mention is
  double frequency = 0;
};

class Chooser {
 public:
  Chooser(const Resolution& r, const CountryScan& scan) : view_(r.view) {
    hits_.reserve(scan.countries.size() + scan.locals.size());
    std::merge(scan.countries.begin(), scan.countries.end(), scan.locals.begin(), scan.locals.end(),
               std::back_inserter(hits_), [](const CountryHit& a, const CountryHit& b) { return a.begin < b.begin; });
    for (const CountryHit& hit : hits_) Count(hit);
    for (Candidate& candidate : candidates_) {
      candidate.base += .72 * candidate.frequency / static_cast<double>(hits_.size());
      const std::string_view code = candidate.code.view();
      if (code == "EUE" || code == "UNO" || code == "NATO") candidate.base -= .61;
    }
  }

  CountryCode Best(const Mention& mention) const {
    const Sentence& sentence = view_.segments().sentences[mention.sentence];
    std::vector<double> score;
    for (const Candidate& candidate : candidates_) score.push_back(candidate.base);
    const auto from = std::lower_bound(hits_.begin(), hits_.end(), mention.token_begin,
                                       [](const CountryHit& hit, uint32_t token) { return hit.begin < token; });
    uint32_t before = 0;  // bits of candidates: each feature counts once
    uint32_t after = 0;
    for (auto at = from; at != hits_.begin() && from - at < static_cast<ptrdiff_t>(kHitsAround);) {
      --at;
      if (at->begin < sentence.token_begin) break;
      before |= BitOf(at->code);
    }
    for (auto at = from; at != hits_.end() && at - from < static_cast<ptrdiff_t>(kHitsAround); ++at) {
      if (at->begin >= sentence.token_end) break;
      after |= BitOf(at->code);
    }
    size_t best = candidates_.size();
    for (size_t i = 0; i < candidates_.size(); ++i) {
      if ((before >> i & 1) != 0) score[i] += .25;
      if ((after >> i & 1) != 0) score[i] -= .69;
      if (best == candidates_.size() || score[i] > score[best]) best = i;
    }
    return best == candidates_.size() ? CountryCode() : candidates_[best].code;
  }

 private:
  void Count(const CountryHit& hit) {
    size_t i = IndexOf(hit.code);
    if (i == candidates_.size()) {
      if (candidates_.size() == kCandidates) return;
      candidates_.push_back({hit.code, candidates_.empty() ? .69 : 0, 0});
      marks_.push_back(0);
    }
    ++candidates_[i].frequency;
    const CountryFormKind kind = hit.form->kind;
    const bool adjective =
        kind == CountryFormKind::kAdjective || kind == CountryFormKind::kPeople || kind == CountryFormKind::kOrgan;
    const bool possessive = hit.end < view_.size() && view_.IsPossessive(hit.end);
    Once(i, 1, kind == CountryFormKind::kPlace, 1.42);
    Once(i, 2, adjective, .53);
    Once(i, 4, possessive, .58);
  }

  void Once(size_t i, uint8_t mark, bool holds, double weight) {
    if (!holds || (marks_[i] & mark) != 0) return;
    marks_[i] |= mark;
    candidates_[i].base += weight;
  }

  size_t IndexOf(CountryCode code) const {
    size_t i = 0;
    while (i < candidates_.size() && candidates_[i].code != code) ++i;
    return i;
  }
  uint32_t BitOf(CountryCode code) const {
    const size_t i = IndexOf(code);
    return i < candidates_.size() ? uint32_t{1} << i : 0;
  }

  const TokenView& view_;
  std::vector<CountryHit> hits_;
  std::vector<Candidate> candidates_;
  std::vector<uint8_t> marks_;  // by candidate: features that it has had
};

}  // namespace

void GiveCountries(Resolution* r, const CountryScan& scan) {
  const Chooser chooser(*r, scan);
  for (uint32_t m = 0; m < r->out.mentions.size(); ++m) {
    const Mention& mention = r->out.mentions[m];
    const ActorPhrase* phrase = r->phrase_of[m];
    if (phrase == nullptr || phrase->noun == nullptr || mention.cluster == kNoCluster) continue;
    if (!r->out.clusters[mention.cluster].country.empty()) continue;
    if (!IsState(*phrase->noun, r->Folded(phrase->noun_end - 1))) continue;
    r->TakeCountry(chooser.Best(mention), CountryBasis::kArticle, mention.cluster);
  }
}

}  // namespace demarche
