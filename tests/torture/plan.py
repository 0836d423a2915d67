"""What will happen in one run, as plain data: the same seed gives the same plan, and any part of it can be left out."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from kiosk.room.model import Mode, Privacy, Settings
from kiosk.room.reports import Reportable, Way
from tests.torture.happenings import (
    Attendant,
    ClockStep,
    Compare,
    DiskFull,
    Fault,
    Happening,
    Kill,
    Lag,
    Outlook,
    Press,
    Stop,
    Suspend,
    TokensExpire,
    Trouble,
    ZoneChange,
)


@dataclass(frozen=True)
class Plan:
    """One run."""

    seed: int
    begin: datetime
    hours: float
    zone: str
    """The room's, as Exchange names it."""
    displays: int
    settings: Settings
    poll: float
    happenings: tuple[Happening, ...]

    def only(self, happenings: tuple[Happening, ...]) -> "Plan":
        return replace(self, happenings=happenings)


ZONES = (
    ("W. Europe Standard Time", (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC))),
    ("Eastern Standard Time", (datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2026, 3, 8, 7, tzinfo=UTC))),
    ("Lord Howe Standard Time", (datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC))),
    ("India Standard Time", (datetime(2026, 10, 12, 18, 30, tzinfo=UTC),)),
)  # fmt: skip
WISHES = ("book", "book", "book", "later", "extend", "withdraw", "withdraw", "rename", "move", "move", "cancel", "done",
          "elsewhere", "report", "any", "any")  # fmt: skip
DEEDS = ("book", "book", "book", "race", "move", "cancel", "cancel", "decline", "series", "all day", "private",
         "leave", "direct", "rename", "elsewhere")  # fmt: skip
MOMENTS = {
    "now": 1,
    "step": 60,
    "line": 1500,
    "statement": 12,
    "after statement": 12,
    "request": 12,
    "after request": 12,
}
"""When a process may be killed, and after how many of them at most."""
LENGTHS = {0.05: 78, 0.12: 12, 0.4: 7, 1.0: 1, 12.0: 2}
"""Virtual hours of a run, and how many of a hundred are so long: most are short and dense, some a working day."""
WORKING_DAY = 4.0
"""From so many hours on a run has quiet stretches, and a display that reads seldom."""
CALM = 90.0
"""Seconds after the last trouble, and one poll more, until the glass must equal the calendar."""


def plan_of(seed: int, hours: float | None = None) -> Plan:
    """The plan of a seed; `hours` cuts or stretches it."""
    dice = Random(f"plan {seed}")
    length = dice.choices(tuple(LENGTHS), tuple(LENGTHS.values()))[0] if hours is None else hours
    zone, changes = dice.choice(ZONES)
    begin = dice.choice(changes) - timedelta(hours=dice.uniform(0.1, length))
    if dice.random() < 0.5:
        begin = datetime(2026, 10, 13, tzinfo=UTC) + timedelta(minutes=dice.randrange(3 * 24 * 60))
    begin = begin.replace(second=dice.randrange(60), microsecond=dice.randrange(1_000_000))
    displays = 2 if dice.random() < 0.15 else 1
    long = length >= WORKING_DAY
    poll = dice.choice((120.0, 300.0) if long else (10.0, 10.0, 20.0, 30.0, 60.0))
    return Plan(
        seed, begin, length, zone, displays, replace(_settings(dice, poll), for_somebody=_for_somebody(seed)), poll,
        _course(dice, length * 3600, CALM + poll, displays, quiet=10800.0 if long else 0.0),
    )  # fmt: skip


def _for_somebody(seed: int) -> bool:
    """By dice of its own: the plans of older seeds stay what they were but for it."""
    return Random(f"for somebody {seed}").random() < 0.3


def _course(dice: Random, end: float, calm: float, displays: int, *, quiet: float) -> tuple[Happening, ...]:
    """Spells of trouble, each followed by a calm after which all must be well, and by quiet up to `quiet` seconds."""
    happenings: list[Happening] = []
    at = 5.0
    while not happenings or at + calm < end:
        spell = min(dice.choice((60, 120, 300, 900)) * dice.uniform(0.5, 1), max(end - at - calm, 25))
        happenings += _Spell(dice, at, at + spell, displays).happenings()
        at += spell + calm
        happenings.append(Compare(at))
        at += 1 + dice.uniform(0, quiet)
    return tuple(sorted(happenings, key=lambda one: one.at))


def _settings(dice: Random, poll: float) -> Settings:
    return Settings(
        mode=Mode.DIRECT if dice.random() < 0.2 else Mode.INVITE,
        privacy=dice.choice(tuple(Privacy)),
        hold_offline=dice.random() < 0.7,
        stale_after=timedelta(seconds=max(dice.choice((60, 120, 120, 300)), 2 * poll)),
        days_ahead=dice.choice((0, 1, 1, 7)),
        max_length=timedelta(minutes=dice.choice((60, 240))),
        report=Reportable((Way.MAIL,)),
    )


class _Spell:
    """A stretch of time in which people do things and things go wrong; all wrongs are righted at its end."""

    def __init__(self, dice: Random, begin: float, end: float, displays: int) -> None:
        self._dice, self._begin, self._end = dice, begin, end
        self._displays = displays

    def happenings(self) -> list[Happening]:
        dice = self._dice
        presses = [press for _ in range(dice.randrange(1, 6)) for press in self._visit()]
        presses.append(Press(self._moment(), "book", self._choice(), self._display()))
        found: list[Happening] = [*presses, *(self._deed() for _ in range(dice.randrange(5)))]
        for _ in range(dice.choice((0, 1, 1, 2, 3))):
            found += self._wrong(self._moment())
        for _ in range(dice.randrange(3)):  # trouble just when somebody is at the door
            found += self._wrong(max(self._begin, dice.choice(presses).at + dice.uniform(-4, 2)))
        return [one for one in found if one.at < self._end]

    def _moment(self) -> float:
        return round(self._dice.uniform(self._begin, self._end), 3)

    def _choice(self) -> float:
        """Which of several, as a share: never all of it, so that times a number it is always one of them."""
        return min(round(self._dice.random(), 6), 0.999999)

    def _left(self, at: float, most: float) -> float:
        """Seconds that something lasts, within the spell."""
        return round(min(self._dice.uniform(1, most), self._end - at), 3)

    def _display(self) -> int:
        return self._dice.randrange(self._displays)

    def _visit(self) -> list[Press]:
        """Somebody at the door does one thing, or two."""
        dice, at, display = self._dice, self._moment(), self._display()
        presses = [Press(at, dice.choice(WISHES), self._choice(), display)]
        if dice.random() < 0.5:
            soon = min(at + dice.choice((1.0, 3.0, 8.0, 20.0)), self._end - 0.001)
            presses.append(Press(soon, dice.choice(WISHES), self._choice(), display))
        return presses

    def _deed(self) -> Outlook:
        dice = self._dice
        return Outlook(
            self._moment(), dice.choice(DEEDS), self._choice(),
            round(dice.choice((0, 15, 30, 60, 240, 1200)) * dice.random(), 1), dice.choice((15, 30, 45, 60, 90)),
            dice.choice(("", "", "private")),
        )  # fmt: skip

    def _wrong(self, at: float) -> list[Happening]:
        dice, left = self._dice, self._left
        kind = dice.random()
        if kind < 0.5:
            return [self._fault(at)]
        if kind < 0.57:
            return [Lag(at, left(at, 300), round(dice.uniform(1, 30), 1))]
        if kind < 0.68:
            manner = dice.choice(("late", "silent", "delegate"))
            return [Attendant(at, left(at, 600), manner, round(dice.uniform(5, 90), 1))]
        if kind < 0.76:
            by = dice.choice((3600.0, -3600.0, 40.0, -40.0, dice.uniform(-7200, 7200)))
            return [ClockStep(at, round(by, 3), left(at, 900), self._display())]
        if kind < 0.80:
            return [Suspend(at, left(at, 1800))]
        return self._of_the_machine(at)

    def _fault(self, at: float) -> Fault:
        dice = self._dice
        on = dice.choice(("all", "all", "reads", "writes", "creates"))
        trouble = dice.choice(tuple(Trouble))
        most = 40 if trouble in (Trouble.THROTTLED, Trouble.BUSY) else dice.choice((5, 60, 400))
        return Fault(at, trouble, self._left(at, most), dice.choice((1.0, 1.0, 0.5, 0.2)), on)

    def _of_the_machine(self, at: float) -> list[Happening]:
        dice = self._dice
        kind = dice.random()
        if kind < 0.6:
            moment = dice.choice(tuple(MOMENTS))
            dark = min(dice.choice((1.0, 3.0, 10.0, 200.0)), self._left(at, 200))
            return [Kill(at, moment, dice.randint(1, MOMENTS[moment]), dark, self._display())]
        if kind < 0.7:
            return [Stop(at, 3.0, self._display())]
        if kind < 0.8:
            return [DiskFull(at, self._left(at, 120), self._display())]
        if kind < 0.9:
            trouble = dice.choice((Trouble.REFUSED, Trouble.UNAUTHORIZED, Trouble.THROTTLED))
            return [TokensExpire(at), Fault(at, trouble, self._left(at, 60), 1.0, "sign-in")]
        return [ZoneChange(at, dice.choice(ZONES)[0])]
