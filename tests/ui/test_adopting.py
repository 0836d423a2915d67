"""The admin wants the glass otherwise while it runs: it looks and speaks as one that was started so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage

from kiosk.room.face import Face
from kiosk.ui.looks import Looks
from tests.pixels import boards
from tests.pixels.stage import Stage, at_rest, stage

BEFORE = Looks(reduced_motion=True)
SHIFTED = 0.003


def picture(scene: Stage, face: Face) -> QImage:
    scene.show(at_rest(face), ms=300)
    return scene.window.quick.grabWindow()


def unlike(one: QImage, other: QImage) -> float:
    """The part of the picture that differs. A line that is fitted anew may stand a pixel from where it stood."""
    bits, others = (bytes(picture.constBits()) for picture in (one, other))
    return sum(bits[i : i + 4] != others[i : i + 4] for i in range(0, len(bits), 4)) * 4 / len(bits)


@pytest.mark.parametrize(
    ("language", "clock", "looks"),
    [
        ("de", "auto", BEFORE),
        ("en", "12", BEFORE),
        ("en", "auto", replace(BEFORE, theme="high-contrast")),
        ("en", "auto", replace(BEFORE, text_scale=1.5)),
        ("en", "auto", replace(BEFORE, safe_area=(0, 40, 0, 40))),
        ("en", "auto", replace(BEFORE, edge=True)),
        ("ar", "auto", replace(BEFORE, theme="light", diagonal_inches=7.0)),
    ],
    ids=["language", "clock", "theme", "text", "frame", "edge", "all"],
)
def test_it_is_the_picture_of_a_display_that_was_started_so(language: str, clock: str, looks: Looks) -> None:
    face = boards.busy_outlook()
    with stage(looks=looks, language=language) as fresh:
        fresh.glass.adopt(language, clock, looks)  # the stage knows no clock
        wanted = picture(fresh, face)
    with stage(looks=BEFORE) as scene:
        before = picture(scene, face)
        scene.glass.adopt(language, clock, looks)
        now = picture(scene, face)
    assert unlike(now, wanted) < SHIFTED < unlike(now, before)
