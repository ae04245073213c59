// See frames.h.
#include "pipeline/lexicon/frames.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "pipeline/lexicon/tsv.h"

namespace demarche {
namespace {

constexpr std::pair<std::string_view, Slot> kSlotNames[] = {
    {"subj", Slot::kSubject},
    {"obj", Slot::kObject},
    {"pre", Slot::kBefore},
    {"that", Slot::kThat},
    {"and", Slot::kAnd},
    {"of", Slot::kOf},
    {"on", Slot::kOn},
    {"upon", Slot::kOn},
    {"against", Slot::kAgainst},
    {"with", Slot::kWith},
    {"to", Slot::kTo},
    {"for", Slot::kFor},
    {"from", Slot::kFrom},
    {"at", Slot::kAt},
    {"in", Slot::kIn},
    {"inside", Slot::kIn},
    {"into", Slot::kInto},
    {"near", Slot::kNear},
    {"over", Slot::kOver},
    {"about", Slot::kAbout},
    {"between", Slot::kBetween},
    {"by", Slot::kBy},
    {"toward", Slot::kToward},
    {"towards", Slot::kToward},
    {"along", Slot::kAlong},
    {"around", Slot::kAround},
    {"off", Slot::kOff},
    {"through", Slot::kThrough},
    {"behind", Slot::kBehind},
    {"alongside", Slot::kAlongside},
    {"regarding", Slot::kRegarding},
    {"as", Slot::kAs},
    {"outside", Slot::kOutside},
};

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// Regular forms of an English verb or noun. More forms than exist ("baned" beside "banned") do no harm.
void Inflect(const std::string& base, bool verb, std::vector<std::pair<std::string, uint8_t>>* out) {
  out->emplace_back(base, verb ? kBase : kNounForm);
  const char last = base.back();
  const char before = base.size() > 1 ? base[base.size() - 2] : 'x';
  const std::string stem_y = last == 'y' && !IsVowel(before) ? base.substr(0, base.size() - 1) + "i" : base;
  const bool sibilant = last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 's' || before == 'c'));
  const std::string plural = stem_y != base || sibilant ? stem_y + "es" : base + "s";
  out->emplace_back(plural, verb ? kThirdPerson : kNounForm);
  if (!verb) return;
  if (last == 'e') {
    out->emplace_back(base + "d", kPast);
    out->emplace_back(before == 'e' ? base + "ing" : base.substr(0, base.size() - 1) + "ing", kGerund);
    return;
  }
  out->emplace_back(stem_y + "ed", kPast);
  out->emplace_back(base + "ing", kGerund);
  if (!IsVowel(last) && last != 'y' && last != 'w' && last != 'x' && IsVowel(before)) {
    out->emplace_back(base + last + "ed", kPast);
    out->emplace_back(base + last + "ing", kGerund);
  }
  if (base == "hit" || base == "cut" || base == "put" || base == "shut" || base == "let" || base == "set") {
    out->emplace_back(base, kPast);
  }
}

// "sabre-rattling at" as the segmenter cuts it: sabre, -, rattling, at. "co-" stays whole.
std::vector<std::string> Words(std::string_view phrase) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (const char c : phrase) {
    if (c == ' ') {
      flush();
    } else if (c == '-' && word != "co" && word != "non") {
      flush();
      words.emplace_back("-");
    } else {
      word += c;
    }
  }
  flush();
  return words;
}

bool ParseSlots(std::string_view names, const TsvRow& row, SlotSet* out) {
  for (const std::string_view name : SplitForms(names, ',')) {
    const std::optional<Slot> slot = ParseSlot(name);
    if (!slot) {
      row.Error(fmt::format("unknown place '{}'", name), "write subj, obj, pre, that, and, or a preposition");
      return false;
    }
    out->Add(*slot);
  }
  return true;
}

bool ParseFlags(std::string_view flags, const TsvRow& row, Frame* frame) {
  for (const std::string_view flag : SplitForms(flags, ',')) {
    if (flag == "state") {
      frame->state = true;
    } else if (flag == "recip") {
      frame->reciprocal = true;
    } else if (flag == "weak") {
      frame->weak = true;
    } else if (flag == "control") {
      frame->control = true;
    } else if (flag == "pairs") {
      frame->pairs = true;
    } else if (const std::optional<Modality> modality = ParseModality(flag)) {
      frame->modality = modality;
    } else {
      row.Error(fmt::format("unknown flag '{}'", flag), "write state, recip, weak, control, pairs or a modality");
      return false;
    }
  }
  return true;
}

std::optional<FrameKind> ParseKind(std::string_view kind) {
  if (kind == "v") return FrameKind::kVerb;
  if (kind == "n") return FrameKind::kNoun;
  if (kind == "a") return FrameKind::kAdjective;
  if (kind == "c") return FrameKind::kControl;
  return std::nullopt;
}

std::optional<float> ParseFloat(std::string_view text) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Frame> ParseFrame(const TsvRow& row) {
  Frame frame;
  frame.id = row[0];
  frame.line = row.line();
  const std::optional<FrameKind> kind = ParseKind(row[1]);
  if (!kind) {
    row.Error(fmt::format("unknown kind '{}'", row[1]), "write v, n, a or c");
    return std::nullopt;
  }
  frame.kind = *kind;
  if (!ParseSlots(row[3], row, &frame.sources) || !ParseSlots(row[4], row, &frame.targets)) return std::nullopt;
  if (row[5] != "-") {
    frame.type = ParseEventType(row[5]);
    if (!frame.type) {
      row.Error(fmt::format("unknown event type '{}'", row[5]), "write a PLOVER type, as ACCUSE, or -");
      return std::nullopt;
    }
    frame.cameo = row[6];
  }
  if (!frame.type && frame.kind != FrameKind::kControl) {
    row.Error("an event type is missing", "only kind c may have none");
    return std::nullopt;
  }
  if (!ParseFlags(row[7], row, &frame)) return std::nullopt;
  const std::optional<float> confidence = ParseFloat(row[8]);
  if (!confidence || *confidence < 0 || *confidence > 1) {
    row.Error(fmt::format("'{}' is no confidence", row[8]), "write a number from 0 to 1");
    return std::nullopt;
  }
  frame.confidence = *confidence;
  frame.example = row[9];
  const std::string_view expect = row[10];
  const size_t sign = expect.find_first_of(">=");
  if (sign == std::string_view::npos) {
    row.Error(fmt::format("'{}' does not say what the example gives", expect), "write SRC>TGT or SRC=TGT");
    return std::nullopt;
  }
  frame.example_source = CountryCode(expect.substr(0, sign));
  frame.example_target = CountryCode(expect.substr(sign + 1));
  return frame;
}

}  // namespace

std::optional<Slot> ParseSlot(std::string_view name) {
  for (const auto& [text, slot] : kSlotNames) {
    if (text == name) return slot;
  }
  return std::nullopt;
}

// "withdraw(withdrew,withdrawn) from=087": base, past forms that are not regular, further words, CAMEO code.
void FrameTable::AddWord(std::string_view word, uint16_t frame) {
  std::string_view cameo;
  if (const size_t equals = word.find('='); equals != std::string_view::npos) {
    cameo = word.substr(equals + 1);
    word = word.substr(0, equals);
  }
  std::string_view irregular;
  std::string regular(word);
  if (const size_t open = word.find('('), close = word.find(')');
      open != std::string_view::npos && open < close && close != std::string_view::npos) {
    irregular = word.substr(open + 1, close - open - 1);
    regular.erase(open, close - open + 1);
  }
  const std::vector<std::string> words = Words(regular);
  if (words.empty()) return;
  const FrameKind kind = frames_[frame].kind;
  std::vector<std::pair<std::string, uint8_t>> forms;
  size_t inflected = 0;
  if (kind == FrameKind::kAdjective) {
    forms.emplace_back(words[0], kFixed);
  } else if (kind == FrameKind::kNoun) {
    inflected = words.size() - 1;
    Inflect(words[inflected], false, &forms);
  } else {
    Inflect(words[0], true, &forms);
    for (const std::string_view past : SplitForms(irregular, ',')) forms.emplace_back(past, kPast);
  }
  for (const auto& [text, form] : forms) {
    std::vector<std::string> all = words;
    all[inflected] = text;
    std::vector<FrameForm>& list = forms_[all[0]];
    all.erase(all.begin());
    FrameForm* same = nullptr;
    for (FrameForm& have : list) {
      if (have.frame == frame && have.rest == all) same = &have;
    }
    if (same != nullptr) {
      same->form |= form;
    } else {
      list.push_back({frame, form, std::string(cameo), std::move(all)});
    }
  }
}

FrameTable FrameTable::Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics) {
  FrameTable table;
  ReadTsv({file, bytes}, 11, 11, diagnostics, [&](const TsvRow& row) {
    std::optional<Frame> frame = ParseFrame(row);
    if (!frame) return;
    table.frames_.push_back(*std::move(frame));
    for (const std::string_view word : SplitForms(row[2])) {
      table.AddWord(word, static_cast<uint16_t>(table.frames_.size() - 1));
    }
  });
  for (auto& [word, list] : table.forms_) {
    std::stable_sort(list.begin(), list.end(),
                     [](const FrameForm& a, const FrameForm& b) { return a.rest.size() > b.rest.size(); });
  }
  return table;
}

std::span<const FrameForm> FrameTable::Find(std::string_view folded) const {
  const auto at = forms_.find(folded);
  return at == forms_.end() ? std::span<const FrameForm>() : std::span<const FrameForm>(at->second);
}

CameoTable CameoTable::Parse(std::string_view bytes, std::string_view file, Diagnostics* diagnostics) {
  CameoTable table;
  ReadTsv({file, bytes}, 5, 5, diagnostics, [&](const TsvRow& row) {
    const std::optional<float> goldstein = ParseFloat(row[2]);
    const std::optional<EventType> type = ParseEventType(row[4]);
    if (!goldstein || !type) {
      row.Error("a Goldstein value and a PLOVER type are needed", "write as: 111, name, -2.0, -2.0, ACCUSE");
      return;
    }
    table.codes_[std::string(row[0])] = {std::string(row[1]), *goldstein, *type};
  });
  return table;
}

const CameoCode* CameoTable::Find(std::string_view code) const {
  const auto at = codes_.find(code);
  return at == codes_.end() ? nullptr : &at->second;
}

}  // namespace demarche
