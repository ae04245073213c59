// The text is cut at every border of a mark; each piece knows the entries that it belongs to, the script lights them.
#include "pipeline/app/explain/explain_html.h"

#include <algorithm>
#include <string_view>

#include "fmt/format.h"

namespace demarche {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --ink: #1d2026; --soft: #667; --line: #d8dae0; --page: #fff; --content: #e6effb; --cue: #b3440e; --source: #1f6f43;
  --actor: #8a8fa0; --trigger: #8a1c7c; --lit: #ffe27a; --lit-ink: #1d2026; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e6eb; --soft: #9aa0ad; --line: #3a3e48; --page: #17191e; --content: #22344d; --cue: #f2955c;
  --source: #6fce9a; --actor: #7d8496; --trigger: #e58ad8; --lit: #806a10; --lit-ink: #fff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
header { padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
h1 { margin: 0 0 .3rem; font-size: 1.25rem; } h2 { margin: 1.2rem 0 .2rem; font-size: 1rem; }
header p, .note, dt { color: var(--soft); } header p, .note { margin: 0; font-size: .85rem; }
main { display: grid; grid-template-columns: minmax(20rem, 5fr) minmax(20rem, 6fr); }
#text { padding: 1rem 1.5rem; white-space: pre-line; line-height: 1.75; position: sticky; top: 0; max-height: 100vh; overflow: auto; }
#sections { padding: 0 1.5rem 2rem; border-left: 1px solid var(--line); min-width: 0; }
.content { background: var(--content); } .cue { color: var(--cue); font-weight: 600; } .source { color: var(--source); font-weight: 600; }
.actor { text-decoration: underline dotted var(--actor); text-underline-offset: 3px; } .trigger { border-bottom: 2px solid var(--trigger); }
.lit { background: var(--lit); color: var(--lit-ink); }
details { border-top: 1px solid var(--line); padding: .25rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
details:hover, details:focus-within { background: color-mix(in srgb, var(--lit) 18%, transparent); }
dl { display: grid; grid-template-columns: 8.5rem 1fr; gap: .1rem .6rem; margin: .3rem 0 .4rem 1.1rem; font-size: .88rem; } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 800px) { main { display: block; } #text { position: static; max-height: none; } #sections { border-left: 0; } }
</style>
)";

constexpr std::string_view kScript = R"(<script>
const light = (id, on) => document.querySelectorAll('#text [data-of]').forEach(piece => {
  if (piece.dataset.of.split(' ').includes(id)) piece.classList.toggle('lit', on);
});
document.querySelectorAll('details').forEach(entry => {
  for (const name of ['mouseenter', 'focusin']) entry.addEventListener(name, () => light(entry.id, true));
  for (const name of ['mouseleave', 'focusout']) entry.addEventListener(name, () => light(entry.id, false));
});
document.querySelectorAll('#text [data-of]').forEach(piece => piece.addEventListener('click', () => {
  const entry = document.getElementById(piece.dataset.of.split(' ')[0]);
  entry.open = true;
  entry.scrollIntoView({block: 'center'});
}));
</script>
)";

std::string Escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view ClassOf(MarkKind kind) {
  switch (kind) {
    case MarkKind::kNone:
      return "";
    case MarkKind::kContent:
      return "content";
    case MarkKind::kCue:
      return "cue";
    case MarkKind::kSource:
      return "source";
    case MarkKind::kActor:
      return "actor";
    case MarkKind::kTrigger:
      return "trigger";
  }
  return "";
}

std::string IdOf(size_t section, size_t entry) { return fmt::format("e{}-{}", section, entry); }

// A mark opens or closes at a byte of the text.
struct Border {
  uint32_t at = 0;
  bool opens = false;
  MarkKind kind = MarkKind::kNone;
  const std::string* of = nullptr;
};

std::string TextWithMarks(const Explanation& explanation, const std::vector<std::vector<std::string>>& ids) {
  std::vector<Border> borders;
  for (size_t s = 0; s < explanation.sections.size(); ++s) {
    const std::vector<ExplainedEntry>& entries = explanation.sections[s].entries;
    for (size_t e = 0; e < entries.size(); ++e) {
      for (const ExplainedMark& mark : entries[e].marks) {
        if (mark.span.empty()) continue;
        borders.push_back({mark.span.begin, true, mark.kind, &ids[s][e]});
        borders.push_back({mark.span.end, false, mark.kind, &ids[s][e]});
      }
    }
  }
  std::stable_sort(borders.begin(), borders.end(), [](const Border& a, const Border& b) { return a.at < b.at; });
  std::string out;
  std::vector<Border> open;
  uint32_t from = 0;
  const auto piece = [&](uint32_t to) {
    if (to <= from) return;
    const std::string words = Escape(std::string_view(explanation.text).substr(from, to - from));
    from = to;
    if (open.empty()) {
      out += words;
      return;
    }
    std::string classes;
    std::string of;
    for (const Border& border : open) {
      if (const std::string_view name = ClassOf(border.kind); !name.empty()) classes += fmt::format("{} ", name);
      of += fmt::format("{}{}", of.empty() ? "" : " ", *border.of);
    }
    out += fmt::format("<span class=\"{}\" data-of=\"{}\">{}</span>", classes, of, words);
  };
  for (const Border& border : borders) {
    piece(border.at);
    if (border.opens) {
      open.push_back(border);
      continue;
    }
    const auto at = std::find_if(open.begin(), open.end(),
                                 [&](const Border& o) { return o.of == border.of && o.kind == border.kind; });
    if (at != open.end()) open.erase(at);
  }
  piece(static_cast<uint32_t>(explanation.text.size()));
  return out;
}

}  // namespace

std::string ExplainAsHtml(const Explanation& explanation) {
  std::vector<std::vector<std::string>> ids;
  for (size_t s = 0; s < explanation.sections.size(); ++s) {
    ids.emplace_back();
    for (size_t e = 0; e < explanation.sections[s].entries.size(); ++e) ids.back().push_back(IdOf(s, e));
  }
  std::string out(kHead);
  out += fmt::format("<title>{}</title></head><body>\n<header><h1>{}</h1><p>", Escape(explanation.title),
                     Escape(explanation.title));
  for (const ExplainedFact& fact : explanation.facts) {
    out += fmt::format("{}: {} &nbsp; ", Escape(fact.name), Escape(fact.value));
  }
  out +=
      "</p><p><span class=\"content\">content of a statement</span>, <span class=\"cue\">cue</span>, "
      "<span class=\"source\">source</span>, <span class=\"actor\">actor</span>, "
      "<span class=\"trigger\">trigger of a relation</span></p></header>\n<main><div id=\"text\">";
  out += TextWithMarks(explanation, ids);
  out += "</div>\n<div id=\"sections\">\n";
  for (size_t s = 0; s < explanation.sections.size(); ++s) {
    const ExplainedSection& section = explanation.sections[s];
    out += fmt::format("<h2>{} ({})</h2><p class=\"note\">{}</p>\n", Escape(section.title), section.entries.size(),
                       Escape(section.note));
    for (size_t e = 0; e < section.entries.size(); ++e) {
      const ExplainedEntry& entry = section.entries[e];
      out += fmt::format("<details id=\"{}\"{}><summary>{}</summary><dl>", ids[s][e], s < 2 ? " open" : "",
                         Escape(entry.head));
      for (const ExplainedFact& fact : entry.facts) {
        out += fmt::format("<dt>{}</dt><dd>{}</dd>", Escape(fact.name), Escape(fact.value));
      }
      out += "</dl></details>\n";
    }
  }
  out += "</div></main>\n";
  out += kScript;
  out += "</body></html>\n";
  return out;
}

}  // namespace demarche
