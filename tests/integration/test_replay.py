"""`demarche replay`: dead letters are listed, and sent back once, whatever happens to the command; nothing loops."""
import json
import random
import re
import subprocess
import time

from tests.support import accounts
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
        setup.settle(setup.start())
        self.assertEqual(self.ids(setup), sorted(f"urn:test:{i}" for i in range(30)))
        self.assertEqual(len(setup.dead_letters()), 10)

    def test_killed_in_the_middle_it_sends_nothing_twice(self):
        count = 4000
        setup = self.dead([article(i, text="Peru criticized Chile. " * 50) for i in range(count)])
        dice, kills = random.Random(self.version), 0
        for _ in range(30):
            process = subprocess.Popen([str(self.build / "demarche"), "replay", "--config", str(setup.folder / "config.yaml"), "--send"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            time.sleep(dice.uniform(0.1, 1.5))
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            kills += 1
        process.communicate()
        self.replay(setup, "--send")
        self.assertIn("0 sent back now", self.replay(setup, "--send").stderr)
        setup.settle(setup.start(), 240)
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
                setup.settle(setup.start())
        self.assertIn("failed too often", said.stdout)
