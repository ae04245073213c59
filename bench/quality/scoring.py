"""Runs the scorers of the evaluation folder and reads their answers: {measure: value} for one set."""
import importlib.util
import argparse
import json
import re
import subprocess
import sys
from collections import Counter

import convert


def call(arguments):
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def write_lines(path, records):
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf8")


def wire(eval_dir, gold_path, gold, system, work, errors):
    path = work / "system.jsonl"
    write_lines(path, system.values())
    out = call([eval_dir / "score_wire.py", gold_path, path, *(["--errors", errors] if errors else [])])
    f = lambda name: float(re.search(rf"^{name}\s+P [\d.]+ R [\d.]+ F ([\d.]+)", out, re.M).group(1))
    pair = lambda name: float(re.search(rf"on pairs: {name}\s*([\d.]+) ", out).group(1))
    found = {"statements content F": f("statements content"), "statements end2end F": f("statements end2end")}
    for kind in ("direct", "mixed", "indirect"):
        recall = re.search(rf"recall {kind}\s+content [\d.]+ end2end ([\d.]+)", out)
        found[f"recall {kind} end2end"] = float(recall.group(1)) if recall else None
    found.update({"speaker name": pair("speaker name"), "speaker country": pair("country"),
                  "addressee country": pair("addressee country"), "type": pair("type")})
    for name in ("dyad", "type", "full"):
        found[f"relations {name} F"] = f(f"relations {name}")
    clean, dirty = map(int, re.search(r"clean items: (\d+), with a wrong relation: (\d+)", out).groups())
    found["clean items dirtied %"] = round(100 * dirty / clean, 1) if clean else None
    return found, out


def statements(eval_dir, gold_path, gold, system, work, errors):
    path, numbers = work / "system.jsonl", work / "numbers.json"
    converted = [convert.to_statements(line) for line in system.values()]
    write_lines(path, converted)
    out = call([eval_dir / "score_statements.py", gold_path, path, "--speech", eval_dir / "statements/speech_cues_en.txt",
                "--json", numbers, *(["--errors", errors] if errors else [])])
    scores = json.loads(numbers.read_text())
    f = lambda name: round(100 * scores[name]["f"], 1) if name in scores else None
    found = {"speech end2end F": f("end2end"), "direct spans F": f("direct"), "content F, IoU .5": f("iou>=.5")}
    for kind in ("direct", "indirect", "mixed"):
        found[f"end2end {kind} F"] = f(f"end2end[{kind}]")
    by_id = {c["id"]: c for c in converted}
    empty = {"statements": []}
    wrong = [g["id"] for g in gold if not convert.wholly_right(g, by_id.get(g["id"], empty))]
    found[f"sentences wholly right of {len(gold)}"] = len(gold) - len(wrong)
    return found, out + ("not wholly right: " + " ".join(wrong) + "\n" if errors else "")


def relations(eval_dir, gold_path, gold, system, work, errors):
    path = work / "system.jsonl"
    texts = {g["id"]: g["text"] for g in gold}
    converted = {i: convert.to_relations(line, texts.get(i, "")) for i, line in system.items()}
    write_lines(path, converted.values())
    scores = json.loads(call([eval_dir / "score_relations.py", gold_path, path, "--json"]))
    out = call([eval_dir / "score_relations.py", gold_path, path, "--by-class", *(["--errors", errors] if errors else [])])
    found = {"dyad F": scores["levels"]["dyad"]["F1"], "root F": scores["levels"]["dyad+root"]["F1"],
             "no-event sentences dirtied": scores["stats"].get("noevent_fp", 0)}
    right = sum(record_right(eval_dir, g, converted.get(g["id"])) for g in gold)
    found[f"sentences wholly right of {len(gold)}"] = right
    return found, out


def record_right(eval_dir, gold, system):
    """Whether the scorer finds nothing wrong with one record at the levels of dyad and root."""
    scorer = load_scorer(eval_dir / "score_relations.py")
    options = argparse.Namespace(actors="any", orgs=False, self_dyads=False, strict_direction=False, no_successor=False, level="dyad+root")
    levels = scorer.score_record(gold, system, options, Counter(), None)
    return all(levels[name][1] == 0 and levels[name][2] == 0 for name in ("dyad", "dyad+root"))


_loaded = {}


def load_scorer(path):
    if path not in _loaded:
        spec = importlib.util.spec_from_file_location(path.stem, path)
        _loaded[path] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(_loaded[path])
    return _loaded[path]


SCORERS = {"wire": wire, "statements": statements, "relations": relations}
