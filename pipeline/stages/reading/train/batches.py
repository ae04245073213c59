"""Examples packed into arrays of few shapes, so that JAX compiles few programs."""
import numpy as np
from examples import SPANS

LENGTHS = (48, 80, 128, 192, 256)  # pieces with [CLS] and [SEP]
ANCHORS, TRIGGERS, PAIRS = 16, 16, 32
START, END = 2, 3  # numbers of [CLS] and [SEP] in vocabulary.txt


def pack(group, length, rows):
    zeros = lambda *shape: np.zeros((rows,) + shape, np.int32)
    reals = lambda *shape: np.zeros((rows,) + shape, np.float32)
    b = dict(pieces=zeros(length), mask=reals(length), first=zeros(length), tokens=reals(length), features=zeros(length, 4), word=zeros(length),
             sentence=zeros(length) - 1,
             anchor=zeros(length), anchor_weight=np.ones((rows, length), np.float32), a_at=zeros(ANCHORS), a_weight=reals(ANCHORS), a_class=zeros(ANCHORS, length),
             trigger=zeros(length), trigger_weight=np.ones((rows, length), np.float32), t_at=zeros(TRIGGERS), t_weight=reals(TRIGGERS),
             t_class=zeros(TRIGGERS, length), t_modality=zeros(TRIGGERS),
             p_source=zeros(PAIRS), p_target=zeros(PAIRS), p_type=zeros(PAIRS), p_modality=zeros(PAIRS), p_weight=reals(PAIRS), p_trigger=zeros(PAIRS) - 1)
    for i, e in enumerate(group):
        n, m = len(e["pieces"]), len(e["tokens"])
        b["pieces"][i, :n + 2] = [START] + e["pieces"] + [END]
        b["mask"][i, :n + 2] = 1
        b["first"][i, :m] = np.array(e["first"]) + 1
        b["tokens"][i, :m] = 1
        b["features"][i, :m] = e["features"]
        b["sentence"][i, :m] = e["sentence"]
        for w, (begin, end) in enumerate(zip(e["first"], e["first"][1:] + [n])):
            b["word"][i, begin + 1:end + 1] = w + 1
        for j, (at, kind, classes, weight) in enumerate(e.get("anchors", [])[:ANCHORS]):
            b["anchor"][i, at], b["anchor_weight"][i, at] = kind, weight
            b["a_at"][i, j], b["a_weight"][i, j], b["a_class"][i, j, :m] = at, weight, classes
        for j, (at, kind, modality, classes, weight) in enumerate(e.get("triggers", [])[:TRIGGERS]):
            b["trigger"][i, at], b["trigger_weight"][i, at] = kind + 1, weight
            b["t_at"][i, j], b["t_weight"][i, j], b["t_class"][i, j, :m], b["t_modality"][i, j] = at, weight, classes, modality
        for j, (source, target, kind, modality, weight, at) in enumerate(e.get("pairs", [])[:PAIRS]):
            b["p_source"][i, j], b["p_target"][i, j], b["p_type"][i, j], b["p_modality"][i, j], b["p_weight"][i, j], b["p_trigger"][i, j] = source, target, kind, modality, weight, at
    return b


def batches(examples, budget, rng=None):
    """(examples, arrays), about `budget` pieces a batch; shuffled by `rng` where given."""
    by_length = {}
    for e in examples:
        by_length.setdefault(next(l for l in LENGTHS if len(e["pieces"]) + 2 <= l), []).append(e)
    groups = []
    for length, es in sorted(by_length.items()):
        if rng:
            rng.shuffle(es)
        rows = max(1, budget // length)
        groups += [(es[i:i + rows], length, rows) for i in range(0, len(es), rows)]
    if rng:
        rng.shuffle(groups)
    for group, length, rows in groups:
        yield group, pack(group, length, rows)
