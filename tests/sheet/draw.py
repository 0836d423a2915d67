"""Draws states, one window for all that differ in nothing but the state, and tells what is wrong with each picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from kiosk.room.face import CodeSheet
from tests.pixels.stage import Stage, at_rest, settle, stage
from tests.sheet.glassful import gather
from tests.sheet.lint import faults
from tests.sheet.states import face

UNSPACED = {"ja"}
"""Written without spaces: a line may end after any sign."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is the same for a row of pictures."""

    size: tuple[int, int]
    theme: str
    language: str

    def file(self, state: str) -> str:
        width, height = self.size
        return f"{state}.{width}x{height}.{self.theme}.{self.language}.png"


@dataclass(frozen=True, slots=True)
class Picture:
    file: str
    image: QImage
    faults: tuple[str, ...]


def pictures(window: Window, states: Iterable[str]) -> Iterator[Picture]:
    """Each state as it stands when nothing moves any more."""
    with stage(window.size, window.theme, language=window.language, still=True) as scene:
        for state in states:
            image = shown(scene, state)
            wrong = faults(gather(scene.quick, spaced=window.language not in UNSPACED))
            yield Picture(window.file(state), image, tuple(wrong))


def shown(scene: Stage, state: str) -> QImage:
    seen = at_rest(face(state))
    scene.show(seen)
    if isinstance(seen.sheet, CodeSheet) or (seen.plate is not None and seen.plate.link):
        scene.until(lambda: bool(scene.glass.property("codePath")))
    settle(5)  # what fades in with less motion takes a millisecond
    return scene.quick.grabWindow()


def draw(window: Window, states: Iterable[str], folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Write each picture to the folder, and tell its file and its faults. For a process of its own.

    Raises:
        OSError: a picture cannot be written.
    """
    told = []
    for picture in pictures(window, states):
        if not picture.image.save(str(folder / picture.file)):
            raise OSError(f"cannot write {folder / picture.file}")
        told.append((picture.file, picture.faults))
    return told
