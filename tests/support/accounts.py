"""The ledger's arithmetic: is every input record accounted for, once, and in order?"""
import json
from collections import Counter, defaultdict


def headers(record):
    return dict(record["headers"])


def origins(receipts, dead_letters):
    """(partition, offset, item) of every receipt and of every dead letter (item None: the whole record)."""
    seen = []
    for r in receipts:
        p = json.loads(r["value"])["provenance"]
        seen.append((p["partition"], p["offset"], p["index"]))
    for d in dead_letters:
        h = headers(d)
        seen.append((int(h["demarche-partition"]), int(h["demarche-offset"]), None))
    return seen


def check(receipts, dead_letters, offsets):
    """lost, doubled, misordered, behind: all 0 where nothing is wrong. `offsets` as Broker.offsets gives them."""
    seen = origins(receipts, dead_letters)
    doubled = sum(n - 1 for n in Counter(seen).values())
    accounted = {(p, o) for p, o, _ in seen}
    expected = {(p, o) for p, (_, end) in offsets.items() for o in range(end)}
    misordered = 0
    last = defaultdict(lambda: (-1, -1))
    for r in receipts:  # in offset order within each output partition
        p = json.loads(r["value"])["provenance"]
        lane, here = (r["partition"], p["partition"]), (p["offset"], p["index"])
        misordered += here <= last[lane]
        last[lane] = here
    behind = sum(end - max(0, committed) for committed, end in offsets.values())
    return {"inputs": len(expected), "lost": len(expected - accounted), "strange": len(accounted - expected),
            "doubled": doubled, "misordered": misordered, "uncommitted": behind}
