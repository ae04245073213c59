// PhraseReader: the noun phrase that starts at a token. Private to ScanActors; a view, scan and capitals must outlive
// it.
#pragma once
#include <vector>

#include "pipeline/stages/entities/actor_scan.h"

namespace demarche {

class PhraseReader {
 public:
  PhraseReader(const TokenView& view, const CountryScan& scan, const Capitals& capitals);

  // False where no actor's phrase starts at `i`; it ends before `limit`, the end of its sentence.
  bool Read(uint32_t i, uint32_t limit, ActorPhrase* phrase);

 private:
  bool ReadPronoun(uint32_t i, ActorPhrase* phrase) const;
  bool ReadNounPhrase(uint32_t i, ActorPhrase* phrase) const;
  uint32_t TakeCountry(uint32_t k, ActorPhrase* phrase, bool* opened) const;
  uint32_t TakeLocal(uint32_t k, ActorPhrase* phrase, bool* opened) const;
  uint32_t TakeName(uint32_t k, uint32_t end, ActorPhrase* phrase) const;
  uint32_t ExtendBodyName(uint32_t end) const;
  bool Finish(uint32_t i, ActorPhrase* phrase) const;
  void DropHost(ActorPhrase* phrase) const;
  MentionKind KindOfName(const ActorPhrase& phrase) const;
  void ExtendByPreposition(ActorPhrase* phrase) const;
  bool NounFollows(uint32_t k) const;
  bool IsNoun(uint32_t i, PhraseTable::Match* match) const;
  bool IsCue(uint32_t i) const { return cues_ != nullptr && cues_->phrases().Longest(view_.words(), i).length > 0; }
  bool IsHolderStart(uint32_t k, const ActorPhrase& phrase) const;
  const CountryHit* CountryAt(uint32_t i) const {
    return country_at_[i] == kNone ? nullptr : &scan_.countries[country_at_[i]];
  }
  const CountryHit* LocalAt(uint32_t i) const { return local_at_[i] == kNone ? nullptr : &scan_.locals[local_at_[i]]; }

  static constexpr uint32_t kNone = UINT32_MAX;
  const TokenView& view_;
  const CountryScan& scan_;
  const Capitals& capitals_;
  const CueTable* cues_;
  std::vector<uint32_t> country_at_, local_at_;  // by token: index of the hit that starts there
  uint32_t limit_ = 0;
};

}  // namespace demarche
