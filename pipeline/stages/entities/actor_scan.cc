// Walks each sentence once, left to right, and takes the longest noun phrase that starts at a token.
#include "pipeline/stages/entities/actor_scan.h"

#include <algorithm>

#include "pipeline/stages/entities/phrase_reader.h"

namespace demarche {

std::vector<ActorPhrase> ScanActors(const TokenView& view, const CountryScan& scan, const Capitals& capitals) {
  PhraseReader reader(view, scan, capitals);
  std::vector<ActorPhrase> out;
  for (const Sentence& sentence : view.segments().sentences) {
    for (uint32_t i = sentence.token_begin; i < sentence.token_end;) {
      ActorPhrase phrase;
      if (reader.Read(i, sentence.token_end, &phrase)) {
        out.push_back(phrase);
        i = std::max(phrase.end, i + 1);
      } else {
        ++i;
      }
    }
  }
  return out;
}

}  // namespace demarche
