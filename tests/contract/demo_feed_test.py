"""The demo feed becomes what deploy/demo-feed.expected.json says, and every line that the program writes of it keeps the contract.
Run by tests/contract/run; needs build/*/demarche."""
import json
import subprocess
import unittest
from collections import Counter

import validate

FEED = validate.ROOT / "deploy/demo-feed.ndjson"
EXPECTED = json.loads((validate.ROOT / "deploy/demo-feed.expected.json").read_text(encoding="utf8"))
BINARIES = sorted(validate.ROOT.glob("build/*/demarche"), key=lambda path: path.stat().st_mtime)


class Feed(unittest.TestCase):
    def test_has_as_many_messages_and_formats_as_said(self):
        self.assertEqual(FEED.read_bytes().count(b"\n"), EXPECTED["messages"])
        self.assertGreaterEqual(EXPECTED["messages"], 60)
        self.assertGreaterEqual(len(EXPECTED["receipts"]), 5)


@unittest.skipUnless(BINARIES, "no build/*/demarche")
class Extracted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        done = subprocess.run([BINARIES[-1], "extract", "--feed", "auto", FEED], capture_output=True, timeout=120, check=True)
        cls.lines = [json.loads(line) for line in done.stdout.decode("utf8").split("\n") if line]

    def test_every_line_keeps_the_contract(self):
        validator = validate.Validator()
        faults = [f"{line.get('id')}: {fault}" for line in self.lines for fault in validator.faults(line)]
        self.assertEqual(faults, [])

    def test_every_article_ends_as_meant(self):
        found = Counter()
        for line in self.lines:
            if "error" not in line:
                status = line["status"] + (f":{line['skip_reason']}" if line["skip_reason"] else "")
                found[line["article"]["feed"], status] += 1
        want = {(feed, status): count for feed, counts in EXPECTED["receipts"].items() for status, count in counts.items()
                if status != "empty"}  # an empty envelope has a receipt, but no line
        self.assertEqual(dict(found), want)

    def test_every_dead_letter_has_its_reason(self):
        errors = [line for line in self.lines if "error" in line]
        self.assertEqual(dict(Counter(e["error"]["reason"] for e in errors)), EXPECTED["reasons"])
        origins = {(e["provenance"]["partition"], e["provenance"]["offset"]) for e in errors}
        self.assertEqual(len(origins), EXPECTED["dead_letters"])

    def test_something_is_found_in_every_language_and_format_that_is_read(self):
        silent = {feed for feed, counts in EXPECTED["receipts"].items() if counts.get("read")}
        for line in self.lines:
            if line.get("statements") or line.get("relations"):
                silent.discard(line["article"]["feed"])
        self.assertEqual(silent, set())


if __name__ == "__main__":
    unittest.main()
