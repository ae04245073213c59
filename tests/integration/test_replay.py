"""`demarche replay`: dead letters are listed, and sent back once, whatever happens to the command; nothing loops."""
import json
import re
import signal
import subprocess
import time

from tests.support import accounts, program
from .case import Case
from .test_program import article


class Replay(Case):
    def replay(self, setup, *arguments, code=0):
        done = subprocess.run([str(self.build / "demarche"), "replay", "--config", str(setup.folder / "config.yaml"), *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def dead(self, records, **arguments):
        """A program that has made dead letters of the records over 500 bytes, and would not any more."""
        setup = self.setup_program(engine={"record_limit": "500"}, **arguments)
        self.broker.write(setup.input, records)
        setup.settle(setup.start())
        setup.config["engine"] = {}
        (setup.folder / "config.yaml").write_text(json.dumps(setup.config))
        return setup

    def finish(self, setup, receipts, dead):
        """Runs the program until there are so many. (Not to the topic's end: a replay's transactions leave markers there.)"""
        process = setup.start()
        program.wait_for(f"{receipts} receipts and {dead} dead letters",
                         lambda: (len(setup.receipts()), len(setup.dead_letters())) == (receipts, dead), 120)
        process.signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0, process.log())

    def ids(self, setup):
        return sorted(json.loads(r["value"])["article"]["id"] for r in setup.receipts())

    def test_dead_letters_are_listed_and_sent_back_once(self):
        setup = self.dead([article(i, text="Peru criticized Chile. " * (50 if i % 3 == 0 else 1)) for i in range(30)])
        self.assertEqual((len(setup.receipts()), len(setup.dead_letters())), (20, 10))
        listed = self.replay(setup)
        self.assertEqual(len(re.findall(r"decode too_large, attempt 1", listed.stdout)), 10, listed.stdout)
        self.assertIn("10 to send (nothing was sent", listed.stderr)
        place = f"{setup.input}/3/0"  # article 3 went to partition 3 as its first record
        self.assertEqual(self.replay(setup, "--id", place).stdout.count("too_large"), 1)
        self.assertIn("0 selected", self.replay(setup, "--reason", "internal").stderr)
        self.assertIn("0 selected", self.replay(setup, "--until", "1h").stderr)
        self.assertIn("there are:", self.replay(setup, "--reason", "to_large", code=2).stderr)
        self.assertEqual(setup.committed()[1], 30, "listing sends nothing")

        self.assertIn("1 sent back now", self.replay(setup, "--send", "--id", place).stderr)
        self.assertIn("4 sent back now", self.replay(setup, "--send", "--limit", "4").stderr)
        self.assertIn("5 sent back now", self.replay(setup, "--send", "--since", "1h").stderr)
        self.assertIn("0 sent back now", self.replay(setup, "--send").stderr)
        self.finish(setup, 30, 10)
        self.assertEqual(self.ids(setup), sorted(f"urn:test:{i}" for i in range(30)))

    def test_killed_in_the_middle_it_sends_nothing_twice(self):
        count = 6000
        setup = self.dead([article(i, text="Peru criticized Chile. " * 50) for i in range(count)])
        kills, end = 0, setup.committed()[1]
        while True:
            process = subprocess.Popen([str(self.build / "demarche"), "replay", "--config", str(setup.folder / "config.yaml"), "--send"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while process.poll() is None and setup.committed()[1] == end:
                time.sleep(0.01)
            if process.poll() is not None:
                break
            process.kill()  # one transaction is done, the next one is on its way
            process.wait()
            kills, end = kills + 1, setup.committed()[1]
        self.assertGreater(kills, 0, "it was too quick to be killed in the middle")
        self.replay(setup, "--send")
        self.assertIn("0 sent back now", self.replay(setup, "--send").stderr)
        self.finish(setup, count, count)
        ids = self.ids(setup)
        self.says = f"{kills} kills, {len(ids)} receipts of {count}, {len(ids) - len(set(ids))} doubled"
        self.assertEqual(ids, sorted(f"urn:test:{i}" for i in range(count)))

    def test_only_the_failed_items_are_read_again_and_nothing_loops(self):
        items = [{"id": "a", "title": "Peru criticizes Chile", "content_text": "Peru criticized Chile."}, 3,
                 {"id": "c", "title": "Norway warns Japan", "content_text": "Norway warned Japan."}]
        feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items})
        setup = self.setup_program()
        self.broker.write(setup.input, [feed])
        setup.settle(setup.start())
        for attempt in (1, 2, 3):
            letters = [accounts.headers(d) for d in setup.dead_letters()]
            self.assertEqual([h["demarche-attempts"] for h in letters], [str(i + 1) for i in range(attempt)])
            self.assertEqual({h["demarche-items"] for h in letters}, {"1"})
            self.assertEqual(self.ids(setup), ["a", "c"], "the good items are read once")
            said = self.replay(setup, "--send")
            self.assertIn(f"{1 if attempt < 3 else 0} sent back now", said.stderr)
            if attempt < 3:
                self.finish(setup, 2, attempt + 1)
        self.assertIn("failed too often", said.stdout)
