"""Instances that come and go, partitions that are added."""
import time

from tests.support.program import wait_for

from . import fault

STORM_S = 12


@fault()
def rebalance_storm(t):
    """Up to three instances, started, ended and killed in turn, each change before the last one has settled."""
    t.in_flow(0.5)
    until = time.monotonic() + STORM_S
    while time.monotonic() < until:
        t.pause(0.2, 1.5)
        if len(t.instances) < 3 and (len(t.instances) < 2 or t.dice.random() < 0.5):
            t.start()
            continue
        process = t.dice.choice(t.instances)
        t.retire(process)
        if t.dice.random() < 0.5:
            process.kill()
        else:
            process.process.terminate()
    for process in t.setup.started:
        if process not in t.instances:
            process.wait(60)
    t.healed()


@fault(kafka={"topic.metadata.refresh.interval.ms": 2000})
def partitions_added(t):
    t.in_flow()
    t.cluster.ask("grow", t.setup.input, 12)
    t.cluster.ask("fed")
    t.spread_rest(12)
    t.healed()


def static_member(t):
    t.setup.config["source"]["instance_id"] = "first"


@fault(prepare=static_member)
def static_member_killed_and_restarted(t):
    """Static membership: the same member comes back, without a rebalance and without waiting for its session to end."""
    t.in_flow()
    t.process.kill()
    t.healed()
    t.start_again(t.process)
    wait_for("the member", lambda: t.cluster.ask("members", t.setup.group)[0]["members"] == 1, 30)
