// Frames as data: which words tell what one country does to another, and where in the clause the two stand. Read from
// schemas/lexicon/frames.tsv (columns are described there). Written by Parse, then immutable: any thread may read.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/base/diagnostic.h"
#include "pipeline/base/str.h"
#include "pipeline/model/country_code.h"
#include "pipeline/model/event_type.h"

namespace demarche {

// A place in the clause, or the preposition before it. A frame names the ones where its source and target may stand.
enum class Slot : uint8_t {
  kNone,
  kSubject,
  kObject,
  kBefore,  // in the noun phrase before a noun trigger: "Russian attack", "Moscow's rejection", "India-China talks"
  kThat,    // subject of the that-clause
  kAnd,     // second member of "A and B"
  kOf,
  kOn,
  kAgainst,
  kWith,
  kTo,
  kFor,
  kFrom,
  kAt,
  kIn,
  kInto,
  kNear,
  kOver,
  kAbout,
  kBetween,
  kBy,
  kToward,
  kAlong,
  kAround,
  kOff,
  kThrough,
  kBehind,
  kAlongside,
  kRegarding,
  kAs,
  kOutside,
  kOther,  // any other preposition: never a frame's place
};
std::optional<Slot> ParseSlot(std::string_view name);  // "subj", "obj", "pre", "that", "and", "of" ...

class SlotSet {
 public:
  void Add(Slot slot) { bits_ |= uint64_t{1} << static_cast<int>(slot); }
  bool Has(Slot slot) const { return (bits_ >> static_cast<int>(slot) & 1) != 0; }
  bool empty() const { return bits_ == 0; }

 private:
  uint64_t bits_ = 0;
};

enum class FrameKind : uint8_t { kVerb, kNoun, kAdjective, kControl };

struct Frame {
  std::string id;  // "criticize.v"
  FrameKind kind = FrameKind::kVerb;
  SlotSet sources, targets;
  std::optional<EventType> type;     // none: a control that changes only the modality
  std::optional<Modality> modality;  // what it makes of the act that it governs
  std::string cameo;
  bool state = false;       // aspect
  bool reciprocal = false;  // A meets B = B meets A
  bool weak = false;        // needs more evidence than the frame
  bool control = false;     // an act in its object or complement is asked for, agreed ..., not done
  bool pairs = false;       // also relates the two countries of its object: "mediated between A and B"
  float confidence = 0;     // precision on the training codings
  std::string example;
  CountryCode example_source, example_target;
  int line = 0;
};

// How a verb's form is marked; several may hold ("cut").
enum WordForm : uint8_t { kBase = 1, kThirdPerson = 2, kPast = 4, kGerund = 8, kNounForm = 16, kFixed = 32 };

// One form of a frame's word; `rest` are the words after the first ("at" of "lash out at").
struct FrameForm {
  uint16_t frame = 0;
  uint8_t form = 0;   // WordForm bits
  std::string cameo;  // of this word, finer than the frame's; "" = the frame's
  std::vector<std::string> rest;
};

class FrameTable {
 public:
  // Rows that cannot be read are reported to `diagnostics` and left out. `file` names the table in diagnostics.
  static FrameTable Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics);

  // The forms whose first word is `folded` (lower case), longest first; empty if none.
  std::span<const FrameForm> Find(std::string_view folded) const;
  const std::vector<Frame>& frames() const { return frames_; }

 private:
  void AddWord(std::string_view word, uint16_t frame);
  StringMap<std::vector<FrameForm>> forms_;
  std::vector<Frame> frames_;
};

// CAMEO codes: schemas/lexicon/cameo.tsv.
struct CameoCode {
  std::string name;
  float goldstein = 0;  // -10..10
  EventType type = EventType::kConsult;
};
class CameoTable {
 public:
  static CameoTable Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics);
  const CameoCode* Find(std::string_view code) const;  // null where the table has no such code
  size_t size() const { return codes_.size(); }

 private:
  StringMap<CameoCode> codes_;
};

}  // namespace demarche
