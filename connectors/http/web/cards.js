// One result as a card: a statement (who said what) or a relation (who does what to whom). Takes the record as it was
// published (schemas/records) and gives an <li>. Every field may be missing or null.
import {append, element, link, newsText} from "./dom.js";

const LONG = 420;  // characters of a text shown before "show all"

const BODIES = {EUE: "European Union", NATO: "NATO", UNO: "United Nations", AFU: "African Union", ASEAN: "ASEAN", ARL: "Arab League"};

function countryChip(code) {
  if (!code) return null;
  const chip = element("abbr", "country", code);
  chip.title = BODIES[code] ?? code;
  return chip;
}

// A text that may be long: the first part, and a button for the rest.
function longText(tag, className, text, language) {
  if (text.length <= LONG) return newsText(tag, className, text, language);
  const node = newsText(tag, className, `${text.slice(0, LONG)}… `, language);
  const more = element("button", "more", "show all");
  more.type = "button";
  more.addEventListener("click", () => { node.textContent = text; });
  return append(node, more);
}

// `text` with its first `part` marked.
function marked(className, text, part, language) {
  const at = part ? text.indexOf(part) : -1;
  if (at < 0 || text.length > LONG * 2) return longText("p", className, text, language);
  const node = newsText("p", className, "", language);
  return append(node, text.slice(0, at), element("mark", "", part), text.slice(at + part.length));
}

function footer(record, seenMs) {
  const article = record.article ?? {};
  const line = element("p", "origin");
  append(line, link(article.url, "title", article.title || article.id || "untitled", article.language));
  const facts = [article.source, when(article.published_at), article.language].filter(Boolean);
  append(line, newsText("span", "facts", facts.join(" · ")));
  const seen = element("time", "seen", new Date(seenMs).toLocaleTimeString());
  seen.dateTime = new Date(seenMs).toISOString();
  seen.title = "found at";
  return append(line, seen);
}

function when(rfc3339) {
  const time = new Date(rfc3339 ?? NaN);
  return Number.isNaN(time.getTime()) ? "" : time.toLocaleString(undefined, {dateStyle: "medium", timeStyle: "short"});
}

function confidence(record) {
  if (typeof record.confidence !== "number") return null;
  const node = element("span", "confidence", `${Math.round(record.confidence * 100)} %`);
  node.title = `confidence${record.rule ? `, by rule ${record.rule}` : ""}`;
  return node;
}

function statementCard(record) {
  const card = element("article", "card statement");
  const speaker = record.speaker ?? {};
  const head = element("h2", "who");
  append(head, newsText("span", "name", speaker.name || record.source?.text || "speaker unknown"), countryChip(speaker.country));
  const office = [speaker.role, speaker.organization].filter(Boolean).join(", ");
  const said = (record.content ?? []).map((span) => span?.text ?? "").join(" … ");
  const quoted = record.type === "direct" ? `“${said}”` : said;
  const meta = element("p", "meta");
  append(meta, element("span", `tag type-${record.type}`, record.type), record.cue ? newsText("span", "cue", record.cue.text) : null,
         record.addressee ? newsText("span", "to", `to ${record.addressee.text}`) : null, countryChip(record.addressee?.country),
         confidence(record));
  return append(card, head, office ? newsText("p", "office", office) : null,
                longText("blockquote", "said", quoted, record.article?.language), meta);
}

function relationCard(record) {
  const card = element("article", "card relation");
  const head = element("h2", "pair");
  append(head, countryChip(record.source?.country), element("span", `event quad-${record.quad_class}`, record.event_type),
         element("span", "arrow", record.reciprocal ? "↔" : "→"), countryChip(record.target?.country));
  const meta = element("p", "meta");
  append(meta, element("span", "tag", record.modality), record.aspect === "state" ? element("span", "tag", "state") : null,
         record.cameo ? element("span", "cameo", `CAMEO ${record.cameo}`) : null,
         record.reported_by ? newsText("span", "by", `says ${record.reported_by.name ?? record.reported_by.country ?? "a speaker"}`) : null,
         confidence(record));
  return append(card, head, marked("evidence", record.evidence?.text ?? "", record.trigger?.text, record.article?.language), meta);
}

export function resultItem(result) {
  const item = element("li");
  item.dataset.kind = result.kind;
  const record = result.record ?? {};
  const card = result.kind === "relation" ? relationCard(record) : statementCard(record);
  return append(item, append(card, footer(record, result.seen_ms)));
}

// All of a record's words that a person may look for, in lower case.
export function searchText(result) {
  const record = result.record ?? {};
  const article = record.article ?? {};
  const speaker = record.speaker ?? {};
  return [result.kind, record.type, record.event_type, record.modality, record.quad_class, record.cameo, article.title, article.source,
          article.language, article.feed, speaker.name, speaker.role, speaker.organization, speaker.country, record.source?.text,
          record.source?.country, record.target?.country, record.reported_by?.name, record.cue?.text, record.evidence?.text,
          ...(record.countries ?? []), ...(record.content ?? []).map((span) => span?.text)]
    .filter(Boolean).join("\n").toLowerCase();
}
