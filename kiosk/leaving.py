"""How a running display leaves its room: for another one (`move`), or for good (`disconnect`). Staff knock at the door for it.

Leaving for good: nothing new is booked, our bookings are settled in Exchange, a mark is set on the disk, and the display
begins anew: that start removes what the mark condemns (kiosk/remains.py) and shows a pairing code. Until the mark is
there the display has its room whole; from then on it has none.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

from kiosk.core.loop import Core
from kiosk.pairing import kept
from kiosk.room import intents
from kiosk.room.model import PromiseId
from kiosk.room.pairing import Pairing, Stage
from kiosk.room.parting import owed, remaining, to_take_back, waiting

log = logging.getLogger("kiosk")
ANSWERED = 0.5
"""Seconds for an answer to leave before the display ends."""
PATIENCE = 90.0
"""Seconds for Exchange to take our bookings back. One in doubt is looked for for a minute after it was sent."""


class Sends(Protocol):
    """What talks to Exchange (kiosk/exchange.py)."""

    async def be_still(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Left:
    """How it ended. Numbers of bookings; `why` says what to do where the display has not left."""

    left: bool
    why: str = ""
    cancelled: int = 0
    stay: int = 0
    unsent: int = 0
    unsure: int = 0
    reports: int = 0
    by_file: bool = False
    """The display has ended: a file that is not its own still names the room."""


@dataclass(slots=True)
class Leaving:
    """Belongs to the loop."""

    core: Core
    folder: Path
    begin_anew: Callable[[], None]
    end: Callable[[], None]
    exchange: Callable[[], Sends | None]
    """None while the display does not talk to Exchange, or not yet."""
    has_room: bool
    by_file: bool
    patience: float = PATIENCE
    _under_way: bool = field(init=False, default=False)
    _looked: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def answers(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        """What the local door is asked."""
        return {
            "move": self.move,
            "bookings": self._bookings,
            "disconnect cancel": lambda: self._told(cancel=True),
            "disconnect leave": lambda: self._told(cancel=False),
        }

    def looked(self) -> None:
        """The facts may have changed."""
        self._looked.set()

    def count(self) -> int:
        """Bookings of ours that are still to come."""
        return len(to_take_back(self.core.facts, self.core.clock.now()))

    async def leave(self, *, cancel: bool) -> Left:
        """For good. `cancel`: our bookings still to come are taken back first; else they stay in Exchange.

        Takes as long as Exchange does, `patience` at most. Where the display has left it ends half a second later.
        """
        hindered = self._hindered(cancel=cancel)
        if hindered:
            return Left(left=False, why=hindered)
        self._under_way = True
        try:
            return await self._leave(cancel=cancel)
        finally:
            self._under_way = False

    def _hindered(self, *, cancel: bool) -> str:
        if self._under_way or kept.is_leaving(self.folder):
            return "The display is being disconnected already."
        if cancel and not self.has_room:
            return (
                "The display shows its pairing code, and does not see its bookings. Let it go back to its room"
                " on the glass first, or use --leave."
            )
        if self.has_room and self.exchange() is None:
            return "The display is still starting. Try again in a moment."
        return ""

    async def _leave(self, *, cancel: bool) -> Left:
        room = self.core.facts.room
        if room is not None:
            self._cover(Pairing(Stage.PARTING, zone=room.zone))
        left = await self._cancelled() if cancel else Left(left=True)
        if not left.left:
            self._cover(None)
            return left
        exchange = self.exchange()
        if exchange is not None:
            await exchange.be_still()
        if not cancel:
            left = replace(left, **asdict(remaining(self.core.facts, self.core.clock.now())))
        try:
            await asyncio.to_thread(kept.mark_leaving, self.folder)
        except OSError as refused:
            self._soon(self.begin_anew)
            why = f"{self.folder} cannot be written: {refused.strerror}. Nothing was removed."
            return replace(left, left=False, why=why)
        log.info("the display leaves its room")
        self._soon(self.end if self.by_file else self.begin_anew)
        return replace(left, by_file=self.by_file)

    async def _cancelled(self) -> Left:
        """Takes all of them back, as somebody at the glass would."""
        core = self.core
        asked = self._not_settled()
        for promise in owed(core.facts):  # one that waits for its next try has it now
            core.submit(intents.Withdraw(promise.id))
        try:
            async with asyncio.timeout(self.patience):
                while True:
                    for promise in to_take_back(core.facts, core.clock.now()):
                        core.submit(intents.Withdraw(promise.id))
                    if not owed(core.facts):
                        return Left(left=True, cancelled=len(asked), reports=waiting(core.facts))
                    self._looked.clear()
                    await self._looked.wait()
        except TimeoutError:
            still = len(self._not_settled())
            log.warning("%d bookings could not be cancelled: the display stays", still)
            why = (
                f"{still} of {len(asked)} bookings could not be cancelled within {self.patience:.0f} s. Nothing was"
                " removed, and the display goes on trying. `kiosk status` says why; run this again, or use --leave."
            )
            return Left(left=False, why=why, cancelled=len(asked) - still)

    def _not_settled(self) -> list[PromiseId]:
        facts = self.core.facts
        return [promise.id for promise in (*to_take_back(facts, self.core.clock.now()), *owed(facts))]

    def _cover(self, pairing: Pairing | None) -> None:
        """What the glass shows instead of the room, with nothing to touch; None: the room again."""
        self.core.facts = replace(self.core.facts, pairing=pairing)
        self.core.look()

    def _soon(self, ends: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(ANSWERED, ends)

    # --- at the door

    async def _told(self, *, cancel: bool) -> dict[str, object]:
        return asdict(await self.leave(cancel=cancel))

    async def _bookings(self) -> dict[str, object]:
        return {"to_come": self.count() if self.has_room else None}

    async def move(self) -> dict[str, object]:
        """Staff want another room on this display: it begins anew, and shows a code."""
        if self.by_file:
            return {
                "moved": False,
                "why": "This display follows its --config file. Change room.mailbox there, and restart it.",
            }
        if self.has_room:
            await asyncio.to_thread(kept.leave_open, self.folder, wanted=True)
            self._soon(self.begin_anew)
        return {"moved": True}
