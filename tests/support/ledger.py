"""The Java ledger (folder ledger/): starts it for one cluster, asks it. Its answers are Kafka's own client's, not ours."""
import json
import pathlib
import subprocess

SOURCES = sorted((pathlib.Path(__file__).resolve().parent / "ledger").glob("*.java"))


class Ledger:
    """What a cluster offers to tests; a subclass sets dir, class_path and ledger_bootstrap. One thread."""
    dir = class_path = ledger_bootstrap = None
    _process = None
    _names = 0

    def name(self, stem):
        self._names += 1
        return f"{stem}-{self._names}"

    def ask(self, *words):
        """One command to the ledger (see Ledger.java); its answers, parsed."""
        if not self._process:
            classes = self.dir / "ledger"
            subprocess.run(["javac", "-cp", self.class_path, "-d", str(classes), *map(str, SOURCES)], check=True)
            command = ["java", "-Xmx512m", "-XX:+UseSerialGC", "-cp", f"{classes}:{self.class_path}", "Ledger", self.ledger_bootstrap]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                             stderr=open(self.dir / "ledger.log", "ab"), text=True)
        self._process.stdin.write("\t".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        answers = []
        for line in self._process.stdout:
            answer = json.loads(line)
            if "error" in answer and len(answer) == 1:
                raise RuntimeError(f"ledger: {words[0]}: {answer['error']}")
            if "done" in answer and len(answer) == 1:
                assert answer["done"] == len(answers)
                return answers
            answers.append(answer)
        raise RuntimeError(f"the ledger has ended; see {self.dir}/ledger.log")

    def close_ledger(self):
        if self._process:
            process, self._process = self._process, None
            process.kill()
            process.wait()
            try:
                process.stdin.close()
            except OSError:  # it had ended before us, with something unread
                pass

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
