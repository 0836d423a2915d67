"""What the glass shows to staff: the keys for their PIN, the diagnostics, and what covers the whole glass. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.room.explained import Explanation
from kiosk.room.saying import Key, Say


class Health(Enum):
    """How one finding is. The value is the name of its colour and its mark."""

    WELL = "well"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    health: Health
    label: Say
    value: Say


@dataclass(frozen=True, slots=True)
class PinSheet:
    """Ten figures. What was typed lives in the glass alone, until there are six."""

    title: Say
    intro: Say
    note: Say
    told: Say | None
    """What became of the last PIN."""
    open: bool
    """Figures may be typed: it is not locked, and no PIN is being looked at."""
    close: Key


@dataclass(frozen=True, slots=True)
class DiagnosticsSheet:
    """Is it well, and if not: what is wrong, who mends it, and how."""

    title: Say
    intro: Say
    findings: tuple[Finding, ...]
    worst: Explanation | None
    """In English, like the commands in it."""
    told: Say | None
    """What became of what staff asked for last."""
    keys: tuple[Key, ...]
    close: Key


@dataclass(frozen=True, slots=True)
class Identifying:
    """Over the whole glass: which display this is, to be read across the corridor."""

    room: str
    display: str
    close: Key


@dataclass(frozen=True, slots=True)
class Pattern:
    """Over the whole glass: one picture that shows what a panel cannot show, and where a touch arrives."""

    number: int
    following: Key
    """Whatever is touched shows the next one, or ends the test."""


Cover = Identifying | Pattern
