"""The status light drawn on the glass itself, for QML: the frame of plane around the paper. Layer six of Glass."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QColor

from kiosk.room.face import Face, View
from kiosk.room.light import Edge, Motion, light
from kiosk.ui.glass_plane import change
from kiosk.ui.glass_rest import RestGlass
from kiosk.ui.looks import Looks

WHITE = 0.45
"""How much white is in the light: it must stand out from a plane of its own colour."""


@dataclass(frozen=True, slots=True)
class EdgeView:
    edges: tuple[str, ...] = ()
    dot: bool = False
    motion: str = Motion.STEADY.value
    brightness: float = 0.0
    ink: str = "#000000"


def edge_view(face: Face, *, still: bool) -> EdgeView:
    told = light(face, still=still)
    if not told.lit or face.rest.view is View.BLACK:
        return EdgeView()
    mixed = (round(part + (255 - part) * WHITE) for part in told.hue.value)
    edges = tuple(edge.value for edge in Edge if edge in told.edges)
    return EdgeView(edges, told.dot, told.motion.value, told.brightness, QColor(*mixed).name())


class EdgeGlass(RestGlass):
    """Lit edges, where the admin wants them drawn."""

    edgeChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(looks, parent)
        self._edge = EdgeView()

    def _show_edge(self, face: Face) -> None:
        looks = self._looks
        view = edge_view(face, still=looks.reduced_motion) if looks.edge else EdgeView()
        change(self, "_edge", view, self.edgeChanged.emit)

    @Property("QStringList", notify=edgeChanged)  # type: ignore[arg-type]  # because the stubs want a class
    def edges(self) -> list[str]:
        """Which of "top", "right", "bottom", "left" are lit."""
        return list(self._edge.edges)

    @Property(bool, notify=edgeChanged)
    def edgeDot(self) -> bool:  # noqa: N802 - QML names properties so
        return self._edge.dot

    @Property(str, notify=edgeChanged)
    def edgeMotion(self) -> str:  # noqa: N802 - QML names properties so
        """ "steady", "breath" or "run"."""
        return self._edge.motion

    @Property(float, notify=edgeChanged)
    def edgeBrightness(self) -> float:  # noqa: N802 - QML names properties so
        return self._edge.brightness

    @Property(str, notify=edgeChanged)
    def edgeInk(self) -> str:  # noqa: N802 - QML names properties so
        """ "#73ff9f"."""
        return self._edge.ink
