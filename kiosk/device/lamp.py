"""A status light and the thread that keeps it: the newest value is shown, whatever the hardware does. No hardware here.

The loop hands a value over and goes on. A light that fails is tried again with growing patience; one that hangs keeps its
own thread and nobody else. Told to the log once.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Protocol

from kiosk.clock import Clock
from kiosk.device.trouble import Edge, wait_after
from kiosk.room.light import OFF, Light, Motion, breath

log = logging.getLogger("kiosk.device")

TICK = 0.1
"""Seconds between two steps of a breath."""
HANGS_AFTER = 30.0
"""Seconds in one call, after which a light is said to hang."""
LEAVE_WITHIN = 2.0
"""Seconds that a light has for going out when the display ends."""


class Lamp(Protocol):
    """A light's hardware. It may take its time and may raise anything: all calls come from one thread of its own."""

    @property
    def name(self) -> str:
        """For the log and the doctor: "GPIO light on 17, 27, 22"."""

    @property
    def breathes(self) -> bool:
        """It is shown anew ten times a second while it breathes; one that does not is told the motion once."""

    @property
    def again_every(self) -> float | None:
        """Seconds after which the same value is shown once more, for hardware that may forget it."""

    def show(self, light: Light, share: float) -> None:
        """Shows `light` at this share (0 to 1) of its own brightness.

        Raises:
            Absent: it is not there; the remedy says what to do.
        """

    def close(self) -> None:
        """Gives the hardware back. Called once, last."""

    def probe(self) -> str:
        """Looks without changing anything, and says what was found.

        Raises:
            Absent: it is not there; the remedy says what to do.
        """


class Keeper:
    """Keeps one lamp showing what it was last told."""

    def __init__(self, lamp: Lamp, clock: Clock) -> None:
        self._lamp = lamp
        self._clock = clock
        self._wanted: Light | None = None
        self._closing = False
        self._busy_since: float | None = None
        self._hangs = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._keep, name=f"kiosk {lamp.name}", daemon=True)
        self._thread.start()

    def show(self, light: Light) -> None:
        """Returns at once. Only the newest value counts."""
        with self._changed:
            self._wanted = light
            self._changed.notify()
            since = self._busy_since
        if since is not None and not self._hangs and self._clock.monotonic() - since > HANGS_AFTER:
            self._hangs = True
            log.warning("%s hangs; the display goes on without it", self._lamp.name)

    def close(self) -> bool:
        """Puts the light out. Waits a moment and then leaves it alone. Whether it went out in time."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        self._thread.join(LEAVE_WITHIN)
        return not self._thread.is_alive()

    def _keep(self) -> None:
        edge = Edge(self._lamp.name)
        shown: Light | None = None
        began, next_at = 0.0, 0.0
        while (light := self._next(shown, next_at)) is not None:
            now = self._clock.monotonic()
            if light != shown:
                began = now
            share = breath(timedelta(seconds=now - began)) if self._moves(light) else 1.0
            if self._try(light, share, edge):
                shown, next_at = light, now + self._again(light)
            else:
                shown, next_at = None, now + wait_after(edge.failures)
        if edge.failures == 0:
            self._try(OFF, 1.0, edge)
        self._try_to_close()

    def _next(self, shown: Light | None, next_at: float) -> Light | None:
        """What is to be shown next, when it is time for it; None when the light is to go out."""
        with self._changed:
            while not self._closing:
                wanted, wait = self._wanted, next_at - self._clock.monotonic()
                failing = shown is None and next_at > 0
                if wanted is not None and (wait <= 0 or (wanted != shown and not failing)):
                    return wanted
                idle = wanted is None or next_at == float("inf")
                self._changed.wait(None if idle else max(wait, 0.0))
            return None

    def _moves(self, light: Light) -> bool:
        return self._lamp.breathes and light.motion is Motion.BREATH and light.lit

    def _again(self, light: Light) -> float:
        """Seconds until the same light must be shown once more."""
        if self._moves(light):
            return TICK
        return float("inf") if self._lamp.again_every is None else self._lamp.again_every

    def _try(self, light: Light, share: float, edge: Edge) -> bool:
        self._busy_since = self._clock.monotonic()
        try:
            self._lamp.show(light, share)
        except Exception as failure:  # noqa: BLE001 - a driver's library may raise anything, and the light is no reason to end
            edge.broke(failure)
            return False
        else:
            edge.works()
            return True
        finally:
            self._busy_since = None
            self._hangs = False

    def _try_to_close(self) -> None:
        try:
            self._lamp.close()
        except Exception as failure:  # noqa: BLE001 - as above; the display is ending
            log.info("%s was not closed well (%s)", self._lamp.name, type(failure).__name__)
