"""KafkaSource and KafkaSink by themselves: the C++ tests of kafka_ports_test."""
import os
import re
import subprocess

from .case import Case


class Ports(Case):
    def test_source_and_sink(self):
        done = subprocess.run([str(self.build / "tests/integration/kafka_ports_test")], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=600,
                              env={**os.environ, "DEMARCHE_KAFKA": self.broker.bootstrap, "DEMARCHE_KAFKA_SASL": self.broker.sasl})
        self.assertEqual(done.returncode, 0, done.stdout[-8000:])
        self.says = re.search(r"\d+ tests from \d+ test suites ran", done.stdout).group(0)
