"""The wall clock of the program's machine is set while it runs, as by a person or by NTP (../settable_clock.c)."""
import pathlib
import struct
import subprocess

from . import fault

SOURCE = pathlib.Path(__file__).resolve().parents[1] / "settable_clock.c"
HOUR = 3600


def settable(t):
    library = t.setup.folder / "settable_clock.so"
    subprocess.run(["cc", "-O2", "-Wall", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
    t.clock = t.setup.folder / "clock"
    set_clock(t, 0)
    t.prefix = ("env", f"LD_PRELOAD={library}", f"SETTABLE_CLOCK={t.clock}")


def set_clock(t, seconds):
    with open(t.clock, "r+b" if t.clock.exists() else "wb") as file:
        file.write(struct.pack("=q", seconds))


@fault(prepare=settable)
def clock_set_forward_and_back(t):
    """By hours or days, three times; the last time it is set right."""
    t.in_flow()
    for jump in (t.dice.choice((1, 72)) * HOUR, -t.dice.choice((1, 72)) * HOUR, 0):
        set_clock(t, jump)
        t.pause(1, 2.5)
    t.healed()
