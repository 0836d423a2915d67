"""All pictures on one: a row for each state, a column for each window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from tests.sheet.draw import Window

HIGH, GAP = 150, 8
GROUND = Qt.GlobalColor.gray


def contact_sheet(folder: Path, states: Sequence[str], windows: Sequence[Window]) -> QImage:
    """Reads the pictures from their folder; one that is missing leaves its place empty."""
    widths = [round(HIGH * window.size[0] / window.size[1]) for window in windows]
    sheet = QImage(
        sum(widths) + GAP * (len(widths) + 1), (HIGH + GAP) * len(states) + GAP, QImage.Format.Format_RGB32
    )
    sheet.fill(GROUND)
    painter = QPainter(sheet)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for row, state in enumerate(states):
        x = GAP
        for window, width in zip(windows, widths, strict=True):
            picture = QImage(str(folder / window.file(state))).scaledToHeight(
                HIGH, Qt.TransformationMode.SmoothTransformation
            )
            painter.drawImage(QRectF(x, GAP + row * (HIGH + GAP), width, HIGH), picture)
            x += width + GAP
    painter.end()
    return sheet
