"""Exactly once: the process is killed in the middle and started again; Kafka's own client counts."""
import json
import pathlib
import random
import signal

from tests.support import accounts, program
from .case import Case

FEED = program.ROOT.parent / "shared/feeds/newsapi.ndjson"
RECORDS = 20_000


def generated(count):
    """Articles in the plain format, and some records that cannot be read."""
    dice = random.Random(7)
    places = ("Peru", "Chile", "Zambia", "Norway", "Japan")
    for i in range(count):
        a, b = dice.sample(places, 2)
        if i % 97 == 5:
            yield dice.choice(("{", "no json", '{"id":"x"}', "[1,2"))
        else:
            yield json.dumps({"id": f"urn:test:{i}", "title": f"{a} criticizes {b} over item {i}",
                              "text": f"{a} criticized {b} on Monday. “We will not wait,” the president of {a} said."})


class ExactlyOnce(Case):
    def kill_in_the_middle(self, records):
        setup = self.setup_program()
        self.broker.write(setup.input, records)
        first = setup.start()

        def part():
            self.assertTrue(first.running(), first.log())
            done, end = setup.committed()
            return done if done > end / 5 else 0
        killed_at = program.wait_for("a fifth of the input committed", part, 180)
        first.kill()
        done, end = setup.committed()
        self.assertLess(done, end, "it was too quick to be killed in the middle")
        setup.settle(setup.start(), 240)
        dead = [] if self.relay else setup.dead_letters()
        receipts = setup.receipts()
        result = accounts.check(receipts, dead, self.broker.offsets(setup.group, setup.input))
        self.says = (f"killed at {max(done, killed_at)} of {end}; {result['inputs']} inputs -> {len(receipts)} receipts, {len(dead)} "
                     f"dead letters; {result['lost']} lost, {result['doubled']} doubled, {result['misordered']} misordered, "
                     f"{result['uncommitted']} uncommitted")
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {}, self.says)
        self.assertEqual(result["inputs"], len(records))

    def test_exactly_once_with_kill_9_on_generated_records(self):
        self.kill_in_the_middle(list(generated(RECORDS)))

    def test_exactly_once_with_kill_9_on_a_real_feed(self):
        if not FEED.exists():
            self.skipTest("../shared/feeds/newsapi.ndjson is not here")
        lines = [line for line in pathlib.Path(FEED).read_text().split("\n") if line]
        self.kill_in_the_middle((lines + lines)[:RECORDS])  # repeats have offsets of their own, and those are counted

    def test_sigterm_in_full_flow_loses_nothing(self):
        setup = self.setup_program(engine={"queue_bytes": "256KiB"})
        records = list(generated(10_000))
        self.broker.write(setup.input, records)
        first = setup.start()
        program.wait_for("a tenth of the input committed", lambda: setup.committed()[0] > 1000, 120)
        first.signal(signal.SIGTERM)
        self.assertEqual(first.wait(), 0, first.log())
        at_stop, end = setup.committed()
        if at_stop < end:
            setup.settle(setup.start(), 240)
        dead = [] if self.relay else setup.dead_letters()
        result = accounts.check(setup.receipts(), dead, self.broker.offsets(setup.group, setup.input))
        self.says = f"stopped at {at_stop} of {end}; {result}"
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {}, self.says)
