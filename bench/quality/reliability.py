#!/usr/bin/env python3
"""reliability.py GOLD.jsonl EXTRACT.ndjson: how far confidence is from precision, for statements and relations of `demarche extract` on coded news.

Ten bins of confidence: results in it, mean confidence, share that is right, gap; then the mean gap weighted by results, and what precision and recall
a threshold gives. A statement is right if its content has IoU >= .5 (letters and digits) with a gold one; a relation if a gold one has its countries (either
order where one of the two is reciprocal), one of its types, and evidence that overlaps. Optional gold counts as right and not for recall. Standard library only."""
import json
import sys


def load(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def letters(text, spans):
    return {i for begin, end in spans for i in range(begin, min(end, len(text))) if text[i].isalnum()}


def share(a, b):
    return len(a & b) / len(a | b) if a | b else 0.0


def spans(parts):
    return [(p["begin"], p["end"]) for p in parts]


def statement_rows(item, found):
    """(confidence, right) of each statement found, and how many firm gold ones were found."""
    gold = [(letters(item["text"], g["content_spans"]), g["optional"]) for g in item["statements"]]
    rows, seen = [], set()
    for s in found["statements"]:
        mine = letters(item["text"], spans(s["content"]))
        hits = [i for i, (theirs, _) in enumerate(gold) if share(mine, theirs) >= .5]
        seen.update((i, s["confidence"]) for i in hits if not gold[i][1])
        rows.append((s["confidence"], bool(hits)))
    return rows, seen, sum(not optional for _, optional in gold)


def same_relation(gold, found):
    pair = (found["source"]["country"], found["target"]["country"])
    forth = pair == (gold["source"], gold["target"])
    back = pair == (gold["target"], gold["source"]) and (gold["reciprocal"] or found["reciprocal"])
    begin, end = gold["evidence_span"]
    return (forth or back) and found["event_type"] in gold["event_types"] and found["evidence"]["begin"] < end and begin < found["evidence"]["end"]


def relation_rows(item, found):
    rows, seen = [], set()
    for r in found["relations"]:
        hits = [i for i, g in enumerate(item["relations"]) if same_relation(g, r)]
        seen.update((i, r["confidence"]) for i in hits if not item["relations"][i]["optional"])
        rows.append((r["confidence"], bool(hits)))
    return rows, seen, sum(not g["optional"] for g in item["relations"])


def table(name, rows, found, firm):
    print(f"\n{name}: {len(rows)} found, {firm} firm in gold\n  confidence   results   mean  right    gap")
    gaps = 0.0
    for low in range(10):
        inside = [r for r in rows if low <= min(9, int(r[0] * 10)) < low + 1]
        if inside:
            mean, right = sum(c for c, _ in inside) / len(inside), sum(ok for _, ok in inside) / len(inside)
            gaps += abs(mean - right) * len(inside)
            print(f"  .{low} to {'.' + str(low + 1) if low < 9 else '1 '}    {len(inside):7d}   {mean:.2f}   {right:.2f}   {mean - right:+.2f}")
    print(f"  mean gap {gaps / max(1, len(rows)):.3f}\n  threshold  precision  recall")
    for threshold in (0, .3, .5, .6, .7, .8, .9):
        kept = [ok for c, ok in rows if c >= threshold]
        if kept:
            recall = len({(item, i) for item, i, c in found if c >= threshold}) / max(1, firm)
            print(f"       {threshold:.1f}       {sum(kept) / len(kept):.3f}    {recall:.3f}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    gold, lines = load(sys.argv[1]), {line["id"]: line for line in load(sys.argv[2]) if "statements" in line}
    for name, rows_of in (("statements", statement_rows), ("relations", relation_rows)):
        rows, found, firm = [], set(), 0
        for item in gold:
            mine, seen, count = rows_of(item, lines.get(item["id"], {"statements": [], "relations": []}))
            rows += mine
            found |= {(item["id"], i, c) for i, c in seen}
            firm += count
        table(name, rows, found, firm)


if __name__ == "__main__":
    main()
