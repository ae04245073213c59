"""What every integration test has: the broker of the version under test, and programs that end with the test."""
import unittest

from tests.support import broker, program


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


class Case(unittest.TestCase):
    version = None  # set by tests/integration/run
    build = None
    relay = False
    says = ""  # a test may leave one line of result here

    @property
    def broker(self):
        return broker.shared(self.version)

    def setup_program(self, **arguments):
        setup = (program.RelaySetup if self.relay else program.Setup)(self.build, self.broker, **arguments)
        self.addCleanup(setup.close)
        return setup

    def label(self):
        return f"{self.version}  {self._testMethodName.removeprefix('test_').replace('_', ' ')}"
