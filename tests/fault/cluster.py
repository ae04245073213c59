"""A Kafka cluster of one or three nodes on loopback. The program reaches each node through a proxy (proxy.py) and logs in
(SASL/PLAIN); the nodes among themselves and the ledger use listeners of their own, which no fault of ours touches.

Three nodes: replication 3, min ISR 2, in all topics. Time-outs of the cluster are shorter than Kafka's defaults, so that
a fault is over within seconds: see SETTINGS. One thread.
"""
import atexit
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

from tests.support.broker import PASSWORD, USER, Node
from tests.support.ledger import Ledger

from .proxy import Network

SETTINGS = {
    "broker.session.timeout.ms": 3000,  # a node that is silent for so long has its partitions led by others (9 s by default)
    "broker.heartbeat.interval.ms": 500,
    "group.min.session.timeout.ms": 1000,
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": 500,  # 10 s by default
    "log.segment.delete.delay.ms": 1000,  # a minute by default: the topics of past trials
    "message.max.bytes": 40 << 20,
    "replica.fetch.max.bytes": 48 << 20,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": "true",
    "super.users": "User:ANONYMOUS",  # nodes and ledger
}
DISK = "600m"  # it grows as it is used
REPLICATED = ("default.replication.factor", "offsets.topic.replication.factor", "transaction.state.log.replication.factor",
              "share.coordinator.state.topic.replication.factor")
IN_SYNC = ("min.insync.replicas", "transaction.state.log.min.isr", "share.coordinator.state.topic.min.isr")


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return ports


class Cluster(Ledger):
    def __init__(self, version, nodes):
        self.version, self.size = version, nodes
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"demarche-fault-{nodes}-"))
        atexit.register(self.close)
        ports = free_ports(4 * nodes)
        plain, sasl, controller, proxied = (ports[i * nodes:(i + 1) * nodes] for i in range(4))
        voters = ",".join(f"{i + 1}@127.0.0.1:{port}" for i, port in enumerate(controller))
        self.nodes = []
        for i in range(nodes):
            settings = dict(SETTINGS)
            settings |= {name: min(3, nodes) for name in REPLICATED} | {name: 2 if nodes > 1 else 1 for name in IN_SYNC}
            settings |= {
                "node.id": i + 1,
                "controller.quorum.voters": voters,
                "listeners": f"PLAINTEXT://127.0.0.1:{plain[i]},SASL://127.0.0.1:{sasl[i]},CONTROLLER://127.0.0.1:{controller[i]}",
                "advertised.listeners": f"PLAINTEXT://127.0.0.1:{plain[i]},SASL://127.0.0.1:{proxied[i]}",
            }
            self.nodes.append(Node(self.dir / f"node-{i + 1}", version,
                                   ["--port", plain[i], *(f"--set={name}={value}" for name, value in settings.items())]))
        self.disk = self.mount_disk()
        for node in self.nodes:
            node.begin_start()
        for node in self.nodes:
            node.finish_start()
        self.class_path = self.nodes[0].state["class_path"]
        self.ledger_bootstrap = ",".join(f"127.0.0.1:{port}" for port in plain)
        self.network = Network()
        self.proxies = [self.network.proxy(proxied[i], sasl[i]) for i in range(nodes)]
        self.bootstrap = ",".join(f"127.0.0.1:{port}" for port in proxied)
        self.ask("whole")

    def mount_disk(self):
        """The first node's log directory as a small file system of its own, so that a test can fill it. None: not allowed."""
        disk = self.nodes[0].dir / "data"
        disk.mkdir(parents=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "demarche-fault", disk], stderr=subprocess.DEVNULL)
        return disk if mounted.returncode == 0 else None

    @property
    def label(self):
        return f"{self.size} node{'s' if self.size > 1 else ''}"

    # What the program needs to log in.
    properties = {"security.protocol": "SASL_PLAINTEXT", "sasl.mechanism": "PLAIN", "sasl.username": USER, "sasl.password": PASSWORD}

    def node(self, number):
        return self.nodes[number - 1]

    def leader(self, topic, partition):
        return self.ask("leader", topic, partition)[0]["node"]

    def group_coordinator(self, group):
        return self.ask("coordinator", "group", group)[0]["node"]

    def transaction_coordinator(self, transactional_id):
        return self.ask("coordinator", "transaction", transactional_id)[0]["node"]

    def feed(self, topic, lines, first, last, rate):
        """Lines first..last-1 of the file `lines`, `rate` a second (0: as fast as it goes), while the caller goes on."""
        self.ask("feed", topic, lines, first, last, rate)

    def mend(self):
        """Whatever a fault has left: every node runs, no network trouble, all replicas in sync."""
        self.network.slow(0, 0)
        self.network.watched = None
        for proxy in self.proxies:
            proxy.heal()
        for node in self.nodes:
            if node.running():
                node.signal(signal.SIGCONT)
            else:
                node.begin_start()
        for node in self.nodes:
            node.finish_start()
        self.ask("whole")

    def close(self):
        self.close_ledger()
        if self.dir.exists():
            for node in self.nodes:
                node.stop(kill=True)
            if self.disk:
                subprocess.run(["umount", "--lazy", self.disk])
            shutil.rmtree(self.dir, ignore_errors=True)
