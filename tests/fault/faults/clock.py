"""The wall clock of the program's machine is set while it runs, as by a person or by NTP."""
import pathlib

from ..trial import Skip
from . import fault

LIBRARY = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")  # Debian: faketime


def wrong_clock(t):
    if not LIBRARY.exists():
        raise Skip("libfaketime is not here (Debian: faketime)")
    t.clock = t.setup.folder / "clock"
    t.clock.write_text("+0")
    t.prefix = ("env", f"LD_PRELOAD={LIBRARY}", f"FAKETIME_TIMESTAMP_FILE={t.clock}", "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1")


@fault(prepare=wrong_clock)
def clock_set_forward_and_back(t):
    """By hours or days, three times; the last time it is set right."""
    t.in_flow()
    for jump in (t.dice.choice(("+1h", "+3d")), t.dice.choice(("-1h", "-3d")), "+0"):
        t.clock.write_text(jump)
        t.pause(1, 2.5)
    t.healed()
