"""A real Apache Kafka on loopback, through deploy/kafka-broker: one node, or one node with the ledger that writes to it
and reads from it. One broker of each version is shared by the tests; topics have names of their own."""
import atexit
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from .ledger import Ledger

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "deploy" / "kafka-broker"
USER, PASSWORD = "demo", "secret"


class Node:
    """One broker process: its folder and the arguments that each of its starts gets."""

    def __init__(self, folder, version, arguments=()):
        self.dir = pathlib.Path(folder)
        self._command = [SCRIPT, "start", "--dir", str(self.dir), "--version", version, "--sasl", f"{USER}:{PASSWORD}", *arguments]
        self._starting = None

    def begin_start(self):
        """Starts it and does not wait; finish_start() does, and does nothing if no start was begun."""
        self._starting = subprocess.Popen(list(map(str, self._command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish_start(self):
        process, self._starting = self._starting, None
        if process is None:
            return
        _, errors = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(errors)

    def start(self):
        self.begin_start()
        self.finish_start()

    @property
    def state(self):
        return json.loads((self.dir / "broker.json").read_text())

    def running(self):
        try:  # a zombie has no command line
            return b"kafka.Kafka" in pathlib.Path(f"/proc/{self.state['pid']}/cmdline").read_bytes()
        except OSError:
            return False

    def signal(self, number):
        os.kill(self.state["pid"], number)

    def stop(self, kill=False):
        subprocess.run([SCRIPT, "stop", "--dir", str(self.dir), *(["--kill"] if kill else [])], check=True)


class Broker(Ledger):
    def __init__(self, version, settings=()):
        self.version = version
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"demarche-kafka-{version}-"))
        self.node = Node(self.dir, version, [f"--set={s}" for s in settings])
        atexit.register(self.close)
        self.node.start()
        state = self.node.state
        self.bootstrap = self.ledger_bootstrap = state["bootstrap"]
        self.sasl, self.class_path = state["sasl"], state["class_path"]

    def stop(self, kill=False):
        self.node.stop(kill)

    def restart(self):
        self.node.start()

    def close(self):
        self.close_ledger()
        if self.dir.exists():
            self.stop(kill=True)
            shutil.rmtree(self.dir, ignore_errors=True)


_brokers = {}


def shared(version):
    if version not in _brokers:
        _brokers[version] = Broker(version)
    return _brokers[version]


def close_all():
    for broker in _brokers.values():
        broker.close()
