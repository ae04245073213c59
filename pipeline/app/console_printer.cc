// See console_printer.h.
#include "pipeline/app/console_printer.h"

#include <unistd.h>

#include "pipeline/app/config.h"
#include "pipeline/base/str.h"
#include "pipeline/base/utf8.h"

namespace demarche {
namespace {

constexpr const char* kBold = "1";
constexpr const char* kDim = "2";
constexpr const char* kGreen = "32";
constexpr const char* kYellow = "33";
constexpr const char* kRed = "31";
constexpr const char* kCyan = "36";

// At most `limit` code points of `text` on one line; control characters, which could steer a terminal, become spaces.
std::string OneLine(std::string_view text, size_t limit) {
  std::string out;
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint cp = DecodeUtf8(text, at);
    if (++count > limit) {
      out += "…";
      break;
    }
    const bool control = cp.value < 0x20 || (cp.value >= 0x7F && cp.value < 0xA0);
    control ? out.push_back(' ') : AppendUtf8(cp.value, &out);
    at += cp.length;
  }
  return out;
}

std::string Join(const Text& text, const std::vector<Span>& spans) {
  std::string out;
  for (const Span span : spans) out += fmt::format("{}{}", out.empty() ? "" : " … ", text.slice(span));
  return out;
}

std::string SpeakerLine(const Statement& s, const Text& text) {
  if (!s.speaker || s.speaker->name.empty())
    return s.source.empty() ? "(speaker unknown)" : OneLine(text.slice(s.source), 60);
  std::string out = OneLine(s.speaker->name, 60);
  std::string more;
  if (!s.speaker->role.empty()) more = OneLine(s.speaker->role, 60);
  if (!s.speaker->country.empty()) more += fmt::format("{}{}", more.empty() ? "" : ", ", s.speaker->country.view());
  return more.empty() ? out : fmt::format("{} ({})", out, more);
}

const char* ColourOf(EventType type) {
  switch (QuadClassOf(type)) {
    case QuadClass::kVerbalCooperation:
    case QuadClass::kMaterialCooperation:
      return kGreen;
    case QuadClass::kVerbalConflict:
      return kYellow;
    case QuadClass::kMaterialConflict:
      return kRed;
  }
  return kBold;
}

}  // namespace

bool WantsColours(std::FILE* out) { return isatty(fileno(out)) == 1 && !EnvironmentVariable("NO_COLOR"); }

std::string ConsolePrinter::Paint(const char* code, std::string text) const {
  return colours_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

void ConsolePrinter::Print(const ArticleReading& reading) {
  std::string lines;
  const Text& text = reading.text;
  for (const Statement& s : reading.statements) {
    lines += fmt::format("{}  {}  {}", Paint(kCyan, "says    "), Paint(kBold, SpeakerLine(s, text)),
                         Paint(kDim, s.cue.empty() ? ":" : OneLine(text.slice(s.cue), 30)));
    if (!s.addressee_country.empty()) lines += Paint(kDim, fmt::format(" [to {}]", s.addressee_country.view()));
    lines += fmt::format("  {}\n", OneLine(Join(text, s.content), 140));
  }
  for (const Relation& r : reading.relations) {
    const std::string modality = r.modality == Modality::kActual ? "" : fmt::format(" ({})", ToString(r.modality));
    lines += fmt::format("{}  {}  {}{}  {}\n", Paint(ColourOf(r.event_type), "relation"),
                         Paint(kBold, fmt::format("{} {} {}", r.source.country.view(), r.reciprocal ? "↔" : "→",
                                                  r.target.country.view())),
                         Paint(ColourOf(r.event_type), fmt::format("{}", ToString(r.event_type))),
                         Paint(kDim, modality), OneLine(text.slice(r.evidence), 110));
  }
  if (reading.status != ArticleStatus::kRead) {
    const std::string_view why = reading.skip == SkipReason::kNone ? "" : ToString(reading.skip);
    lines += fmt::format(
        "{}  {}\n", Paint(kDim, fmt::format("{:<8}", ToString(reading.status))),
        Paint(kDim, fmt::format("{}{}{}", OneLine(reading.article.title, 80), why.empty() ? "" : ": ", why)));
  }
  MutexLock lock(&mutex_);
  std::fwrite(lines.data(), 1, lines.size(), out_);
  std::fflush(out_);
}

void ConsolePrinter::Print(const RawMessage& message, const Failure& failure) {
  const std::string line = fmt::format(
      "{}  {}\n", Paint(kRed, "rejected"),
      Paint(kDim, fmt::format("{}@{}: {} {}: {}", message.origin.partition, message.origin.offset,
                              ToString(failure.stage), ToString(failure.reason), OneLine(failure.message, 120))));
  MutexLock lock(&mutex_);
  std::fwrite(line.data(), 1, line.size(), out_);
  std::fflush(out_);
}

}  // namespace demarche
