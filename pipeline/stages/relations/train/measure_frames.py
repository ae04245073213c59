#!/usr/bin/env python3
"""measure_frames.py ITEMS.jsonl RULES.jsonl FRAMES.tsv: writes each frame's precision on the coded items into its row.

RULES.jsonl is what `train_relations rules ITEMS.jsonl RULES.jsonl` found with the frames alone. A finding is right if a coded
relation of the same pair and type overlaps its sentence. Smoothed: (right + 1) / (found + 2). Frames that found nothing keep
their value: weak frames are not reported alone. Standard library only."""
import collections
import json
import sys


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def right(found, gold):
    s, t = found["source"]["country"], found["target"]["country"]
    for relation in gold["relations"]:
        pair = (relation["source"], relation["target"])
        mutual = relation["reciprocal"] or found["reciprocal"]
        same = pair == (s, t) or (mutual and pair == (t, s))
        begin, end = relation["evidence_span"]
        if same and found["event_type"] in relation["event_types"] and begin < found["evidence"]["end"] and found["evidence"]["begin"] < end:
            return True
    return False


def main(items, rules, frames):
    gold = {item["id"]: item for item in lines(items)}
    count, good = collections.Counter(), collections.Counter()
    for line in lines(rules):
        for found in line["relations"]:
            count[found["rule"]] += 1
            good[found["rule"]] += right(found, gold[line["id"]])
    rows = []
    with open(frames, encoding="utf-8") as file:
        for row in file:
            columns = row.rstrip("\n").split("\t")
            if not row.startswith("#") and count[columns[0]]:
                columns[8] = f"{(good[columns[0]] + 1) / (count[columns[0]] + 2):.2f}"
            rows.append("\t".join(columns) + "\n")
    with open(frames, "w", encoding="utf-8") as file:
        file.writelines(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
