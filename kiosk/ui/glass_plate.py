"""What a display without a room tells staff, for QML: the pairing code, the steps and the facts. Layer seven of Glass."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import Face, Say
from kiosk.room.phrases import Phrase
from kiosk.ui.glass_edge import EdgeGlass
from kiosk.ui.glass_plane import change
from kiosk.ui.looks import Looks
from kiosk.ui.text import Words


@dataclass(frozen=True, slots=True)
class PlateView:
    shown: bool = False
    title: str = ""
    code: str = ""
    left: float = 0.0
    renews: str = ""
    steps: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


def plate_view(face: Face, words: Words) -> PlateView:
    plate = face.plate
    if plate is None:
        return PlateView()
    return PlateView(
        shown=True,
        title=words.say(Say(Phrase.PAIRING_CODE)),
        code=plate.code,
        left=plate.left,
        renews=words.say(plate.renews),
        steps=tuple(words.say(step) for step, _ in plate.steps),
        more=tuple(words.say(more) for _, more in plate.steps),
        labels=tuple(words.say(label) for label, _ in plate.facts),
        values=tuple(words.say(value) for _, value in plate.facts),
    )


class PlateGlass(EdgeGlass):
    """Everything of board 09a but the keys, which are the card's."""

    plateChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(looks, parent)
        self._plate = PlateView()

    def _show_plate(self, face: Face, words: Words) -> None:
        change(self, "_plate", plate_view(face, words), self.plateChanged.emit)

    @Property(bool, notify=plateChanged)
    def plated(self) -> bool:
        """The display belongs to no room and waits for its code to be typed."""
        return self._plate.shown

    @Property(str, notify=plateChanged)
    def plateTitle(self) -> str:  # noqa: N802 - QML names properties so
        return self._plate.title

    @Property(str, notify=plateChanged)
    def plateCode(self) -> str:  # noqa: N802 - QML names properties so
        """ "K7M-4QX"; "" while none is shown."""
        return self._plate.code

    @Property(float, notify=plateChanged)
    def plateLeft(self) -> float:  # noqa: N802 - QML names properties so
        """The fraction of the code's life that is left."""
        return self._plate.left

    @Property(str, notify=plateChanged)
    def plateRenews(self) -> str:  # noqa: N802 - QML names properties so
        return self._plate.renews

    @Property("QStringList", notify=plateChanged)  # type: ignore[arg-type]  # because the stubs want a class
    def plateSteps(self) -> list[str]:  # noqa: N802 - QML names properties so
        return list(self._plate.steps)

    @Property("QStringList", notify=plateChanged)  # type: ignore[arg-type]  # because the stubs want a class
    def plateMore(self) -> list[str]:  # noqa: N802 - QML names properties so
        """A line under each step."""
        return list(self._plate.more)

    @Property("QStringList", notify=plateChanged)  # type: ignore[arg-type]  # because the stubs want a class
    def plateLabels(self) -> list[str]:  # noqa: N802 - QML names properties so
        return list(self._plate.labels)

    @Property("QStringList", notify=plateChanged)  # type: ignore[arg-type]  # because the stubs want a class
    def plateValues(self) -> list[str]:  # noqa: N802 - QML names properties so
        return list(self._plate.values)
