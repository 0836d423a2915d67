"""An admin's pictures on the glass: the logo in the ink of its plane, the wallpaper in shades of the free plane's colour.

Whatever the picture is, what stands on it stays readable: a wallpaper makes a light plane only lighter, never darker, so its
dark ink keeps all the contrast that the colour alone has (DESIGN.md §3), and it stays the colour of its state. No effect and no
shader is needed: the shades are a table of 256 colours.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPixmap
from PySide6.QtQuick import QQuickImageProvider

Image = QImage
"""For the roof, which knows of no Qt."""
PROVIDER = "brand"
MOST_MEMORY = 32
"""MiB for one decoded picture."""
SHADE = 0.38
"""How far the lightest part of a wallpaper is from the plane's colour to white."""
SHADES = 256
LOGO_MOST = 512
"""Pixels of a logo's longer side: more stand on no glass."""


def decoded(content: bytes, most: int) -> QImage | None:
    """`most`: pixels of its longer side. None: it cannot be drawn. Any thread may ask."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpg"
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(MOST_MEMORY)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid():
        return None
    if max(size.width(), size.height()) > most:
        reader.setScaledSize(size.scaled(most, most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def shades(plane: QColor) -> list[int]:
    """A wallpaper's 256 colours on this plane, the darkest being the plane's own."""
    table = []
    for step in range(SHADES):
        part = SHADE * step / (SHADES - 1)
        mixed = [round(one + (255 - one) * part) for one in (plane.red(), plane.green(), plane.blue())]
        table.append(QColor(*mixed).rgb())
    return table


def greyed(image: QImage) -> QImage:
    """All that is needed of a wallpaper, a byte a pixel. What is transparent is black. Any thread may ask."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.black)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return flat.convertToFormat(QImage.Format.Format_Grayscale8)


def shaded(grey: QImage, plane: QColor, size: QSize) -> QImage:
    """The middle of the picture as large as `size`, in shades of the plane's colour."""
    wide = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    filled = grey.scaled(size, wide, Qt.TransformationMode.SmoothTransformation)
    left, top = (filled.width() - size.width()) // 2, (filled.height() - size.height()) // 2
    made = filled.convertToFormat(QImage.Format.Format_Grayscale8).copy(
        left, top, size.width(), size.height()
    )
    made.reinterpretAsFormat(QImage.Format.Format_Indexed8)
    made.setColorTable(shades(plane))
    return made


def inked(image: QImage, ink: QColor, height: int) -> QImage:
    """Its shape in one colour."""
    drawn = image.scaledToHeight(max(1, height), Qt.TransformationMode.SmoothTransformation)
    drawn = drawn.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(drawn)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRect(0, 0, drawn.width(), drawn.height()), ink)
    painter.end()
    return drawn


class Gallery(QQuickImageProvider):
    """`image://brand/<logo or wallpaper>/<rrggbb>/<n>`: as large as is asked for. `n` only tells one picture from the next."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Pixmap)
        self.logo: QImage | None = None
        self.wallpaper: QImage | None = None

    def requestPixmap(self, wanted: str, size: QSize, requestedSize: QSize) -> QPixmap:  # noqa: N802, N803 - Qt's names
        what, colour, _ = wanted.split("/")
        image = self.logo if what == "logo" else self.wallpaper
        if image is None or requestedSize.height() < 1:
            return QPixmap(1, 1)
        tint = QColor(f"#{colour}")
        made = (
            inked(image, tint, requestedSize.height())
            if what == "logo"
            else shaded(image, tint, requestedSize)
        )
        size.setWidth(made.width())
        size.setHeight(made.height())
        return QPixmap.fromImage(made)
