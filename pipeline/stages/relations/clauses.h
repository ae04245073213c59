// Clauses of one sentence, found by tokens: which words are verbs and nouns of frames, who stands on which side of
// them. There is no parser behind it: a clause's left side runs back to the last verb, subordinator or strong mark, its
// right side to the next one. Views point into the sentence's folded copy, which the object owns: it may not outlive
// Text or the lexicon. One thread. Linear in the sentence's tokens times the few actors in it.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/lexicon/clause_words.h"
#include "pipeline/lexicon/frames.h"
#include "pipeline/model/entities.h"
#include "pipeline/model/segments.h"
#include "pipeline/model/text.h"

namespace demarche {

// A country, or somebody who acts for one, at one place of the sentence. Token numbers are relative to the sentence.
struct Actor {
  uint32_t begin = 0, end = 0;  // tokens
  Span span;                    // bytes
  CountryCode country;
  MentionKind kind = MentionKind::kCountry;
  uint32_t mention = UINT32_MAX;  // into Entities::mentions; UINT32_MAX for "we" of a quotation's speaker
  Slot governor = Slot::kNone;    // preposition that governs its noun phrase
  uint32_t governor_token = 0;
  uint32_t chain = 0;  // first actor of "A, B and C"; itself if alone
};

struct ClauseToken {
  std::string_view word;  // folded
  uint32_t classes = 0;   // ClauseWordBit bits
  int32_t actor = -1;
  int32_t verb = -1;  // the verb group that it belongs to
  bool punct = false;
  bool stop = false;   // ; : dash, or a mark that ends a clause
  bool plain = false;  // may stand inside a noun phrase before its head
};

struct FrameHit {
  uint16_t frame = 0;
  std::string_view cameo;  // of the word; "" = the frame's
};

struct Verb {
  uint32_t group = 0;           // first token of the verb group (auxiliaries, negation)
  uint32_t begin = 0, end = 0;  // the main verb with the further words of its frame
  uint8_t form = 0;             // WordForm bits
  bool passive = false;
  bool infinitive = false;  // "to" stands before it
  bool light = false;
  bool own_subject = false;      // the subject stands in its own clause; else it is taken over
  int32_t governor = -1;         // verb that governs this infinitive or gerund
  uint32_t left = 0, right = 0;  // its clause: [left, group) and [end, right)
  std::vector<FrameHit> hits;    // verb and adjective frames
  std::vector<FrameHit> controls;
  std::vector<uint32_t> subjects;  // actors
};

struct NounTrigger {
  uint32_t begin = 0, end = 0;
  int32_t verb = -1;   // the verb whose right side it stands in
  uint32_t right = 0;  // end of its right side
  std::vector<FrameHit> hits;
};

class Clauses {
 public:
  Clauses(const Text& text, const Segments& segments, const Sentence& sentence, const FrameTable& frames,
          const ClauseWords& words, std::vector<Actor> actors);

  const std::vector<ClauseToken>& tokens() const { return tokens_; }
  const std::vector<Actor>& actors() const { return actors_; }
  const std::vector<Verb>& verbs() const { return verbs_; }
  const std::vector<NounTrigger>& nouns() const { return nouns_; }

  // The actor `at` and those coordinated with it after it: "India, Nepal and Bhutan".
  std::vector<uint32_t> Chain(uint32_t at) const;
  // The actors in the noun phrase before token `at`: "Russian [attack]", "India-China [talks]"; empty if none.
  std::vector<uint32_t> Before(uint32_t at) const;

 private:
  struct Hits {
    uint32_t length = 0;
    std::vector<FrameHit> hits;
    uint8_t form = 0;
  };
  Hits Match(uint32_t at, bool (*wants)(FrameKind)) const;
  bool ReadsAsVerb(uint32_t at, uint8_t form, bool has_noun) const;
  void FindGovernors();
  void FindTriggers();
  void AddVerb(uint32_t at, Hits hits, Hits controls);
  void FindSides();
  void FindSubjects(Verb& verb, int32_t previous);
  bool IsBoundary(uint32_t at) const;

  const FrameTable& frames_;
  std::string folded_;
  std::vector<ClauseToken> tokens_;
  std::vector<Actor> actors_;
  std::vector<Verb> verbs_;
  std::vector<NounTrigger> nouns_;
};

}  // namespace demarche
