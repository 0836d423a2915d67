"""Lights, sensors, sounds and the panel of one display, where its configuration names any. Roof; joined after the first picture."""

from __future__ import annotations

import asyncio
import importlib
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.config.desired import Config
from kiosk.core.loop import Core
from kiosk.device.backlight import offered
from kiosk.room.intents import Intent

if TYPE_CHECKING:
    from kiosk.core.around import Around
    from kiosk.room.face import Face
    from kiosk.room.presence import Presence


@dataclass(slots=True)
class Surroundings:
    """Belongs to the loop. `fills`: the display fills the screen."""

    config: Config
    fills: bool
    _core: Core | None = field(init=False, default=None)
    _around: Around | None = field(init=False, default=None)
    _shown: Face | None = field(init=False, default=None)

    async def join(self, core: Core, stack: AsyncExitStack) -> None:
        """From here on devices follow the face, until `stack` is unwound."""
        self._core = core
        if not self._any():
            return
        await asyncio.to_thread(importlib.import_module, "kiosk.core.around")
        from kiosk.core.around import Around  # noqa: PLC0415 - after the first picture

        self._around = Around(self.config, core.clock, self._sensed, fills=self.fills)
        stack.push_async_callback(self._around.close)
        if self._shown is not None:
            self._around.show(self._shown)

    def show(self, face: Face) -> None:
        self._shown = face
        if self._around is not None:
            self._around.show(face)

    def pressed(self, intent: Intent) -> None:
        if self._around is not None:
            self._around.pressed(intent)

    def _any(self) -> bool:
        config = self.config
        wished = config.display.backlight
        panel = offered() is not None and self.fills if wished == "auto" else wished != "off"
        return bool(panel or config.display.sounds or config.light.drivers or config.presence.drivers)

    def _sensed(self, presence: Presence) -> None:
        """Somebody is at the door, or in the room: the glass wakes, and where the admin wants it, it is a check-in."""
        if self._core is None:
            return
        if presence.here and self.config.presence.checks_in:
            self._core.attending.sensed(presence.at)
        if self.config.presence.wakes:
            self._core.sensed(presence)
