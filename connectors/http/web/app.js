// The live view: asks the program for new results and for its state, shows the newest first. Two questions every second
// and a half (/api/latest?after=, /api/status), none while the page is hidden, fewer while the program does not answer.
import {resultItem, searchText} from "./cards.js";

const PERIOD_MS = 1500;
const LONGEST_PERIOD_MS = 15000;
const KEPT = 400;  // results on the page

const byId = (id) => document.getElementById(id);
const list = byId("results");
const filter = byId("filter");
const shown = {statement: byId("show-statement"), relation: byId("show-relation")};
const pauseButton = byId("pause");

const entries = [];  // newest first: {id, kind, words, item}
const ids = new Set();
let after = 0;
let notShown = 0;
let paused = false;
let failures = 0;
let lastStatus = null;

async function ask(path) {
  const response = await fetch(path, {cache: "no-store"});
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

// ---- results

function matches(entry) {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  return shown[entry.kind].checked && words.every((word) => entry.words.includes(word));
}

function add(result) {
  const id = `${result.kind} ${result.record?.id ?? result.seq}`;
  if (ids.has(id)) return;  // read again after an aborted transaction
  ids.add(id);
  let entry;
  try {
    entry = {id, kind: result.kind, words: searchText(result), item: resultItem(result)};
  } catch (error) {  // a record of a shape that this page does not know must not stop the others
    console.warn(`result ${id} cannot be shown: ${error}`);
    return;
  }
  entries.unshift(entry);
  entry.item.hidden = !matches(entry);
  list.prepend(entry.item);
  while (entries.length > KEPT) {
    const old = entries.pop();
    ids.delete(old.id);
    old.item.remove();
  }
}

function refilter() {
  for (const entry of entries) entry.item.hidden = !matches(entry);
  count();
}

function count() {
  const visible = entries.filter((entry) => !entry.item.hidden).length;
  const by = notShown > 0 ? `; ${notShown.toLocaleString()} went by too fast to show` : "";
  byId("count").textContent = entries.length === 0 ? "" : `${visible} of the latest ${entries.length} results${by}`;
  byId("empty").hidden = visible > 0;
  byId("empty").textContent = entries.length === 0 ? "No results yet. They appear here as they are found." : "No result matches the filter.";
}

async function pullResults() {
  const latest = await ask(`/api/latest?after=${after}`);
  if (latest.last < after) {  // the program was started again
    after = 0;
    return;
  }
  after = latest.last;
  notShown = latest.not_shown;
  for (const result of latest.results) add(result);
  count();
}

// ---- state

const SHORT = new Intl.NumberFormat("en", {notation: "compact", maximumFractionDigits: 1});

function showStatus(status) {
  for (const name of ["records_read", "articles", "statements", "relations", "dead_letters", "committed_lag"]) {
    const node = byId(`total-${name}`);
    node.textContent = status[name] === null ? "n/a" : SHORT.format(status[name]);
    node.title = status[name] === null ? "not known: the broker has not told yet" : status[name].toLocaleString();
  }
  const now = performance.now();
  if (lastStatus !== null && now > lastStatus.at) {
    const read = Math.max(0, status.records_read - lastStatus.records_read);
    byId("rate").textContent = SHORT.format((read * 1000) / (now - lastStatus.at));
  }
  lastStatus = {at: now, records_read: status.records_read};
  byId("version").textContent = `demarche ${status.version}`;
  const health = status.health;
  const state = health.status !== "ok" ? "stuck" : !health.ready ? "waiting" : status.paused ? "paused" : "ready";
  const words = {stuck: health.missing.join("; "), waiting: `not ready: ${health.missing.join("; ")}`,
                 paused: "ready; reading waits for the broker", ready: "ready"};
  showHealth(state, words[state]);
}

function showHealth(state, text) {
  byId("health").dataset.state = state;
  if (byId("health-text").textContent !== text) byId("health-text").textContent = text;
}

// ---- the beat

async function beat() {
  try {
    if (!document.hidden) {
      showStatus(await ask("/api/status"));
      if (!paused) await pullResults();
    }
    failures = 0;
  } catch {
    failures += 1;
    showHealth("lost", "no answer from the program; trying again");
  }
  setTimeout(beat, Math.min(PERIOD_MS * 2 ** failures, LONGEST_PERIOD_MS));
}

pauseButton.addEventListener("click", () => {
  paused = !paused;
  pauseButton.setAttribute("aria-pressed", String(paused));
  pauseButton.textContent = paused ? "Go on" : "Pause";
});
filter.addEventListener("input", refilter);
for (const box of Object.values(shown)) box.addEventListener("change", refilter);
byId("controls").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== filter && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    filter.focus();
  }
});

beat();
