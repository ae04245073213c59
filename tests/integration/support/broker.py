"""A real Apache Kafka on loopback, and the Java ledger that writes to it and reads from it. One of each per version,
shared by the tests; topics have names of their own."""
import atexit
import json
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "deploy" / "kafka-broker"
USER, PASSWORD = "demo", "secret"


class Broker:
    def __init__(self, version, settings=()):
        self.version = version
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"demarche-kafka-{version}-"))
        self._ledger = None
        self._names = 0
        atexit.register(self.close)
        self._start(["--version", version, "--sasl", f"{USER}:{PASSWORD}", *(f"--set={s}" for s in settings)])

    def _start(self, arguments=()):
        done = subprocess.run([SCRIPT, "start", "--dir", str(self.dir), *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        state = json.loads((self.dir / "broker.json").read_text())
        self.bootstrap, self.sasl, self.class_path = state["bootstrap"], state["sasl"], state["class_path"]

    def stop(self, kill=False):
        subprocess.run([SCRIPT, "stop", "--dir", str(self.dir), *(["--kill"] if kill else [])], check=True)

    def restart(self):
        self._start()

    def close(self):
        if self._ledger:
            ledger, self._ledger = self._ledger, None
            ledger.kill()
            ledger.wait()
            try:
                ledger.stdin.close()
            except OSError:  # it had ended before us, with something unread
                pass
        if self.dir.exists():
            self.stop(kill=True)
            shutil.rmtree(self.dir, ignore_errors=True)

    def name(self, stem):
        self._names += 1
        return f"{stem}-{self._names}"

    def ask(self, *words):
        """One command to the ledger (see Ledger.java); its answers, parsed."""
        if not self._ledger:
            classes = self.dir / "ledger"
            subprocess.run(["javac", "-cp", self.class_path, "-d", str(classes), str(ROOT / "tests/integration/Ledger.java")],
                           check=True)
            self._ledger = subprocess.Popen(["java", "-Xmx512m", "-cp", f"{classes}:{self.class_path}", "Ledger", self.bootstrap],
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=open(self.dir / "ledger.log", "ab"), text=True)
        self._ledger.stdin.write("\t".join(map(str, words)) + "\n")
        self._ledger.stdin.flush()
        answers = []
        for line in self._ledger.stdout:
            answer = json.loads(line)
            if "error" in answer and len(answer) == 1:
                raise RuntimeError(f"ledger: {words[0]}: {answer['error']}")
            if "done" in answer and len(answer) == 1:
                assert answer["done"] == len(answers)
                return answers
            answers.append(answer)
        raise RuntimeError(f"the ledger has ended; see {self.dir}/ledger.log")

    def topic(self, stem, partitions=8, **settings):
        name = self.name(stem)
        self.ask("create", name, partitions, *(f"{k.replace('_', '.')}={v}" for k, v in settings.items()))
        return name

    def write(self, topic, values):
        """Value i gets key i and goes to partition i modulo their number."""
        path = self.dir / "input.ndjson"
        path.write_text("".join(v.rstrip("\n") + "\n" for v in values))
        self.ask("write", topic, path)

    def records(self, *topics):
        return self.ask("records", *topics)

    def offsets(self, group, topic):
        """{partition: (committed, end)}"""
        return {a["partition"]: (a["committed"], a["end"]) for a in self.ask("offsets", group, topic)}


_brokers = {}


def shared(version):
    if version not in _brokers:
        _brokers[version] = Broker(version)
    return _brokers[version]


def close_all():
    for broker in _brokers.values():
        broker.close()


