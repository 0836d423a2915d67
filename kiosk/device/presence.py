"""Presence sensors: each on a thread of its own, their flicker made into few events on the loop. No hardware here."""

from __future__ import annotations

import asyncio
import logging
import os
import select
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from kiosk.clock import Clock
from kiosk.device.trouble import Edge, wait_after
from kiosk.room.presence import Presence

log = logging.getLogger("kiosk.device")

RENEW = 60.0
"""Seconds after which somebody who is still seen is told again."""
STUCK_AFTER = 2 * 60 * 60.0
"""Seconds after which a sensor that sees somebody without a pause is taken to be stuck, and to see nobody."""
LEAVE_WITHIN = 2.0
"""Seconds that the sensors have for stopping when the display ends."""


class Halt:
    """Tells a sensor's thread that it is over, whatever it waits for."""

    def __init__(self) -> None:
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._called = False

    def over(self) -> bool:
        return self._called

    def call(self) -> None:
        self._called = True
        os.eventfd_write(self._bell, 1)

    def wait(self, *files: int, seconds: float | None = None) -> bool:
        """Until it is over (True), or one of `files` can be read or the time has passed (False)."""
        select.select([self._bell, *files], [], [], seconds)
        return self._called

    def close(self) -> None:
        os.close(self._bell)


class Sensor(Protocol):
    """A sensor's hardware. It may take its time and may raise anything: it runs on a thread of its own."""

    @property
    def name(self) -> str:
        """For the log and the doctor: "GPIO sensor on 4"."""

    def watch(self, saw: Callable[[bool], None], halt: Halt) -> None:
        """Calls `saw` from any thread, True where somebody is seen, False where not any more, until `halt` is called.

        Raises:
            Absent: it is not there; the remedy says what to do.
        """

    def probe(self) -> str:
        """Looks without changing anything, and says what was found.

        Raises:
            Absent: it is not there; the remedy says what to do.
        """


class Presences:
    """All sensors of the display as one: somebody is here while any of them sees somebody, and for `hold` after."""

    def __init__(
        self, sensors: Sequence[Sensor], deliver: Callable[[Presence], None], hold: timedelta, clock: Clock
    ) -> None:
        """Starts watching. To be made on the loop, on which `deliver` is called."""
        self._loop = asyncio.get_running_loop()
        self._deliver = deliver
        self._hold = hold.total_seconds()
        self._clock = clock
        self._seeing: dict[str, float] = {}
        """Since when (monotonic) each sensor sees somebody."""
        self._stuck: set[str] = set()
        self._here = False
        self._told_at = 0.0
        self._next: asyncio.TimerHandle | None = None
        """When somebody is told again, or nobody is."""
        self._closed = False
        self._halt = Halt()
        self._threads = [
            threading.Thread(target=self._watch, args=(sensor,), name=f"kiosk {sensor.name}", daemon=True)
            for sensor in sensors
        ]
        for thread in self._threads:
            thread.start()

    async def close(self) -> None:
        """Nothing is delivered any more. Waits a moment for the sensors and then leaves them alone."""
        self._closed = True
        self._cancel()
        self._halt.call()
        if await asyncio.to_thread(self._joined):
            self._halt.close()

    def _joined(self) -> bool:
        until = self._clock.monotonic() + LEAVE_WITHIN
        for thread in self._threads:
            thread.join(max(0.0, until - self._clock.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _watch(self, sensor: Sensor) -> None:
        """A sensor's thread."""
        edge = Edge(sensor.name)

        def saw(somebody: bool) -> None:  # noqa: FBT001 - the one thing that a sensor says
            edge.works()
            with suppress(RuntimeError):  # the loop is closed: the display has ended
                self._loop.call_soon_threadsafe(self._saw, sensor.name, somebody)

        while not self._halt.over():
            try:
                sensor.watch(saw, self._halt)
            except Exception as failure:  # noqa: BLE001 - a driver's library may raise anything, and a sensor is no reason to end
                if self._halt.over():
                    return
                saw_nobody = not edge.failures
                edge.broke(failure)
                if saw_nobody:
                    with suppress(RuntimeError):
                        self._loop.call_soon_threadsafe(self._saw, sensor.name, False)  # noqa: FBT003 - as above
                self._halt.wait(seconds=wait_after(edge.failures))

    def _saw(self, sensor: str, somebody: bool) -> None:  # noqa: FBT001 - as above
        """On the loop."""
        if self._closed:
            return
        if somebody and sensor not in self._stuck:
            now = self._clock.monotonic()
            self._seeing.setdefault(sensor, now)
            if not self._here or now - self._told_at >= RENEW:
                self._tell(here=True)
            self._after(RENEW, self._renew)
        elif not somebody:
            self._stuck.discard(sensor)
            self._rest(sensor)

    def _rest(self, sensor: str) -> None:
        if self._seeing.pop(sensor, None) is not None and not self._seeing:
            self._after(self._hold, self._nobody)

    def _renew(self) -> None:
        now = self._clock.monotonic()
        for sensor in [name for name, since in self._seeing.items() if now - since >= STUCK_AFTER]:
            log.warning("%s sees somebody without a pause; it is not believed until it sees nobody", sensor)
            self._stuck.add(sensor)
            self._rest(sensor)
        if self._seeing:
            self._tell(here=True)
            self._after(RENEW, self._renew)

    def _nobody(self) -> None:
        self._tell(here=False)

    def _tell(self, *, here: bool) -> None:
        self._here, self._told_at = here, self._clock.monotonic()
        self._deliver(Presence(here=here, at=self._clock.now()))

    def _after(self, seconds: float, then: Callable[[], None]) -> None:
        self._cancel()
        self._next = self._loop.call_later(seconds, then)

    def _cancel(self) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
