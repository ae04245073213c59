"""Windows as `reading_windows` writes them, joined with the codings: what the reader is to learn, in token numbers of each window.

An example is a dict: id, pieces, first (of each token: its first piece), features (shape, in quote, title, paragraph start), tokens
(code points), sentence, actors [begin, end, country], and, where the item is coded,
  anchors   [token, 1 cue | 2 no cue, class of every token (SPANS), weight]
  triggers  [token, type, modality, class of every token (ARGUMENTS), weight]
  pairs     [source token, target token, type + 1 or 0, modality, weight, trigger token or -1]
"""
import json, re

TYPES = "AGREE CONSULT SUPPORT COOPERATE AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT INVESTIGATE".split()
MODALITIES = "actual future demanded hypothetical negated".split()
SPANS = "none content source addressee".split()
ARGUMENTS = "none source target".split()
OPTIONAL_WEIGHT = .5


def load(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def overlapping(tokens, span):
    return [i for i, (begin, end) in enumerate(tokens) if begin < span[1] and span[0] < end]


def phrase_near(text, phrase, evidence, trigger):
    """The occurrence of `phrase` in the evidence that is nearest to the trigger."""
    if not phrase:
        return None
    found = [(evidence[0] + m.start(), evidence[0] + m.end()) for m in re.finditer(re.escape(phrase), text[evidence[0]:evidence[1]])]
    return min(found, key=lambda s: min(abs(s[0] - trigger[0]), abs(s[1] - trigger[0])), default=None)


def anchors_of(item, window):
    tokens, out = window["tokens"], {}
    for s in item["statements"]:
        classes = [0] * len(tokens)
        for span in s["content_spans"]:
            for i in overlapping(tokens, span):
                classes[i] = 1
        if 1 not in classes:
            continue
        for span in s["source_spans"] or []:
            for i in overlapping(tokens, span):
                classes[i] = classes[i] or 2
        cue = overlapping(tokens, s["cue_spans"][0]) if s["cue_spans"] else []
        if s["cue_spans"] and not cue:
            continue
        anchor = cue[0] if cue else max(0, classes.index(1) - 1)
        aimed = [a for a in window["actors"] if a[2] in s["addressee"] and window["sentence"][a[0]] == window["sentence"][anchor] and classes[a[0]] != 2]
        for begin, end, _ in sorted(aimed, key=lambda a: (classes[a[0]] == 1, abs(a[0] - anchor)))[:1]:
            for i in range(begin, min(end, len(tokens))):
                classes[i] = 3 if classes[i] == 0 else classes[i]
        out.setdefault(anchor, [anchor, 1 if cue else 2, classes, OPTIONAL_WEIGHT if s["optional"] else 1.])
    return list(out.values())


def triggers_of(item, window):
    text, tokens, out = item["text"], window["tokens"], {}
    for r in item["relations"]:
        at = overlapping(tokens, r["trigger_span"])
        if not at:
            continue
        classes = [0] * len(tokens)
        for key, value in (("source_text", 1), ("target_text", 2)):
            span = phrase_near(text, r.get(key), r["evidence_span"], r["trigger_span"])
            for i in overlapping(tokens, span) if span else []:
                classes[i] = value
        kind = TYPES.index(r["event_types"][0])
        old = out.get(at[0])
        if old and old[1] == kind:  # "A and B attacked C": one trigger, the arguments of all its pairs
            old[3] = [a or b for a, b in zip(old[3], classes)]
        elif not old:
            out[at[0]] = [at[0], kind, MODALITIES.index(r["modalities"][0]), classes, OPTIONAL_WEIGHT if r["optional"] else 1.]
    return list(out.values())


def candidate_pairs(window):
    """Ordered pairs of distinct countries of one sentence, each by its two nearest mentions: [source token, target token, source, target]."""
    best = {}
    for a in window["actors"]:
        for b in window["actors"]:
            if a[2] == b[2] or window["sentence"][a[0]] != window["sentence"][b[0]]:
                continue
            key = (window["sentence"][a[0]], a[2], b[2])
            if key not in best or abs(a[0] - b[0]) < abs(best[key][0] - best[key][1]):
                best[key] = [a[1] - 1, b[1] - 1, a[2], b[2]]
    return list(best.values())


def pairs_of(item, window):
    tokens, out = window["tokens"], []
    for source, target, source_country, target_country in candidate_pairs(window):
        row = [source, target, 0, 0, 1., -1]
        for r in item["relations"]:
            forth = (r["source"], r["target"]) == (source_country, target_country)
            back = r["reciprocal"] and (r["target"], r["source"]) == (source_country, target_country)
            at = overlapping(tokens, r["trigger_span"])
            if (forth or back) and at and window["sentence"][at[0]] == window["sentence"][source]:
                weight = OPTIONAL_WEIGHT if r["optional"] else 1.
                if row[2] == 0 or (weight == 1. and row[4] < 1.):
                    row = [source, target, TYPES.index(r["event_types"][0]) + 1, MODALITIES.index(r["modalities"][0]), weight, at[0]]
        out.append(row)
    return out


def examples(items, windows):
    out = []
    for item, written in zip(items, windows, strict=True):
        assert item["id"] == written["id"]
        for window in written["windows"]:
            window = dict(window, id=item["id"])
            if "statements" in item:
                window.update(anchors=anchors_of(item, window), triggers=triggers_of(item, window), pairs=pairs_of(item, window))
            out.append(window)
    return out
