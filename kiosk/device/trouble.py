"""What all hardware around the glass shares when it is not there: one line with a remedy, patience, and no repetition."""

from __future__ import annotations

import logging

log = logging.getLogger("kiosk.device")

LONGEST_WAIT = 60.0
"""Seconds between two tries at most: what is plugged in is met within a minute."""


class Absent(Exception):
    """The hardware, or the library it needs, is not there or does not answer. `remedy`: what a person can do about it."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def wait_after(failures: int) -> float:
    """Seconds until the next try after so many failures in a row: 1, 2, 4 … 60."""
    return min(2.0 ** (min(failures, 10) - 1), LONGEST_WAIT)


class Edge:
    """Tells the log when something breaks and when it works again, each once. No message of a library is repeated there."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.failures = 0

    def broke(self, failure: BaseException) -> None:
        self.failures += 1
        if self.failures > 1:
            return
        if isinstance(failure, Absent):
            log.warning("%s: %s Trying again. (kiosk doctor says what to do)", self._name, failure.what)
        else:
            log.warning("%s does not work (%s). Trying again.", self._name, type(failure).__name__)

    def works(self) -> None:
        if self.failures:
            log.info("%s works again", self._name)
        self.failures = 0
