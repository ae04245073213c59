"""What a person does to the cluster while the program runs: topics deleted, rights withdrawn, disks filled."""
import errno

from ..trial import Skip
from . import fault


@fault()
def result_topic_deleted_and_made_again(t):
    """What was in it is gone; receipts, dead letters and the other results are not touched, and what comes later is whole."""
    kind = t.dice.choice(("statements", "relations"))
    t.without.add(kind)
    t.in_flow()
    t.cluster.ask("delete", t.setup.output[kind])
    t.pause(1, 4)
    t.cluster.ask("create", t.setup.output[kind], 8)
    t.healed()


@fault()
def authorisation_withdrawn(t):
    """One right of the program's user, chosen by the seed; an orchestrator starts the program again until it is back."""
    rights = [("TOPIC", t.setup.output["statements"], "WRITE"), ("TOPIC", t.setup.output["receipts"], "DESCRIBE"),
              ("TOPIC", t.setup.input, "READ"), ("GROUP", t.setup.group, "READ"),
              ("TRANSACTIONAL_ID", f"{t.setup.group}-0", "WRITE")]
    right = t.dice.choice(rights)
    t.in_flow()
    t.cluster.ask("withdraw", "demo", *right)
    t.pause(2, 5)
    t.cluster.ask("restore", "demo", *right)
    t.healed()


def fill(path):
    """Whatever is free, now."""
    with open(path, "ab", buffering=0) as file:
        for block in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(bytes(block))
            except OSError as full:
                if full.errno != errno.ENOSPC:
                    raise


@fault()
def disk_full_and_freed(t):
    """The log directory of the first node is a small file system of its own; a file fills it until the broker ends; then it
    is removed and the broker started again."""
    if not t.cluster.disk:
        raise Skip("mounting a small file system needs the right to mount")
    t.in_flow()
    node, ballast = t.cluster.node(1), t.cluster.disk / "ballast"

    def ended():
        fill(ballast)  # old segments are deleted meanwhile
        return not node.running()
    try:
        t.wait("the broker to end", ended)
    finally:
        ballast.unlink()
    t.pause(0, 2)
    node.start()
    t.healed()
