"""How the glass looks whatever it shows, for QML. Layer five of Glass."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import Face
from kiosk.ui.glass_code import CodeGlass
from kiosk.ui.glass_plane import change
from kiosk.ui.looks import Looks

EASY_TEXT = 1.25


@dataclass(frozen=True, slots=True)
class Hung:
    """Which of an admin's pictures there are. `number`: of this hanging, so that QML asks for each anew."""

    logo_shape: float = 0.0
    wallpaper: bool = False
    number: int = 0


class LooksGlass(CodeGlass):
    """Theme, size, motion and the part of the screen that can be seen. Easy reach is large and still."""

    looksChanged = Signal()  # noqa: N815 - QML names signals so
    hungChanged = Signal()  # noqa: N815 - QML names signals so

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = looks
        self._easy = False
        self._hung = Hung()

    def _adopt_looks(self, looks: Looks) -> None:
        change(self, "_looks", looks, self.looksChanged.emit)

    def hang(self, logo_shape: float, *, wallpaper: bool) -> None:
        """Other pictures hang in the gallery from now on. `logo_shape`: its width by its height; 0: there is none."""
        before = self._hung
        self._hung = Hung(logo_shape, wallpaper, before.number + 1)
        self.hungChanged.emit()

    def _show_looks(self, face: Face) -> None:
        change(self, "_easy", face.easy_reach, self.looksChanged.emit)

    @Property(str, notify=hungChanged)
    def logo(self) -> str:
        """The number under which QML asks for it; empty: there is none."""
        return str(self._hung.number) if self._hung.logo_shape else ""

    @Property(float, notify=hungChanged)
    def logoShape(self) -> float:  # noqa: N802 - QML names properties so
        """Its width by its height."""
        return self._hung.logo_shape

    @Property(str, notify=hungChanged)
    def wallpaper(self) -> str:
        """As `logo`."""
        return str(self._hung.number) if self._hung.wallpaper else ""

    @Property(str, notify=looksChanged)
    def theme(self) -> str:
        return self._looks.theme

    @Property(float, notify=looksChanged)
    def diagonal(self) -> float:
        """Inches; 0: unknown, to be guessed from the resolution."""
        return self._looks.diagonal_inches

    @Property(bool, notify=looksChanged)
    def easy(self) -> bool:
        """Status above, all controls in the lower half."""
        return self._easy

    @Property(bool, notify=looksChanged)
    def still(self) -> bool:
        """Motion is reduced: the colour fades, all else changes at once."""
        return self._looks.reduced_motion or self._easy

    @Property(float, notify=looksChanged)
    def textScale(self) -> float:  # noqa: N802 - QML names properties so
        """By how much the text is larger than usual."""
        return max(self._looks.text_scale, EASY_TEXT if self._easy else 1.0)

    @Property("QVariantList", notify=looksChanged)  # type: ignore[arg-type]  # because the stub knows no C++ names
    def covered(self) -> list[int]:
        """Pixels that the frame covers: top, right, bottom, left."""
        return list(self._looks.safe_area)
