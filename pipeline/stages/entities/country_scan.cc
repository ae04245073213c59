// Longest phrase at each token, then the filters: datelines, shouted headlines, ambiguous names without support.
#include "pipeline/stages/entities/country_scan.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"

namespace demarche {
namespace {

// "MOSCOW (Reuters) - ", "KABUL: ": an all-capital place before a mark that opens the story.
bool IsDateline(const TokenView& view, const CountryHit& hit) {
  if (hit.form->kind != CountryFormKind::kCapital) return false;
  if (view.words()[hit.begin].casing != Casing::kAllCaps || hit.end >= view.size()) return false;
  return view.IsChar(hit.end, ':') || view.IsChar(hit.end, '(') || view.IsChar(hit.end, '/') ||
         view.str(hit.end) == "—" || view.str(hit.end) == "–";
}

// Part of another name: "Michael Jordan", "Chad Smith"; the sentence's first word has its capital anyway.
bool IsInsideName(const TokenView& view, const CountryHit& hit) {
  if (hit.end < view.size() && view.IsWord(hit.end) && view.IsCapital(hit.end) && view.SpaceBefore(hit.end) &&
      !view.token(hit.end).has(Token::kSentenceStart)) {
    return true;
  }
  if (hit.begin == 0 || view.token(hit.begin).has(Token::kSentenceStart)) return false;
  const uint32_t before = hit.begin - 1;
  return view.IsWord(before) && view.IsCapital(before) && view.SpaceBefore(hit.begin) &&
         !view.token(before).has(Token::kSentenceStart);
}

// A sentence all in capitals tells nothing about "US" and "WHO".
std::vector<bool> ShoutedTokens(const TokenView& view) {
  std::vector<bool> shouted(view.size());
  for (const Sentence& sentence : view.segments().sentences) {
    uint32_t words = 0;
    uint32_t capitals = 0;
    for (uint32_t i = sentence.token_begin; i < sentence.token_end; ++i) {
      if (!view.IsWord(i)) continue;
      ++words;
      if (view.words()[i].casing == Casing::kAllCaps) ++capitals;
    }
    if (words < 3 || capitals * 5 < words * 4) continue;
    std::fill(shouted.begin() + sentence.token_begin, shouted.begin() + sentence.token_end, true);
  }
  return shouted;
}

bool IsLocal(const CountryForm& form) {
  return form.kind == CountryFormKind::kPlace || form.kind == CountryFormKind::kBody;
}

// "the Pakistan Foreign Office": an organ right after another country is that one's.
void GiveOrgansTheirCountry(const TokenView& view, std::vector<CountryHit>* hits) {
  for (size_t h = 1; h < hits->size(); ++h) {
    CountryHit& hit = (*hits)[h];
    const CountryHit& before = (*hits)[h - 1];
    if (hit.form->kind != CountryFormKind::kOrgan || before.form->kind == CountryFormKind::kOrgan) continue;
    const uint32_t gap = hit.begin - before.end;
    if (gap == 0 || (gap == 1 && view.IsPossessive(before.end))) hit.code = before.code;
  }
}

}  // namespace

CountryScan ScanCountries(const TokenView& view) {
  const CountryTable& table = view.lexicon().countries;
  const std::vector<bool> shouted = ShoutedTokens(view);
  CountryScan scan;
  absl::flat_hash_set<std::string_view> strong;
  for (uint32_t i = 0; i < view.size();) {
    const PhraseTable::Match match = table.phrases().Longest(view.words(), i);
    if (match.length == 0) {
      ++i;
      continue;
    }
    const CountryForm* form = &table.form(match.value);
    const CountryHit hit{i, i + match.length, form, form->code};
    i = hit.end;
    if (form->code.empty() || IsDateline(view, hit)) continue;
    if (match.length == 1 && shouted[hit.begin] && view.lexicon().words.Bits(view.words()[hit.begin].id) != 0) continue;
    if (!form->weak) strong.insert(form->code.view());
    (IsLocal(*form) ? scan.locals : scan.countries).push_back(hit);
  }
  const auto without_support = [&](const CountryHit& hit) {
    if (!hit.form->weak) return false;
    if (strong.contains(hit.code.view())) return IsInsideName(view, hit);
    const bool foreign_news = strong.size() > (strong.contains("USA") ? 1U : 0U);
    return !foreign_news || IsInsideName(view, hit);
  };
  std::erase_if(scan.countries, without_support);
  std::erase_if(scan.locals, without_support);
  GiveOrgansTheirCountry(view, &scan.countries);
  return scan;
}

}  // namespace demarche
