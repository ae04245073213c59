// Names: full ones first, so that a bare last name in the headline finds the full one below it; then what the table of
// office-holders and the words beside a name tell of it.
#include <algorithm>

#include "pipeline/stages/entities/resolution.h"

namespace demarche {
namespace {

constexpr size_t kBearers = 16;  // bearers of one last name that are looked at

class Names {
 public:
  explicit Names(Resolution* r) : r_(*r), view_(r->view) {}

  void Cluster() {
    for (const bool full : {true, false}) {
      for (uint32_t m = 0; m < r_.out.mentions.size(); ++m) {
        const ActorPhrase* phrase = r_.phrase_of[m];
        if (phrase == nullptr || !phrase->has_name() || r_.out.mentions[m].cluster != kNoCluster) continue;
        if ((phrase->name_end - phrase->name_begin > 1) == full) ClusterOne(m, full);
      }
    }
    for (uint32_t m = 0; m < r_.out.mentions.size(); ++m) {
      if (r_.phrase_of[m] == nullptr || !r_.phrase_of[m]->has_name()) continue;
      TakeHolder(m);
      TakeApposition(m);
    }
  }

 private:
  void ClusterOne(uint32_t m, bool full) {
    const ActorPhrase& phrase = *r_.phrase_of[m];
    const std::string name = r_.TextOf(phrase.name_begin, phrase.name_end);
    std::vector<uint32_t>& same = by_last_name_[r_.Folded(phrase.name_end - 1)];
    uint32_t cluster = kNoCluster;
    const size_t from = same.size() > kBearers ? same.size() - kBearers : 0;
    if (full) {
      for (size_t i = from; i < same.size(); ++i) {
        if (r_.out.clusters[same[i]].name == name) cluster = same[i];
      }
    } else if (!same.empty()) {
      // The bearer named last before here, else the first after.
      cluster = same.front();
      for (size_t i = from; i < same.size(); ++i) {
        if (r_.info[same[i]].first < m) cluster = same[i];
      }
    } else {
      cluster = ByFirstWord(m);
    }
    if (cluster == kNoCluster) {
      cluster = r_.NewCluster(ActorKindOf(r_.out.mentions[m].kind), m);
      r_.out.clusters[cluster].name = name;
      same.push_back(cluster);
      if (full) by_first_word_.try_emplace(r_.Folded(phrase.name_begin), cluster);
    }
    r_.Attach(m, cluster);
    r_.TakeFacts(m, cluster);
  }

  // "Kim" of "Kim Jong Un", "Moon" of "Moon Jae-in", "Broadcom" of "Broadcom Ltd": what stands alone is a first word.
  uint32_t ByFirstWord(uint32_t m) const {
    const ActorPhrase& phrase = *r_.phrase_of[m];
    const auto at = by_first_word_.find(r_.Folded(phrase.name_begin));
    return at == by_first_word_.end() ? kNoCluster : at->second;
  }

  // What the office table knows of this name at the article's date. A bare last name tells only of one who has no
  // other.
  void TakeHolder(uint32_t m) {
    const ActorPhrase& phrase = *r_.phrase_of[m];
    const uint32_t c = r_.out.mentions[m].cluster;
    const OfficeTable& table = view_.lexicon().offices;
    const PhraseTable::Match match = table.names().Longest(view_.words(), phrase.name_begin);
    if (match.length == 0 || phrase.name_begin + match.length != phrase.name_end) return;
    std::vector<uint32_t> rows;
    table.names().Values(match, view_.words(), phrase.name_begin, &rows);
    const OfficeHolder& holder = table.holder(table.BestHolder(rows, r_.published_at));
    demarche::Cluster& cluster = r_.out.clusters[c];
    const bool full = cluster.name.find(' ') != std::string::npos;
    if (match.length == 1 && full && cluster.name != holder.name) return;
    // Who holds an office at the article's date is surer than whose office it mostly is.
    if (cluster.basis == CountryBasis::kOffice) cluster.basis = CountryBasis::kNone;
    r_.TakeCountry(holder.country, CountryBasis::kHolder, c);
    if (cluster.role.empty()) cluster.role = holder.role;
    r_.info[c].sure = true;
    if (r_.info[c].role_noun.empty()) {
      const size_t space = cluster.role.rfind(' ');
      FoldWord(std::string_view(cluster.role).substr(space == std::string::npos ? 0 : space + 1),
               &r_.info[c].role_noun);
    }
    if (r_.info[c].gender == NameGender::kUnknown) {
      const std::string_view first = std::string_view(holder.name).substr(0, holder.name.find(' '));
      std::string folded;
      FoldWord(first, &folded);
      r_.info[c].gender = table.GenderOf(view_.lexicon().vocabulary.Find(folded));
    }
  }

  bool OfficeAt(uint32_t m) const {
    return r_.phrase_of[m] != nullptr && !r_.phrase_of[m]->has_name() &&
           r_.out.mentions[m].kind == MentionKind::kOffice && r_.out.mentions[m].cluster == kNoCluster;
  }

  // "Sergei Ryabkov, Russia's deputy foreign minister," and "the deputy foreign minister, Sergei Ryabkov,".
  void TakeApposition(uint32_t m) {
    const std::vector<Mention>& mentions = r_.out.mentions;
    const uint32_t c = mentions[m].cluster;
    const uint32_t end = mentions[m].token_end;
    const auto take = [&](uint32_t other) {
      r_.Attach(other, c);
      r_.TakeFacts(other, c);
      r_.info[c].sure = true;
    };
    for (uint32_t next = m + 1; next < mentions.size() && next < m + 4; ++next) {
      if (mentions[next].token_begin > end + 1) break;
      if (OfficeAt(next) && view_.IsComma(end)) return take(next);
    }
    for (uint32_t back = m; back-- > 0 && back + 4 > m;) {
      const Mention& other = mentions[back];
      if (OfficeAt(back) && other.token_end + 1 == mentions[m].token_begin && view_.IsComma(other.token_end)) {
        return take(back);
      }
    }
  }

  Resolution& r_;
  const TokenView& view_;
  absl::flat_hash_map<std::string, std::vector<uint32_t>> by_last_name_;
  absl::flat_hash_map<std::string, uint32_t> by_first_word_;
};

}  // namespace

void ClusterNames(Resolution* r) { Names(r).Cluster(); }

}  // namespace demarche
