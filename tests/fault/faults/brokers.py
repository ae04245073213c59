"""Faults of broker processes."""
import signal

from . import fault


@fault()
def broker_killed_and_restarted(t):
    lose(t, t.dice.randrange(t.cluster.size) + 1)


@fault(nodes=(3,))
def leader_lost(t):
    """Of a partition of the input or of a result topic."""
    topic = t.dice.choice([t.setup.input, *t.setup.output.values()])
    lose(t, lambda: t.cluster.leader(topic, t.dice.randrange(8)))


@fault(nodes=(3,))
def group_coordinator_lost(t):
    lose(t, lambda: t.cluster.group_coordinator(t.setup.group))


@fault(nodes=(3,))
def transaction_coordinator_lost(t):
    lose(t, lambda: t.cluster.transaction_coordinator(t.process.transactional_id))


def lose(t, number):
    """kill -9; alone, it is started again after a moment; of three, the others go on without it and it comes back later."""
    t.in_flow()
    node = t.cluster.node(number() if callable(number) else number)
    node.stop(kill=True)
    if t.cluster.size == 1:
        t.pause(0, 3)
        node.start()
        t.healed()
    else:
        t.healed()
        t.pause(3, 6)
        node.start()


@fault()
def broker_frozen(t):
    """SIGSTOP of a broker for longer than its session with the controller: its connections stay open and silent."""
    t.in_flow()
    node = t.cluster.node(t.dice.randrange(t.cluster.size) + 1)
    node.signal(signal.SIGSTOP)
    t.pause(4, 8)
    node.signal(signal.SIGCONT)
    t.healed()
