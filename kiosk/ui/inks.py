"""Icons and glyphs in the ink that QML asks for: `image://ink/<folder>/<name>/<rrggbb>`, drawn at the asked size."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer


class Inks(QQuickImageProvider):
    """Draws an SVG of the assets in one colour. Effects would do it too, but not in the software renderer."""

    def __init__(self, assets: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Pixmap)
        self._assets = assets

    def requestPixmap(self, wanted: str, size: QSize, requestedSize: QSize) -> QPixmap:  # noqa: N802, N803 - Qt's names
        folder, name, ink = wanted.split("/")
        drawing = (self._assets / folder / f"{name}.svg").read_text(encoding="utf-8")
        drawing = drawing.replace('fill="currentColor"', "").replace("<svg ", f'<svg fill="#{ink}" ', 1)
        side = max(1, requestedSize.width())
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        size.setWidth(side)
        size.setHeight(side)
        return pixmap
