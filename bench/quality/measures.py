"""What is measured, on which set, beside what is asked. One row: set, measure, scale, floor and aim of the first reading (issue 3),
floor and aim of the deep issues (5: statements, 6: relations). None = nothing asked. A floor that starts with '<' must be stayed under."""

WIRE = [
    ("statements content F", None, .82, .90), ("statements end2end F", .45, .77, .85),
    ("recall direct end2end", None, None, None), ("recall mixed end2end", None, None, None), ("recall indirect end2end", None, None, None),
    ("speaker name", None, .80, .95), ("speaker country", None, .80, .95), ("addressee country", None, .60, .95), ("type", None, None, None),
    ("relations dyad F", None, .65, .85), ("relations type F", .25, .50, .80), ("relations full F", None, .46, .75),
    ("clean items dirtied %", None, "<7", "<3"),
]
SEED = [("statements content F", None, None, 1), ("statements end2end F", None, None, 1), ("speaker name", None, None, 1),
        ("speaker country", None, None, 1), ("relations dyad F", None, None, 1), ("relations type F", None, None, 1),
        ("relations full F", None, None, 1)]
POLNEAR = [("speech end2end F", 46, 70, 88.9), ("end2end direct F", None, 85, 98), ("end2end indirect F", None, 62, 82),
           ("end2end mixed F", None, 68, 93), ("direct spans F", None, 92, 95), ("content F, IoU .5", None, None, None)]
SHAPES = [("sentences wholly right of 55", None, 45, 55), ("speech end2end F", None, None, None), ("direct spans F", None, None, None)]
BRIEF = [("dyad F", None, None, 1), ("root F", None, .90, 1), ("sentences wholly right of 36", None, None, 36), ("no-event sentences dirtied", None, "<1", "<1")]
GSR = [("dyad F", None, .75, .92), ("root F", None, .62, .85)]
UNIT = [("dyad F", None, .75, .95), ("root F", None, .70, .90)]

# name: (gold file under eval/, input file or None for the gold's own text, scorer, rows)
SETS = {
    "wire dev": ("wire/dev.jsonl", None, "wire", WIRE),
    "seed": ("seed/gold.jsonl", "seed/article.ndjson", "wire", SEED),
    "polnear dev": ("statements/polnear_dev.jsonl", None, "statements", POLNEAR),
    "shapes": ("statements/shapes.jsonl", None, "statements", SHAPES),
    "brief": ("relations/brief.jsonl", None, "relations", BRIEF),
    "gsr_human": ("relations/petrarch2_gsr_human.jsonl", None, "relations", GSR),
    "unit_real": ("relations/petrarch_unit_real.jsonl", None, "relations", UNIT),
}
TRAIN = {"wire train": ("train/wire.jsonl", None, "wire", [(name, None, None, None) for name, *_ in WIRE])}


def meets(value, asked):
    """Whether a value meets what is asked; None where nothing is."""
    if asked is None or value is None:
        return None
    if isinstance(asked, str):
        return value < float(asked[1:])
    return value >= asked - 1e-9
