"""Faults of the network between the program and the brokers (proxy.py)."""
import signal

from tests.support.program import wait_for

from ..proxy import ADD_OFFSETS_TO_TXN
from . import fault


@fault()
def network_cut_and_healed(t):
    """Of all nodes or, where there are three, perhaps of one; silent or with resets; for up to twice the session."""
    t.in_flow()
    proxies = t.cluster.proxies if t.dice.random() < 0.5 else [t.dice.choice(t.cluster.proxies)]
    silent = t.dice.random() < 0.7
    for proxy in proxies:
        proxy.cut(silent)
    t.pause(1, 6)
    for proxy in proxies:
        proxy.heal()
    t.healed()


@fault()
def network_slow_and_uneven(t):
    t.in_flow()
    delay = t.dice.uniform(0.02, 0.2)
    t.cluster.network.slow(delay, delay * t.dice.random())
    t.pause(4, 8)
    t.cluster.network.slow(0, 0)
    t.healed()


@fault()
def transaction_timed_out(t):
    """SIGSTOP when offsets have just been added to a transaction, for longer than transaction.timeout.ms: the broker aborts
    it and takes the producer for a zombie; nobody else wants its work."""
    t.in_flow()
    process = t.process
    stopped = []

    def stop():
        process.signal(signal.SIGSTOP)
        stopped.append(True)
    t.cluster.network.on_request(ADD_OFFSETS_TO_TXN, stop, pass_on=True)
    wait_for("a transaction", lambda: stopped, 30)
    t.pause(12, 14)
    process.signal(signal.SIGCONT)
    t.healed()
