"""What the status light beside the door shows: a function of the face (DESIGN.md §13, board 16). Pure.

Nothing of a meeting is in it, only what the room is: colour, lit edges, motion, brightness. The drivers are
device/'s; the edge on the screen draws the same value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from math import cos, tau

from kiosk.room.face import Face, State, Tone, View

BREATH = timedelta(seconds=4)
"""One breath, in and out."""
FAINTEST = 0.25
"""How far a breath goes down, of the light's own brightness: it never goes out, and nothing ever blinks."""
DAY = 1.0
NIGHT = 20 / 120
"""20 cd/m² where the day has 120."""


PANEL_DAY, PANEL_EVENING, PANEL_NIGHT = 0.70, 0.35, 0.08
"""How bright the glass itself is (DESIGN.md §13), of what its panel can."""


class Hue(Enum):
    """Colour by role. `red`, `green` and `blue` are for a lamp, 0 to 255, before brightness."""

    NONE = (0, 0, 0)
    FREE = (0, 255, 80)
    BUSY = (255, 0, 20)
    SOON = (255, 140, 0)
    HOLD = (30, 60, 255)
    DOUBT = (90, 90, 90)


class Edge(Enum):
    """The four edges of the display."""

    TOP = "top"
    RIGHT = "right"
    BOTTOM = "bottom"
    LEFT = "left"


class Motion(Enum):
    STEADY = "steady"
    BREATH = "breath"
    """A slow breath of 4 s."""
    RUN = "run"
    """Dots that run along the lit edge; a lamp of one colour is steady instead."""


ALL = frozenset(Edge)
SIDES = frozenset({Edge.LEFT, Edge.RIGHT})
ACROSS = frozenset({Edge.TOP, Edge.BOTTOM})
TOP = frozenset({Edge.TOP})
NOWHERE: frozenset[Edge] = frozenset()


@dataclass(frozen=True, slots=True)
class Light:
    """All that a status light is ever told."""

    state: State | None = None
    """None: there is no display behind the light (it ends, or is not set up)."""
    hue: Hue = Hue.NONE
    edges: frozenset[Edge] = NOWHERE
    dot: bool = False
    """One dot in the middle below, in the colour of doubt: what is known is old, or nothing is."""
    motion: Motion = Motion.STEADY
    brightness: float = 0.0
    """0 to 1."""

    @property
    def word(self) -> str:
        """For machines: a state of `kiosk status`, or "off"."""
        return "off" if self.state is None else self.state.value

    @property
    def lit(self) -> bool:
        return self.hue is not Hue.NONE and self.brightness > 0

    def rgb(self, share: float = 1.0) -> tuple[int, int, int]:
        """Red, green and blue for a lamp, 0 to 255, at this share (0 to 1) of the light's own brightness."""
        red, green, blue = (round(part * self.brightness * share) for part in self.hue.value)
        return red, green, blue


OFF = Light()


@dataclass(frozen=True, slots=True)
class Dimming:
    """Brightness by day and by night, each 0 to 1."""

    day: float = DAY
    night: float = NIGHT


@dataclass(frozen=True, slots=True)
class _Look:
    hue: Hue
    edges: frozenset[Edge] = NOWHERE
    motion: Motion = Motion.STEADY


_LOOKS = {
    Tone.FREE: _Look(Hue.FREE, ALL),
    Tone.BUSY: _Look(Hue.BUSY, SIDES),
    Tone.YOURS: _Look(Hue.BUSY, SIDES),
    Tone.SOON: _Look(Hue.SOON, TOP),
    Tone.CHECK_IN: _Look(Hue.SOON, ACROSS, Motion.BREATH),
    Tone.HOLD: _Look(Hue.HOLD, TOP, Motion.RUN),
    Tone.OFFLINE: _Look(Hue.DOUBT),
    Tone.PROBLEM: _Look(Hue.DOUBT),
    Tone.SETUP: _Look(Hue.NONE),
}


def light(face: Face, *, still: bool = False, dimming: Dimming | None = None) -> Light:
    """What the status light shows with this face.

    `still`: motion is reduced. It is dimmed while the display is in its night. It follows the plane, so a stale *Free* loses its
    green and a stale *Busy* keeps its red (DESIGN.md §1), both with the dot of doubt.
    """
    look, levels = _LOOKS[face.plane.tone], dimming or Dimming()
    night = face.rest.view in (View.NIGHT, View.BLACK)
    doubtful = look.hue is not Hue.NONE and (face.plane.doubtful or look.hue is Hue.DOUBT)
    return Light(
        face.state,
        look.hue,
        look.edges,
        dot=doubtful,
        motion=Motion.STEADY if still else look.motion,
        brightness=levels.night if night else levels.day,
    )


def backlight(face: Face) -> Light:
    """How bright the glass itself is with this face; it has no colour of its own."""
    near = PANEL_EVENING if face.rest.evening else PANEL_DAY
    level = {View.BLACK: 0.0, View.NIGHT: PANEL_NIGHT}.get(face.rest.view, near)
    return Light(face.state, brightness=level)


def breath(since: timedelta) -> float:
    """The share of its brightness that a breathing light has after this long: 1 at first, FAINTEST after half a breath."""
    turn = since / BREATH * tau
    return FAINTEST + (1 - FAINTEST) * (1 + cos(turn)) / 2
