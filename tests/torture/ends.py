"""How the processes of a run come to their ends, and that they start again."""

import asyncio
from collections.abc import Callable
from typing import Any

from tests.torture.display import Display
from tests.torture.happenings import Kill, Stop
from tests.torture.loop import Killed, Time, TortureLoop
from tests.torture.mortal import dies_at_line
from tests.torture.witness import Witness

ARMED_FOR = 30.0
"""Seconds within which a process must meet its n-th statement, or it lives on."""
SOON = 3.0
"""Seconds until a service starts again that ended without an order."""
POWER_OUT = 60.0
"""A display that is dark for longer than this was without power, and so was its clock."""


class Ends:
    """The orders that are out for each display."""

    def __init__(
        self,
        time: Time,
        witness: Witness,
        later: Callable[[float, Callable[[], Any]], None],
        booted: Callable[[Display, float], None],
    ) -> None:
        self._time, self._witness, self._later, self._booted = time, witness, later, booted
        self._orders: dict[int, Kill] = {}
        self._met: dict[int, int] = {}

    async def start(self, display: Display) -> None:
        if display.runs:
            return
        self._witness.starts(display)
        await display.start()
        if display.process is not None:
            display.fate.full = display.full
        self._witness.restarted(display)

    async def stop(self, display: Display, what: Stop) -> None:
        await display.stop()
        self._later(self._time.seconds + what.dark, lambda: self.start(display))

    def order(self, display: Display, kill: Kill) -> None:
        """From here on the process is counted down to its end."""
        process, loop = display.process, asyncio.get_running_loop()
        assert process is not None
        assert isinstance(loop, TortureLoop)
        self._orders[display.number], self._met[display.number] = kill, 0
        match kill.moment:
            case "now":
                process.died()
            case "step":
                loop.dies_at_step(process, kill.count)
            case "line":
                dies_at_line(process, kill.count)
            case "statement" | "after statement":
                process.fate.kill_in, process.fate.kill_after = kill.count, kill.moment != "statement"
            case _:
                pass  # it is a request's turn: `met`
        self._later(kill.at + ARMED_FOR, lambda: self._spare(display, kill))

    def met(self, display: Display, moment: str) -> None:
        """A request leaves, or was done. Ends the process if it is the one."""
        order = self._orders.get(display.number)
        if order is None or order.moment != moment:
            return
        self._met[display.number] += 1
        if self._met[display.number] >= order.count and display.process is not None and display.process.alive:
            display.process.died()
            raise Killed

    def died(self, display: Display) -> None:
        """A process has met its end in the midst of its work."""
        self._witness.died(display)
        order = self._orders.pop(display.number, None)
        self._later(self._time.seconds + 0.001, lambda: self._dark(display, order.dark if order else SOON))

    def _spare(self, display: Display, kill: Kill) -> None:
        if self._orders.get(display.number) is kill:
            del self._orders[display.number]
            display.spare()

    async def _dark(self, display: Display, seconds: float) -> None:
        await display.kill()
        self._later(self._time.seconds + seconds, lambda: self._lit(display, seconds))

    async def _lit(self, display: Display, dark: float) -> None:
        if dark > POWER_OUT and not display.runs:
            self._booted(display, dark)
        await self.start(display)
