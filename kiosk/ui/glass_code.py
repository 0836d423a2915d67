"""The QR code of an open sheet, or of a display without a room, for QML, made on a thread of its own. Layer four of Glass."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress

from PySide6.QtCore import Property, QObject, Signal

from kiosk.room.face import CodeSheet, Face
from kiosk.room.qr import MODULE_MM, Code, code
from kiosk.ui.glass_plane import change
from kiosk.ui.glass_sheet import SheetGlass
from kiosk.workers import Workers


class CodeGlass(SheetGlass):
    """The code appears some moments after its sheet: making it takes longer than a frame."""

    codeChanged = Signal()  # noqa: N815 - QML names signals so
    _made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = ""
        self._code: Code | None = None
        self._makers = Workers(1, "code")
        self._made.connect(self._put_code)

    def _show_code(self, face: Face) -> None:
        plate = face.plate.link if face.plate is not None else ""
        link = face.sheet.link if isinstance(face.sheet, CodeSheet) else plate
        if link == self._link:
            return
        self._link = link
        if link:
            self._makers.submit(code, link).add_done_callback(self._tell_made)
        else:
            change(self, "_code", None, self.codeChanged.emit)

    def _tell_made(self, made: Future[Code]) -> None:
        with suppress(RuntimeError):  # the glass was taken down meanwhile
            self._made.emit(made.result())

    def _put_code(self, made: Code) -> None:
        if made.link == self._link:
            change(self, "_code", made, self.codeChanged.emit)

    @Property(str, notify=codeChanged)
    def codePath(self) -> str:  # noqa: N802 - QML names properties so
        """The dark modules as an SVG path, one unit a module; "" until it is made."""
        return self._code.path if self._code else ""

    @Property(int, notify=codeChanged)
    def codeAcross(self) -> int:  # noqa: N802 - QML names properties so
        """Modules along one side, with the quiet zone."""
        return self._code.across if self._code else 0

    @Property(float, constant=True)
    def moduleMillimetres(self) -> float:  # noqa: N802 - QML names properties so
        """How wide a module must be to be read."""
        return MODULE_MM
