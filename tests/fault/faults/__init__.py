"""The faults, each a small function: what is done to the program, its network or its brokers, at an instant drawn by the
seed, until the cause is gone (Trial.healed). The trial that calls it writes the input, and judges."""
from dataclasses import dataclass, field
from typing import Callable

FAULTS = {}


@dataclass
class Fault:
    name: str
    do: Callable
    nodes: tuple           # cluster sizes on which it is tried
    short: int             # the size of the short form
    kafka: dict = field(default_factory=dict)   # settings of the program for it
    engine: dict = field(default_factory=dict)
    prepare: Callable = None  # changes the trial before anything is written or started
    check: Callable = None    # what is to hold besides, once all is read


def fault(nodes=(1, 3), short=None, **options):
    """Decorates a function that becomes the fault of its name."""
    def add(function):
        FAULTS[function.__name__] = Fault(function.__name__, function, nodes, short or nodes[0], **options)
        return function
    return add


from . import brokers, clock, documents, network, operators, process, scale  # noqa: E402,F401  (they fill the table)
