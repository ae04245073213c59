"""The program from end to end: records in, records out, headers, keys, patterns, tombstones, at least once, stopping."""
import json
import signal
import time

from tests.support import accounts, program
from .case import Case


def article(i, title="Peru criticizes Chile", text="Peru criticized Chile on Monday. “We will not wait,” the president of Peru said."):
    return json.dumps({"id": f"urn:test:{i}", "title": title, "text": text})


class Program(Case):
    def test_records_and_offsets_from_end_to_end(self):
        setup = self.setup_program()
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        self.broker.write(setup.input, [article(i) for i in range(50)])
        self.broker.ask("send", setup.input, 3, "traced", article("traced"), f"traceparent={trace}", "other=1")
        self.broker.ask("send", setup.input, 4, "broken", "{", "kept=yes", "empty=")
        self.broker.ask("send", setup.input, 5, "tombstone", "\\0")
        process = setup.ready(setup.start())
        self.assertEqual(setup.status("/healthz"), 200)
        self.assertEqual(setup.status("/metrics"), 200)
        setup.settle(process)
        receipts, dead = setup.receipts(), setup.dead_letters()
        result = accounts.check(receipts, dead, self.broker.offsets(setup.group, setup.input))
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {})
        self.assertEqual(result["inputs"], 53)
        self.assertEqual(len(receipts), 51)
        statements = self.broker.records(setup.output["statements"])
        relations = self.broker.records(setup.output["relations"])
        self.assertTrue(statements)
        self.assertTrue(relations)
        # Keys: what consumers partition and compact by.
        for record in receipts + statements:
            self.assertEqual(record["key"], json.loads(record["value"])["article"]["key"] if record["key"] is None else record["key"])
            self.assertIsNotNone(record["key"])
        for record in relations:
            self.assertRegex(record["key"], r"^[A-Z]{3}-[A-Z]{3}$")
        # Headers: CloudEvents, and the trace carried on.
        for record in receipts + statements + relations:
            self.assertIn("ce_type", accounts.headers(record))
            self.assertIn("ce_id", accounts.headers(record))
        traced = [r for r in receipts if json.loads(r["value"])["article"]["id"] == "urn:test:traced"]
        self.assertEqual([accounts.headers(r).get("traceparent", "")[3:35] for r in traced], [trace[3:35]])
        # Dead letters: the original, untouched.
        by_key = {d["key"]: d for d in dead}
        self.assertEqual(by_key["broken"]["value"], "{")
        h = accounts.headers(by_key["broken"])
        self.assertEqual((h["kept"], h["empty"], h["demarche-partition"]), ("yes", "", "4"))
        self.assertIn(h["demarche-reason"], ("truncated_json", "invalid_json"))
        self.assertIsNone(by_key["tombstone"]["value"])
        self.assertEqual(accounts.headers(by_key["tombstone"])["demarche-reason"], "tombstone")

    def test_topics_by_pattern_and_by_name_with_mappings(self):
        stem = self.broker.name("feeds")
        for name in (f"{stem}.a", f"{stem}.b", f"{stem}-plain"):
            self.broker.ask("create", name, 2)
            self.broker.write(name, [article(f"{name}-{i}") for i in range(4)])
        setup = self.setup_program(source_topics=[{"topic": f"^{stem}\\..*", "mapping": "auto"},
                                                  {"topic": f"{stem}-plain", "mapping": "plain"}])
        process = setup.ready(setup.start())
        program.wait_for("12 receipts", lambda: len(setup.receipts()) >= 12)
        receipts = setup.receipts()
        process.signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0, process.log())
        topics = [json.loads(r["value"])["provenance"]["topic"] for r in receipts]
        self.assertEqual({t: topics.count(t) for t in set(topics)}, {f"{stem}.a": 4, f"{stem}.b": 4, f"{stem}-plain": 4})

    def test_at_least_once_without_transactions(self):
        setup = self.setup_program(delivery="at_least_once")
        self.broker.write(setup.input, [article(i) for i in range(2000)])
        setup.settle(setup.start())
        result = accounts.check(setup.receipts(), setup.dead_letters(), self.broker.offsets(setup.group, setup.input))
        self.assertEqual((result["lost"], result["uncommitted"]), (0, 0), result)

    def test_a_record_that_the_output_topic_refuses_becomes_a_dead_letter(self):
        setup = self.setup_program(kafka={"compression.type": "none"})
        small = self.broker.topic("statements", 8, max_message_bytes=500)  # no statement is that short
        setup.config["sink"]["topics"]["statements"] = setup.output["statements"] = small
        quiet = "The harbour of Callao was closed on Monday. It opens again on Tuesday."
        self.broker.write(setup.input, [article(i) if i == 20 else article(i, "Harbour closed", quiet) for i in range(40)])
        setup.settle(setup.start())
        dead = setup.dead_letters()
        self.assertEqual([accounts.headers(d)["demarche-reason"] for d in dead], ["sink_rejected"])
        self.assertEqual(len(setup.receipts()), 39)
        result = accounts.check(setup.receipts(), dead, self.broker.offsets(setup.group, setup.input))
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {})

    def test_a_second_signal_ends_at_once_and_loses_nothing(self):
        setup = self.setup_program(engine={"commit_interval": "30s", "commit_bytes": "512MiB"})
        self.broker.write(setup.input, [article(i) for i in range(3000)])
        process = setup.ready(setup.start())
        time.sleep(0.5)
        process.signal(signal.SIGTERM)
        process.signal(signal.SIGTERM)
        process.wait(10)
        setup.config["engine"] = {}
        setup.settle(setup.start())
        result = accounts.check(setup.receipts(), setup.dead_letters(), self.broker.offsets(setup.group, setup.input))
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {})
