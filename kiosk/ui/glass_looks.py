"""How the glass looks whatever it shows, for QML. Layer four of Glass."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject

from kiosk.ui.glass_sheet import SheetGlass
from kiosk.ui.looks import Looks


class LooksGlass(SheetGlass):
    """Theme, size, motion and the part of the screen that can be seen."""

    def __init__(self, looks: Looks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looks = looks

    @Property(str, constant=True)
    def theme(self) -> str:
        return self._looks.theme

    @Property(float, constant=True)
    def diagonal(self) -> float:
        """Inches; 0: unknown, to be guessed from the resolution."""
        return self._looks.diagonal_inches

    @Property(bool, constant=True)
    def still(self) -> bool:
        """Motion is reduced: the colour fades, all else changes at once."""
        return self._looks.reduced_motion

    @Property("QVariantList", constant=True)  # type: ignore[arg-type]  # because the stub knows no C++ names
    def covered(self) -> list[int]:
        """Pixels that the frame covers: top, right, bottom, left."""
        return list(self._looks.safe_area)
