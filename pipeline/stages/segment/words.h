// Word lists of the segmenter: closed classes, written by hand after the guidelines of UD English and the style books
// of news agencies. Lookups are by exact text unless a name says otherwise; constant tables, any thread.
#pragma once
#include <cstdint>
#include <string_view>

namespace demarche {

// How an abbreviation behaves before a capital.
enum class Abbreviation : uint8_t {
  kNone,
  kBeforeName,  // Mr., Gen., No.: a sentence does not end with it
  kMayEnd,      // Inc., etc., Sept., a.m.: ends a sentence if what follows looks like the start of one
};

// `word` without its final dot, any case of the first letter: "Sept", "U.S", "a.m".
Abbreviation AbbreviationOf(std::string_view word, std::string_view language);

// Whether a capitalised `word` often begins a sentence and is no name: The, He, But ...
bool IsSentenceStarter(std::string_view word);
// said, asked, ...: after a quotation's "?" the sentence goes on with them.
bool IsSpeechVerb(std::string_view word);
// Prefixes that UD English leaves joined by their hyphen: co-, non-, e-, anti- ... `lower` without the hyphen.
bool IsJoinedPrefix(std::string_view lower);
// Endings of names of sites and files that one word may have after a dot: com, org, doc ...
bool IsDomainEnding(std::string_view lower);
// Units that are written to their number: pm, km, bn, k ... `lower`.
bool IsUnit(std::string_view lower);
// Where `lower`, written as one word, parts into two: can|not, gon|na, did|nt; 0 if it does not.
size_t ContractionCut(std::string_view lower);
// French words that lose their vowel: l, d, qu, jusqu ... `lower` without the apostrophe.
bool IsElided(std::string_view lower);
// Words that begin with an apostrophe: 'em, 'til, 'cause ... `lower` without it.
bool IsAphaeresis(std::string_view lower);

}  // namespace demarche
