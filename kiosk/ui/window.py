"""The window of the glass: loads fonts, languages and QML, and takes them down in the right order."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.ui import fonts
from kiosk.ui.glass import Glass
from kiosk.ui.inks import Inks
from kiosk.ui.translator import Translator

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from kiosk.ui.pictures import Gallery

ASSETS = Path(__file__).resolve().parents[2] / "assets"
QML = Path(__file__).resolve().parent / "qml"


class Window:
    """The open window. Its engine goes before the glass does, or bindings would read a glass that is gone."""

    def __init__(
        self, engine: QQmlApplicationEngine, window: QQuickWindow, glass: Glass, translator: Translator
    ) -> None:
        self._engine: QQmlApplicationEngine | None = engine
        self._window: QQuickWindow | None = window
        self._glass, self._translator = glass, translator
        glass.languageChanged.connect(self._say_anew)
        self._gallery: Gallery | None = None
        self._handlers: list[Callable[[], None]] = []

    @property
    def quick(self) -> QQuickWindow:
        """Qt's own window; an error after `close`."""
        if self._window is None:
            raise RuntimeError("the window is closed")
        return self._window

    @property
    def on_wayland(self) -> bool:
        """Whether a Wayland compositor shows it."""
        return QGuiApplication.platformName().startswith("wayland")

    def on_frame(self, handler: Callable[[], None]) -> None:
        """Call `handler` after each frame that reached the screen."""
        self._handlers.append(handler)
        self.quick.frameSwapped.connect(handler)

    async def frame(self) -> None:
        """Returns when the next frame has reached the screen."""
        came = asyncio.Event()
        self.quick.frameSwapped.connect(came.set)
        try:
            await came.wait()
        finally:
            if self._window is not None:
                self._window.frameSwapped.disconnect(came.set)

    def grab(self, path: Path | str) -> None:
        """Write the picture as it stands to `path`. Raises OSError when it cannot be written."""
        if not self.quick.grabWindow().save(str(path)):
            raise OSError(f"cannot write the picture to {path}")

    def hang(self, logo: QImage | None, wallpaper: QImage | None) -> None:
        """An admin's pictures, decoded (pictures.py); None: there is no such one. To be called on Qt's thread."""
        if self._engine is None:
            return
        if self._gallery is None:
            from kiosk.ui.pictures import PROVIDER, Gallery  # noqa: PLC0415 - most displays have no picture

            self._gallery = Gallery()
            self._engine.addImageProvider(PROVIDER, self._gallery)
        self._gallery.logo, self._gallery.wallpaper = logo, wallpaper
        self._glass.hang(logo.width() / logo.height() if logo else 0.0, wallpaper=wallpaper is not None)

    def close(self) -> None:
        if self._window is None or self._engine is None:
            return
        for handler in self._handlers:
            self._window.frameSwapped.disconnect(handler)
        self._handlers.clear()
        self._window.close()
        self._window = None
        self._glass.languageChanged.disconnect(self._say_anew)
        self._translator.leave()
        engine, self._engine = self._engine, None
        for root in engine.rootObjects():
            root.deleteLater()
        engine.deleteLater()
        QCoreApplication.sendPostedEvents(None, _DEFERRED_DELETE)

    def _say_anew(self) -> None:
        fonts.load(ASSETS / "fonts", self._glass.words.spoken.script)
        self._translator.speak(self._glass.words.language)
        if self._engine is not None:
            self._engine.retranslate()


_DEFERRED_DELETE = 52
"""QEvent::DeferredDelete: the engine is gone when `close` returns, not at the next turn of the loop."""


def prepare() -> None:
    """Set what must be set before the QGuiApplication exists. An environment that says otherwise wins."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # The glass is there for assistive technology from its first picture on, not from the moment one announces itself.
    os.environ.setdefault("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1")


def open_window(glass: Glass, *, size: tuple[int, int] | None, title: str) -> Window:
    """Open the glass, in a window of `size` pixels or, when None, over the whole screen.

    Raises RuntimeError when the QML of this installation cannot be loaded.
    """
    prepare()
    QGuiApplication.setQuitOnLastWindowClosed(False)
    fonts.load(ASSETS / "fonts", glass.words.spoken.script)
    engine = QQmlApplicationEngine()
    translator = Translator(glass.words.language)
    engine.addImportPath(str(QML))
    engine.addImageProvider("ink", Inks(ASSETS))
    engine.setInitialProperties({"glass": glass, "title": title})
    engine.load(QUrl.fromLocalFile(str(QML / "Kiosk" / "Main.qml")))
    roots = engine.rootObjects()
    if not roots or not isinstance(roots[0], QQuickWindow):
        translator.leave()
        raise RuntimeError("the glass cannot be loaded: reinstall Kiosk")
    window = roots[0]
    if size is None:
        window.showFullScreen()
    else:
        window.resize(*size)
        window.show()
    return Window(engine, window, glass, translator)
