"""Starts `demarche run` (or the relay) with a configuration of its own, waits until it is ready, ends it."""
import json
import pathlib
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = ("statements", "relations", "receipts", "dead_letters")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(what, condition, seconds=90):
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


class Process:
    """A started program, its log, and its end."""

    def __init__(self, command, folder):
        self.log_path = folder / "stderr.log"
        self.process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=open(self.log_path, "ab"),
                                        stdin=subprocess.DEVNULL)

    def log(self):
        return self.log_path.read_text(errors="replace")

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=60):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not end within {seconds} s; its log:\n{self.log()}") from None

    def status(self):
        """The kernel's, see proc(5)."""
        return pathlib.Path(f"/proc/{self.process.pid}/status").read_text()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def running(self):
        return self.process.poll() is None


class Setup:
    """Topics, group and configuration of one test; start() may be called again for a restart."""

    def __init__(self, build, broker, source_topics=None, delivery="exactly_once", kafka=None, engine=None, sink=None):
        self.build, self.broker = build, broker
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="demarche-test-", dir=broker.dir))
        self.group = broker.name("group")
        self.input = None if source_topics else broker.topic("in")
        self.output = {kind: broker.topic(kind.replace("_", "-")) for kind in KINDS}
        self.port = free_port()
        self.config = {
            "kafka": {"bootstrap.servers": broker.bootstrap, **(kafka or {})},
            "source": {"group": self.group, "topics": source_topics or [{"topic": self.input, "mapping": "auto"}]},
            "sink": {"topics": dict(self.output), "delivery": delivery, **(sink or {})},
            "engine": engine or {},
            "http": {"port": self.port},
        }
        self.started = []

    def start(self, prefix=()):
        """`prefix`: words before the command, such as "env", "NAME=VALUE"."""
        path = self.folder / "config.yaml"
        path.write_text(json.dumps(self.config, indent=1))  # YAML takes JSON
        process = Process([*prefix, self.build / "demarche", "run", "--config", path], self.folder)
        self.started.append(process)
        return process

    def ready(self, process, seconds=90):
        def condition():
            if not process.running():
                raise AssertionError(f"ended with {process.process.returncode} before it was ready:\n{process.log()}")
            return self.status("/readyz") == 200
        wait_for("/readyz", condition, seconds)
        return process

    def status(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError:
            return None

    def committed(self):
        offsets = self.broker.offsets(self.group, self.input)
        return sum(max(0, committed) for committed, _ in offsets.values()), sum(end for _, end in offsets.values())

    def settle(self, process, seconds=120):
        """Waits until everything in the input topic is committed, then ends the program."""
        def condition():
            if not process.running():
                raise AssertionError(f"ended with {process.process.returncode}:\n{process.log()}")
            done, end = self.committed()
            return done == end
        try:
            wait_for("all offsets committed", condition, seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}: {self.committed()}; its log:\n{process.log()}") from None
        process.signal(signal.SIGTERM)
        code = process.wait()
        assert code == 0, f"exit status {code}:\n{process.log()}"

    def receipts(self):
        return self.broker.records(self.output["receipts"])

    def dead_letters(self):
        return self.broker.records(self.output["dead_letters"])

    def close(self):
        for process in self.started:
            if process.running():
                process.kill()


class RelaySetup(Setup):
    """The same with kafka_relay in the program's place: the engine and the connectors alone."""

    def start(self):
        process = Process([self.build / "tests/integration/kafka_relay", self.broker.bootstrap, self.group, self.input,
                           self.output["receipts"], "2", "exactly_once", "0", "200"], self.folder)
        self.started.append(process)
        return process
