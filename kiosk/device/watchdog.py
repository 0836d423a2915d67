"""Is the display alive? A thread asks, tells systemd so, and ends the process when no answer comes. Knows no rooms, no Qt.

The service manager starts us again, and the last day comes from disk. What holds the whole process (SIGSTOP, a library
that never gives the interpreter back) only systemd itself can see: it is not told that we live, and ends us.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from kiosk.clock import Clock

log = logging.getLogger("kiosk")
STUCK = 70
"""The exit code of a display that ended itself because it was stuck."""
EVERY = 12.0
"""Seconds between two questions; less where systemd wants to hear more often."""
PATIENCE = 5.0
"""Seconds within which a question is answered: the loop turns, and a frame that is asked for comes."""
CHANCES = 2
SLICE = 1.0
ENDING = 6.0
"""Seconds within which a display that was told to end has ended."""
LAST_WORDS = 3.0
"""Seconds for the log to take why; a log that hangs too keeps nobody alive."""


class Answer:
    """What the display says of itself. Given on the loop's thread, waited for on the watchdog's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.waits_for = "the event loop"
        self.healthy = False
        self._given = threading.Event()

    def give(self, *, healthy: bool) -> None:
        """The loop turns and the window draws. `healthy`: and all the rest does its part."""
        self.healthy = healthy
        self._given.set()

    def came(self, patience: float) -> bool:
        """Whether it is given within `patience` seconds in which this process could run at all."""
        left = patience
        while left > 0:
            begun = self._clock.monotonic()
            if self._given.wait(min(SLICE, left)):
                return True
            took = self._clock.monotonic() - begun
            left = patience if took > 2 * SLICE else left - took  # we were stopped: it counts anew
        return False


class Watchdog:
    """From `start` until `close`."""

    def __init__(self, ask: Callable[[Answer], None], clock: Clock) -> None:
        """`ask` is called on a thread of its own; it hands the question to the loop."""
        self._ask, self._clock = ask, clock
        self._told_to_end = threading.Event()
        self._gone = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def start(self) -> None:
        """The first picture is there."""
        notify("READY=1")
        self._thread.start()

    def end(self) -> None:
        """The display was told to end: from here on only that it does is watched."""
        self._told_to_end.set()

    def close(self) -> None:
        """It has ended."""
        self._told_to_end.set()
        self._gone.set()

    def _watch(self) -> None:
        every = interval()
        while not self._told_to_end.wait(every):
            self._look()
        notify("STOPPING=1")
        if not self._gone.wait(ENDING):
            end_process("the end of the display")

    def _look(self) -> None:
        for chance in range(1, CHANCES + 1):
            answer = Answer(self._clock)
            try:
                self._ask(answer)
            except RuntimeError:  # the loop is closed
                return
            if answer.came(PATIENCE):
                if answer.healthy:
                    notify("WATCHDOG=1")
                return
            if self._told_to_end.is_set():
                return
            log.error("%s has not answered within %g s", answer.waits_for, PATIENCE)
            if chance == CHANCES:
                end_process(answer.waits_for)


def interval() -> float:
    """Seconds between two questions: at most half of what systemd waits (sd_watchdog_enabled(3))."""
    if os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return EVERY
    try:
        wanted = int(os.environ["WATCHDOG_USEC"]) / 1e6
    except (KeyError, ValueError):
        return EVERY
    return min(EVERY, wanted / 2) if wanted > 0 else EVERY


def notify(state: str) -> None:
    """Tells systemd, where it listens (sd_notify(3)). Never raises, never waits long."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.settimeout(SLICE)
        line.connect(address)
        line.sendall(state.encode())


def end_process(what: str) -> None:
    """Says what is stuck and where every thread stands (places in the code, no values), then ends without goodbye."""
    faulthandler.dump_traceback_later(LAST_WORDS, exit=True)
    log.critical("%s is stuck: the display ends, to be started again", what)
    faulthandler.dump_traceback(all_threads=True)
    os._exit(STUCK)
