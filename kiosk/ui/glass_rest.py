"""What the glass shows while nobody stands at it, for QML. Layer five of Glass."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal

from kiosk.room.face import Face, Say, View
from kiosk.room.phrases import Phrase
from kiosk.ui.glass_looks import LooksGlass
from kiosk.ui.glass_plane import change
from kiosk.ui.looks import Looks
from kiosk.ui.text import Words

WAKES_FOR = 300
"""Milliseconds after the touch that woke the glass, in which keys do not take another (DESIGN.md §7)."""


@dataclass(frozen=True, slots=True)
class RestView:
    view: str = View.NEAR.value
    place: int = 0
    line: str = ""
    hint: str = ""
    clock: str = ""
    orbit: int = -1


def rest_view(face: Face, words: Words) -> RestView:
    rest = face.rest
    night = rest.view is View.NIGHT
    return RestView(
        rest.view.value,
        rest.place,
        words.say(rest.line),
        words.say(Say(Phrase.TOUCH_TO_WAKE)) if night else "",
        words.time(face.minute) if night and not face.clock_wrong else "",
        -1 if rest.orbit is None else rest.orbit,
    )


class RestGlass(LooksGlass):
    """Near, far, night or black. `awake`: keys take touch; the touch that wakes the glass does nothing else."""

    restChanged = Signal()  # noqa: N815 - QML names signals so
    awakeChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(looks, parent)
        self._rest = RestView()
        self._awake = True
        self._waking = QTimer(self)
        self._waking.setSingleShot(True)
        self._waking.setInterval(WAKES_FOR)
        self._waking.timeout.connect(self._woken)

    def _show_rest(self, face: Face, words: Words) -> None:
        near = face.rest.view is View.NEAR
        if near and self._rest.view != View.NEAR.value:
            self._waking.start()
        elif not near:
            self._waking.stop()
            change(self, "_awake", False, self.awakeChanged.emit)  # noqa: FBT003 - the value of a property
        change(self, "_rest", rest_view(face, words), self.restChanged.emit)

    def _woken(self) -> None:
        change(self, "_awake", True, self.awakeChanged.emit)  # noqa: FBT003 - the value of a property

    @Property(bool, notify=awakeChanged)
    def awake(self) -> bool:
        return self._awake

    @Property(str, notify=restChanged)
    def view(self) -> str:
        """ "near", "far", "night" or "black"."""
        return self._rest.view

    @Property(int, notify=restChanged)
    def restPlace(self) -> int:  # noqa: N802 - QML names properties so
        return self._rest.place

    @Property(str, notify=restChanged)
    def nightLine(self) -> str:  # noqa: N802 - QML names properties so
        return self._rest.line

    @Property(str, notify=restChanged)
    def nightHint(self) -> str:  # noqa: N802 - QML names properties so
        return self._rest.hint

    @Property(str, notify=restChanged)
    def nightClock(self) -> str:  # noqa: N802 - QML names properties so
        return self._rest.clock

    @Property(int, notify=restChanged)
    def orbit(self) -> int:
        """The step of the path that the picture moves on, 0 to 7; -1: it stands still."""
        return self._rest.orbit
