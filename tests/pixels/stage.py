"""A stage for pictures: the real glass and window, off screen, with a list in place of the core."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.room.face import Face
from kiosk.room.intents import Intent
from kiosk.ui.glass import Glass
from kiosk.ui.looks import Looks
from kiosk.ui.window import Window, open_window

LOOK_AGAIN = 60
"""Milliseconds between two looks that must be alike."""
MOST_LOOKS = 30


@dataclass
class Stage:
    """What a test holds on to: the glass, its window, and the intents that were submitted."""

    glass: Glass
    window: Window
    intents: list[Intent] = field(default_factory=list)

    @property
    def quick(self) -> QQuickWindow:
        return self.window.quick

    def show(self, face: Face, *, ms: int = 0) -> None:
        """Show a face and let what moves come to rest."""
        self.glass.show(face)
        settle(ms)
        if ms:
            self._rest()
        self.quick.grabWindow()

    def _rest(self) -> None:
        """On a busy machine what moves comes to rest later; a spinner never does."""
        last = self.quick.grabWindow()
        for _ in range(MOST_LOOKS):
            settle(LOOK_AGAIN)
            present = self.quick.grabWindow()
            if present == last:
                return
            last = present

    def items(self) -> list[QQuickItem]:
        """All items that are to be seen."""
        return list(_visible(self.quick.contentItem()))

    def until(self, true: Callable[[], bool], ms: int = 5000) -> None:
        deadline = QDeadlineTimer(ms)
        while not true():
            assert not deadline.hasExpired(), "it did not happen in time"
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def settle(ms: int = 0) -> None:
    """Let animations run for so long; with 0 only what is due already."""
    deadline = QDeadlineTimer(ms)
    QCoreApplication.processEvents()
    while not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from _visible(child)


def at_rest(face: Face) -> Face:
    """The same picture without anything of the one before: word and colour stand in the first frame."""
    return replace(face, plane=replace(face.plane, instant=True))


@contextmanager
def stage(
    size: tuple[int, int] = (1280, 800),
    theme: str = "dark",
    diagonal: float = 0.0,
    language: str = "en",
    looks: Looks | None = None,
    *,
    still: bool = False,
) -> Iterator[Stage]:
    """`still`: with less motion, so that a face `at_rest` stands at once."""
    app = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(app, QGuiApplication)
    intents: list[Intent] = []
    glass = Glass(intents.append, language=language, looks=looks or Looks(theme, diagonal, still))
    window = open_window(glass, size=size, title="Kiosk")
    try:
        yield Stage(glass, window, intents)
    finally:
        window.close()
