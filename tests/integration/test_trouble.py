"""What a person reads when something is wrong: each ends in a clear line, or heals by itself."""
import socket
import time

from tests.support import accounts, broker, program
from .case import Case
from .test_program import article


class Trouble(Case):
    def test_a_missing_source_topic(self):
        setup = self.setup_program(source_topics=[{"topic": "no-such-topic", "mapping": "auto"}])
        process = setup.start()
        self.assertEqual(process.wait(60), 1)
        self.assertIn("no-such-topic", process.log())
        self.assertIn("source.topics", process.log())

    def test_a_missing_output_topic(self):
        setup = self.setup_program()
        setup.config["sink"]["topics"]["relations"] = "no-such-output"
        process = setup.start()
        self.assertEqual(process.wait(60), 1)
        self.assertIn("no-such-output", process.log())
        self.assertIn("sink.topics", process.log())

    def test_wrong_credentials(self):
        setup = self.setup_program(kafka={"bootstrap.servers": self.broker.sasl, "security.protocol": "SASL_PLAINTEXT",
                                          "sasl.mechanism": "PLAIN", "sasl.username": broker.USER,
                                          "sasl.password": "not-the-password"})
        process = setup.start()
        self.assertEqual(process.wait(60), 1)
        self.assertIn("kafka.sasl.password", process.log())
        self.assertNotIn("not-the-password", process.log())

    def test_right_credentials(self):
        setup = self.setup_program(kafka={"bootstrap.servers": self.broker.sasl, "security.protocol": "SASL_PLAINTEXT",
                                          "sasl.mechanism": "PLAIN", "sasl.username": broker.USER,
                                          "sasl.password": broker.PASSWORD})
        self.broker.write(setup.input, [article(i) for i in range(10)])
        setup.settle(setup.ready(setup.start()))
        self.assertEqual(len(setup.receipts()), 10)

    def test_a_refused_property(self):
        setup = self.setup_program(kafka={"enable.auto.commit": "true", "sesion.timeout.ms": "1"})
        process = setup.start()
        self.assertEqual(process.wait(30), 2)
        self.assertIn("enable.auto.commit", process.log())
        self.assertIn("session.timeout.ms", process.log())

    def test_the_http_port_is_in_use(self):
        setup = self.setup_program()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", setup.port))
            taken.listen()
            process = setup.start()
            self.assertEqual(process.wait(30), 1)
        self.assertIn(str(setup.port), process.log())

    def test_a_broker_that_is_down_is_awaited(self):
        own = broker.Broker(self.version)
        self.addCleanup(own.close)
        setup = program.Setup(self.build, own)
        self.addCleanup(setup.close)
        own.write(setup.input, [article(i) for i in range(20)])
        own.stop()
        process = setup.start()
        program.wait_for("the process to answer", lambda: setup.status("/healthz") == 200)
        time.sleep(3)
        self.assertTrue(process.running(), process.log())
        self.assertEqual(setup.status("/readyz"), 503)
        said = [line for line in process.log().splitlines() if "bootstrap.servers" in line]
        self.assertTrue(1 <= len(said) <= 4, process.log())  # a line a cause and client, not one an attempt
        own.restart()
        setup.ready(process)
        setup.settle(process)
        result = accounts.check(setup.receipts(), setup.dead_letters(), own.offsets(setup.group, setup.input))
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {})

    def test_a_broker_that_restarts_in_full_flow(self):
        own = broker.Broker(self.version)
        self.addCleanup(own.close)
        setup = program.Setup(self.build, own)
        self.addCleanup(setup.close)
        own.write(setup.input, [article(i) for i in range(8000)])
        process = setup.start()
        program.wait_for("some commits", lambda: setup.committed()[0] > 500, 120)
        own.stop(kill=True)
        time.sleep(2)
        own.restart()
        setup.settle(process, 100)
        result = accounts.check(setup.receipts(), setup.dead_letters(), own.offsets(setup.group, setup.input))
        self.says = str(result)
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {}, process.log())

    def test_a_second_process_with_the_same_transactional_id_fences_the_first(self):
        setup = self.setup_program()
        self.broker.write(setup.input, [article(i) for i in range(100)])
        first = setup.ready(setup.start())
        setup.port = setup.config["http"]["port"] = program.free_port()
        second = setup.ready(setup.start())
        self.broker.write(setup.input, [article(100 + i) for i in range(100)])
        program.wait_for("the first to end", lambda: not first.running())
        self.assertIn("sink.transactional_id", first.log())
        self.assertEqual(first.wait(), 3)
        setup.settle(second)
        result = accounts.check(setup.receipts(), setup.dead_letters(), self.broker.offsets(setup.group, setup.input))
        self.assertEqual({k: v for k, v in result.items() if k != "inputs" and v}, {})
