"""Tests of the converters: hand-made extract lines, and gold turned into extract lines, which every scorer must call perfect.
Run by tests/contract/run, or: python3 bench/quality/convert_test.py"""
import json
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import convert  # noqa: E402
import measures  # noqa: E402
import scoring  # noqa: E402

EVAL = HERE.parents[2] / "shared/eval"
TEXT = "“We urge Peru to act,” Banda said. The EU agreed."


def span(piece):
    begin = TEXT.index(piece)
    return {"text": piece, "begin": begin, "end": begin + len(piece)}


LINE = {"id": "a", "statements": [{
    "type": "direct", "content": [span("We urge Peru to act")], "cue": {**span("said"), "lemma": "say"}, "source": span("Banda"),
    "speaker": {"name": "Banda", "country": "ZMB"}, "addressee": {"text": None, "begin": None, "end": None, "country": "PER"}}],
    "relations": [
        {"source": {"country": "ZMB"}, "target": {"country": "PER"}, "cameo": "102", "event_type": "REQUEST", "reciprocal": False,
         "modality": "actual", "trigger": span("urge"), "evidence": span("We urge Peru to act")},
        {"source": {"country": "EUE"}, "target": {"country": "PER"}, "cameo": None, "event_type": "AGREE", "reciprocal": True,
         "modality": "future", "trigger": None, "evidence": span("The EU agreed")}]}


def from_gold(gold):
    """Gold of any set as an extract line, with all that a reader could know."""
    one = lambda spans: {"begin": spans[0][0], "end": spans[0][1]} if spans else None
    lines = {"id": gold["id"], "statements": [], "relations": []}
    for s in gold.get("statements", []):
        if s.get("optional"):
            continue
        speaker = s.get("speaker")
        name = speaker[0] if isinstance(speaker, list) and speaker else None
        codes = [a for a in s.get("addressee") or [] if a and a.isupper() and 3 <= len(a) <= 5]
        lines["statements"].append({
            "type": s["type"], "content": [{"begin": b, "end": e} for b, e in s["content_spans"]], "cue": one(s.get("cue_spans")),
            "source": one(s["source_spans"]), "speaker": {"name": name, "country": (s.get("country") or [None])[0]},
            "addressee": {"begin": None, "end": None, "country": codes[0] if codes else None}})
    for r in gold.get("relations", []):
        if not r["optional"]:
            lines["relations"].append({
                "source": {"country": r["source"]}, "target": {"country": r["target"]}, "event_type": r["event_types"][0], "cameo": None,
                "modality": r["modalities"][0], "reciprocal": r["reciprocal"], "trigger": one([r["trigger_span"]]),
                "evidence": one([r["evidence_span"]])})
    for e in gold.get("events", []):
        if e.get("source_country") and e.get("target_country"):
            lines["relations"].append({"source": {"country": e["source_country"]}, "target": {"country": e["target_country"]}, "cameo": e["code"],
                                       "event_type": "AGREE", "modality": e.get("modality") or "actual", "reciprocal": bool(e.get("reciprocal"))})
    return lines


class Converters(unittest.TestCase):
    def test_plain_line_keeps_id_text_and_date_only(self):
        line = convert.plain_line({"id": "x", "text": "é", "date": "2026-01-02", "outlet": "o"})
        self.assertEqual(line, '{"id": "x", "text": "é", "date": "2026-01-02"}')

    def test_lines_with_an_error_are_left_out(self):
        read = convert.read_extract(['{"id":null,"error":{}}', "", '{"id":"a","statements":[],"relations":[]}'])
        self.assertEqual(list(read), ["a"])

    def test_statements(self):
        [s] = convert.to_statements(LINE)["statements"]
        self.assertEqual(s, {"content_spans": [[1, 20]], "cue_spans": [[29, 33]], "source_spans": [[23, 28]], "addressee_spans": [],
                             "type": "direct"})

    def test_relations_use_the_cameo_code_and_leave_bodies_to_the_scorer(self):
        first, second = convert.to_relations(LINE, TEXT)["events"]
        self.assertEqual((first["source_country"], first["target"], first["code"]), ("ZMB", "PER", "102"))
        self.assertEqual((second["source"], second.get("source_country"), second["code"]), ("IGOEUREEC", None, "AGREE"))

    def test_wholly_right_sees_each_fault(self):
        gold = {"text": TEXT, **convert.to_statements(LINE)}
        right = convert.to_statements(LINE)
        self.assertTrue(convert.wholly_right(gold, right))
        for change in ({"type": "mixed"}, {"source_spans": [[39, 41]]}, {"source_spans": []}, {"content_spans": [[1, 8]]}):
            self.assertFalse(convert.wholly_right(gold, {"statements": [{**right["statements"][0], **change}]}), change)
        self.assertFalse(convert.wholly_right(gold, {"statements": right["statements"] * 2}))
        self.assertFalse(convert.wholly_right(gold, {"statements": []}))

    def test_a_value_meets_a_floor_or_stays_under_a_ceiling(self):
        self.assertTrue(measures.meets(.45, .45))
        self.assertFalse(measures.meets(.449, .45))
        self.assertTrue(measures.meets(6.9, "<7"))
        self.assertFalse(measures.meets(7, "<7"))
        self.assertIsNone(measures.meets(None, 1))

    @unittest.skipUnless((EVAL / "score_wire.py").exists(), "no ../shared/eval")
    def test_gold_as_system_is_perfect_and_nothing_as_system_is_zero(self):
        top = {"wire": ["statements content F", "statements end2end F", "relations type F", "relations full F"],
               "statements": ["speech end2end F", "direct spans F"], "relations": ["dyad F", "root F"]}
        with tempfile.TemporaryDirectory() as work:
            for name, (gold_name, _, scorer, rows) in measures.SETS.items():
                gold = [json.loads(line) for line in (EVAL / gold_name).read_text(encoding="utf8").split("\n") if line]
                score = lambda system: scoring.SCORERS[scorer](EVAL, EVAL / gold_name, gold, system, pathlib.Path(work), 0)[0]
                perfect = score({g["id"]: from_gold(g) for g in gold})
                nothing = score({})
                for measure in top[scorer]:
                    full = 100 if scorer == "statements" else 1
                    # .02: score_statements.py takes the type of shapes' gold as given, and that of a system from the marks.
                    self.assertAlmostEqual(perfect[measure], full, delta=.02 * full, msg=f"{name}: {measure}")
                    self.assertEqual(nothing[measure], 0, f"{name}: {measure}")
                for row in rows:
                    self.assertIn(row[0], perfect, f"{name}: nobody gives {row[0]!r}")


if __name__ == "__main__":
    unittest.main()
