// See html.h.
#include "pipeline/stages/normalize/html.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "gumbo.h"
#include "pipeline/base/status_macros.h"
#include "pipeline/base/utf8.h"
#include "pipeline/stages/normalize/entity_alignment.h"
#include "pipeline/stages/normalize/markup_check.h"

namespace demarche {
namespace {

bool IsLeftOut(GumboTag tag, bool keep_captions) {
  switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_NOEMBED:
    case GUMBO_TAG_NOFRAMES:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_NAV:
      return true;
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_CAPTION:
      return !keep_captions;
    default:
      return false;
  }
}

bool IsInline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_METER:
    case GUMBO_TAG_NOBR:
    case GUMBO_TAG_OUTPUT:
    case GUMBO_TAG_PROGRESS:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_UNKNOWN:
      return true;
    default:
      return false;
  }
}

// A text node and the paragraph that it belongs to.
struct TextRun {
  std::string_view decoded;
  size_t source_begin;
  size_t source_end;
  uint32_t block;
  bool preformatted;
};

class Collector {
 public:
  Collector(std::string_view html, bool keep_captions) : html_(html), keep_captions_(keep_captions) {}

  // Recursion is bounded: CheckMarkup has refused deep trees.
  void Visit(const GumboNode* node, bool preformatted) {
    switch (node->type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_WHITESPACE:
      case GUMBO_NODE_CDATA:
        AddText(node->v.text, preformatted);
        return;
      case GUMBO_NODE_ELEMENT:
        break;
      default:
        return;
    }
    const GumboElement& element = node->v.element;
    const bool own_block = !IsInline(element.tag);
    if (own_block) ++block_;
    if (!IsLeftOut(element.tag, keep_captions_)) {
      const bool pre = preformatted || element.tag == GUMBO_TAG_PRE;
      for (unsigned int i = 0; i < element.children.length; ++i) {
        Visit(static_cast<const GumboNode*>(element.children.data[i]), pre);
      }
    }
    if (own_block) ++block_;
  }

  // In source order: the parser moves text that stands wrongly inside a table before it, and the way back to the
  // delivered text must never run backwards.
  std::vector<TextRun> Take() {
    std::stable_sort(runs_.begin(), runs_.end(),
                     [](const TextRun& a, const TextRun& b) { return a.source_begin < b.source_begin; });
    return std::move(runs_);
  }

 private:
  void AddText(const GumboText& text, bool preformatted) {
    const char* data = text.original_text.data;
    if (data < html_.data() || data + text.original_text.length > html_.data() + html_.size()) return;
    const auto begin = static_cast<size_t>(data - html_.data());
    runs_.push_back({text.text, begin, begin + text.original_text.length, block_, preformatted});
  }

  std::string_view html_;
  bool keep_captions_;
  uint32_t block_ = 0;
  std::vector<TextRun> runs_;
};

struct ParserOutput {
  GumboOptions options = kGumboDefaultOptions;
  GumboOutput* output;
  explicit ParserOutput(std::string_view html) {
    options.max_errors = 0;
    output = gumbo_parse_with_options(&options, html.data(), html.size());
  }
  ~ParserOutput() { gumbo_destroy_output(&options, output); }
  ParserOutput(const ParserOutput&) = delete;
  ParserOutput& operator=(const ParserOutput&) = delete;
};

}  // namespace

absl::Status HtmlToText(std::string_view html, const HtmlOptions& options, const CancelToken& cancel, Cleaner* out) {
  DEMARCHE_RETURN_IF_ERROR(CheckMarkup(html));
  const ParserOutput parsed(html);
  if (cancel.cancelled()) return absl::DeadlineExceededError("time limit reached after parsing the markup");
  Collector collector(html, options.keep_captions);
  collector.Visit(parsed.output->root, false);
  size_t at = 0;
  uint32_t delivered = options.delivered_begin;
  uint32_t block = 0;
  for (const TextRun& run : collector.Take()) {
    if (cancel.cancelled()) return absl::DeadlineExceededError("time limit reached between paragraphs");
    if (run.source_begin < at) continue;  // overlaps the run before: never seen, and would run backwards
    delivered += CountCodePoints(html.substr(at, run.source_begin - at));
    at = run.source_begin;
    if (run.block != block) out->Break();
    block = run.block;
    out->SetNewlineBreaks(options.newline_breaks || run.preformatted);
    const std::string_view source = html.substr(run.source_begin, run.source_end - run.source_begin);
    AlignDecodedText(run.decoded, source, delivered, out);
    delivered += CountCodePoints(source);
    at = run.source_end;
  }
  out->Break();
  return absl::OkStatus();
}

bool LooksLikeHtml(std::string_view text) {
  static constexpr std::array<std::string_view, 30> kTags = {
      "p",   "br",   "a",      "ul",    "ol", "li",         "b",      "i",   "u",    "em",
      "div", "span", "strong", "table", "tr", "td",         "th",     "h1",  "h2",   "h3",
      "h4",  "h5",   "tbody",  "thead", "hr", "blockquote", "figure", "img", "html", "cite"};
  for (size_t at = text.find_first_of("<&"); at != std::string_view::npos; at = text.find_first_of("<&", at + 1)) {
    size_t begin = at + 1;
    if (text[at] == '&') {
      if (begin < text.size() && text[begin] == '#') ++begin;
      size_t end = begin;
      while (end < text.size() && end - begin < 10 && std::isalnum(static_cast<unsigned char>(text[end])) != 0) ++end;
      if (end - begin >= 2 && end < text.size() && text[end] == ';') return true;
      continue;
    }
    if (begin < text.size() && text[begin] == '/') ++begin;
    size_t end = begin;
    std::string name;
    while (end < text.size() && end - begin < 12 && std::isalnum(static_cast<unsigned char>(text[end])) != 0) {
      name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(text[end++]))));
    }
    if (end >= text.size() || (text[end] != '>' && text[end] != ' ' && text[end] != '/')) continue;
    if (std::find(kTags.begin(), kTags.end(), name) != kTags.end()) return true;
  }
  return false;
}

}  // namespace demarche
