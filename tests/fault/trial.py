"""One fault, once: topics and a group of its own, the articles of a seed, one or more processes of the program, the fault
at a random instant, and the wait until all is read and committed. What a fault may do with it is the public part.

The input comes in three parts: a backlog before the start, a stream while the fault happens, and the rest once its cause
is gone. Recovery is the time from there until every partition is committed further than it was.
"""
import pathlib
import random
import re
import signal
import time

from tests.support import program
from tests.support.program import wait_for

from . import articles, judge

BACKLOG, REST = 0.35, 0.15  # of the articles
STREAM_RATE = 500           # records a second
SETTLE_S = 180
# Shorter than the program's defaults, so that a fault is over within seconds.
KAFKA = {"session.timeout.ms": 3000, "heartbeat.interval.ms": 500, "transaction.timeout.ms": 10000,
         "message.max.bytes": 40 << 20, "receive.message.max.bytes": 100 << 20, "max.partition.fetch.bytes": 1 << 20}


class Skip(Exception):
    pass


class Trial:
    def __init__(self, fault, cluster, build, seed, records, kafka=None, engine=None):
        self.fault, self.cluster, self.seed = fault, cluster, seed
        self.dice = random.Random(f"{fault} {cluster.size} {seed}")
        self.setup = program.Setup(build, cluster, kafka={**KAFKA, **cluster.properties, **(kafka or {})}, engine=engine)
        self.setup.config["reading"] = {"reader": "rules"}  # ten times the articles in the same time
        self.records = list(records)
        self.changed = set()   # keys of records that this fault makes end differently
        self.without = set()   # kinds of results that it destroys, of articles that came before it was over
        self.restarts = 0      # processes that ended by themselves and were started again, as an orchestrator does
        self.instances = []
        self.healed_at = self.healed_from = self.recovered = None
        self.rest_from = 0
        self.prefix = ()       # words before the program's command
        self.peak_mb = 0       # of memory, of the first instance

    # --- the program ---

    def start(self, transactional_id=None):
        """One more instance of the program (they share the group)."""
        self.setup.port = self.setup.config["http"]["port"] = program.free_port()
        self.setup.config["sink"]["transactional_id"] = transactional_id or f"{self.setup.group}-{len(self.setup.started)}"
        process = self.setup.start(self.prefix)
        process.transactional_id = self.setup.config["sink"]["transactional_id"]
        self.instances.append(process)
        return process

    def start_again(self, process):
        """In the place of a process that has ended, with its transactional id."""
        at = self.instances.index(process)
        fresh = self.start(process.transactional_id)
        self.instances.pop()
        self.instances[at] = fresh
        return fresh

    @property
    def process(self):
        return self.instances[0]

    def retire(self, process):
        """It may end, or has ended, and is not to be started again."""
        if process in self.instances:
            self.instances.remove(process)

    def watch(self):
        """What an orchestrator does: starts again what has ended by itself."""
        for process in list(self.instances):
            if not process.running():
                self.restarts += 1
                if self.restarts > 60:
                    raise AssertionError(f"ended again and again:\n{process.log()[-3000:]}")
                time.sleep(0.5)
                self.start_again(process)

    # --- the input ---

    def begin(self):
        """Writes the backlog, starts the program and then the stream."""
        self.lines = pathlib.Path(self.setup.folder / "input.tsv")
        self.lines.write_text(articles.lines(self.records))
        count = len(self.records)
        backlog, self.rest_from = int(count * BACKLOG), int(count * (1 - REST))
        self.cluster.feed(self.setup.input, self.lines, 0, backlog, 0)
        self.cluster.ask("fed")
        self.start()
        self.cluster.feed(self.setup.input, self.lines, backlog, self.rest_from, STREAM_RATE)

    def committed(self):
        """{partition: committed offset}"""
        return {p: max(0, committed) for p, (committed, _) in self.cluster.offsets(self.setup.group, self.setup.input).items()}

    def insert(self, texts):
        """More records among those of the stream, at random places; they end in a way of their own."""
        for i, text in enumerate(texts):
            key = f"own-{i}"
            at = self.dice.randrange(int(len(self.records) * BACKLOG), int(len(self.records) * (1 - REST)))
            self.records.insert(at, (key, text))
            self.changed.add(key)
        return [f"own-{i}" for i in range(len(texts))]

    def spread_rest(self, partitions):
        """The rest of the input goes to so many partitions."""
        self.lines.write_text(articles.lines(self.records[:self.rest_from]) + articles.lines(self.records[self.rest_from:], partitions))

    def in_flow(self, most=2.0):
        """Waits until the program has begun to commit, and then up to `most` seconds, drawn by the seed."""
        def begun():
            self.watch()
            return sum(self.committed().values()) > 0
        self.wait("the first commit", begun)
        time.sleep(self.dice.uniform(0, most))

    def pause(self, low, high):
        """Some seconds, drawn by the seed; what ends by itself meanwhile is started again."""
        until = time.monotonic() + self.dice.uniform(low, high)
        while time.monotonic() < until:
            self.watch()
            time.sleep(0.05)

    # --- the end of the fault ---

    def healed(self):
        """To be called when the cause of the trouble is gone: the clock of the recovery starts, and the rest of the input
        comes."""
        self.healed_at, self.healed_from = time.monotonic(), self.committed()
        self.cluster.feed(self.setup.input, self.lines, self.rest_from, len(self.records), 0)

    def settle(self):
        """Waits for the recovery, then until everything is committed, then ends the program."""
        def recovered():
            self.watch()
            now = self.committed()
            return all(now[p] > at for p, at in self.healed_from.items())
        self.wait("the recovery", recovered)
        self.recovered = time.monotonic() - self.healed_at
        self.cluster.ask("fed")

        def all_committed():
            self.watch()
            return all(committed == end for committed, end in self.cluster.offsets(self.setup.group, self.setup.input).values())
        self.wait("all offsets committed", all_committed)
        self.peak_mb = int(re.search(r"VmHWM:\s+(\d+)", self.process.status()).group(1)) // 1024
        for process in self.instances:
            process.signal(signal.SIGTERM)
        for process in self.instances:
            code = process.wait(60)
            if code != 0:
                raise AssertionError(f"exit status {code} after SIGTERM:\n{process.log()[-3000:]}")

    def wait(self, what, condition):
        try:
            wait_for(what, condition, SETTLE_S)
        except AssertionError as late:
            log = self.setup.started[-1].log()[-4000:]
            offsets = self.cluster.offsets(self.setup.group, self.setup.input)
            raise AssertionError(f"{late}: (committed, end) {offsets}; the log:\n{log}") from None

    def outcome(self):
        """{kind: records} as a read_committed reader sees them."""
        return {kind: self.cluster.records(topic) for kind, topic in self.setup.output.items()}

    def verdict(self, undisturbed):
        offsets = self.cluster.offsets(self.setup.group, self.setup.input)
        self.seen = self.outcome()
        late = {key for key, _ in self.records[self.rest_from:]}
        return judge.judge(self.seen, offsets, undisturbed, self.changed, self.without, late)

    def log(self):
        """Of all processes."""
        return self.setup.started[0].log() if self.setup.started else ""

    def close(self):
        self.setup.close()

    def forget(self):
        """Deletes the topics, so that a cluster serves many trials."""
        for topic in (self.setup.input, *self.setup.output.values()):
            self.cluster.ask("delete", topic)
