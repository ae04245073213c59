"""Faults of the program's process: killed, stopped, held, doubled."""
import signal

from tests.support.program import wait_for

from ..proxy import END_TXN
from . import fault

FENCED = 3  # the exit status of `demarche run`


@fault()
def kill_9_of_the_worker(t):
    t.in_flow()
    t.process.kill()
    t.healed()
    t.start_again(t.process)


@fault()
def kill_9_between_send_offsets_and_commit(t):
    """The proxy kills the process when its EndTxn request arrives, and does not pass the request on."""
    kill_at_end_of_transaction(t, pass_on=False)


@fault()
def kill_9_between_commit_and_its_answer(t):
    """The same, but the broker gets the request: it commits for a producer that is dead."""
    kill_at_end_of_transaction(t, pass_on=True)


def kill_at_end_of_transaction(t, pass_on):
    t.in_flow()
    process = t.process
    t.cluster.network.on_request(END_TXN, lambda: process.signal(signal.SIGKILL), pass_on)
    wait_for("an EndTxn request", lambda: not process.running(), 30)
    t.healed()
    t.start_again(process)


@fault()
def sigterm_in_full_flow(t):
    t.in_flow()
    t.process.signal(signal.SIGTERM)
    code = t.process.wait(60)
    assert code == 0, f"exit status {code}:\n{t.process.log()}"
    t.healed()
    t.start_again(t.process)


@fault(engine={"commit_interval": "5s", "commit_bytes": "512MiB", "queue_bytes": "1MiB"})
def unclean_stop_with_a_full_queue(t):
    """Two SIGTERMs while the queue is full and a transaction is open. It commits in time only because an open transaction
    is also due when it holds a quarter of the queue."""
    t.in_flow()
    t.process.signal(signal.SIGTERM)
    t.process.signal(signal.SIGTERM)
    t.process.wait(30)
    t.healed()
    t.start_again(t.process)


@fault(kafka={"max.poll.interval.ms": 4000})
def stopped_while_another_takes_over(t):
    """SIGSTOP past session and poll limits; a second instance takes over; then SIGCONT, and both go on."""
    t.in_flow()
    first = t.process
    first.signal(signal.SIGSTOP)
    t.start()
    before = sum(t.committed().values())
    wait_for("the other to take over", lambda: sum(t.committed().values()) > before + 50, 60)
    t.pause(0, 3)
    first.signal(signal.SIGCONT)
    t.healed()


@fault()
def two_processes_with_one_transactional_id(t):
    """The second fences the first, which ends with one line that says so."""
    t.in_flow()
    first = t.process
    t.retire(first)
    t.setup.ready(t.start(transactional_id=first.transactional_id))
    t.healed()  # the first notices when it commits, so it needs work
    wait_for("the first to end", lambda: not first.running(), 60)
    assert first.wait() == FENCED and "sink.transactional_id" in first.log(), first.log()
