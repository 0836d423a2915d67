"""The code for phones on the glass: a reader reads the picture, in every size class, and mirrored as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from kiosk.room.face import CodeSheet
from kiosk.room.project import project
from kiosk.room.qr import MODULE_MM
from tests.faces.pairs import moment
from tests.pixels.stage import Stage, at_rest, stage
from tests.sheet.glassful import PANELS
from tests.ui.hand import key, tap

SIZES = ((1280, 800), (800, 480), (800, 1280), (720, 1280))


def opened(scene: Stage) -> CodeSheet:
    """Show the sheet, wait until its code is made, and say what it should hold."""
    seen = moment("code")
    face = at_rest(project(seen.facts, seen.now))
    assert isinstance(face.sheet, CodeSheet)
    scene.show(face)
    scene.until(lambda: scene.glass.property("codePath") != "")
    return face.sheet


def read(scene: Stage, folder: Path) -> str:
    """What a reader finds in the picture of the whole glass."""
    scene.window.grab(folder / "glass.png")
    picture = QImage(str(folder / "glass.png")).convertToFormat(QImage.Format.Format_Grayscale8)
    grey = memoryview(picture.constBits()).cast("B", (picture.height(), picture.bytesPerLine()))
    found = zxingcpp.read_barcodes(grey)
    return found[0].text if found else ""


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_the_code_and_a_module_is_wide_enough(size: tuple[int, int], tmp_path: Path) -> None:
    with stage(size, language="ar" if size == (800, 480) else "en", still=True) as scene:
        wanted = opened(scene)
        assert read(scene, tmp_path) == wanted.link
        paper = next(item for item in scene.items() if item.objectName() == "code")
        modules = scene.glass.property("codeAcross")
        millimetres = paper.width() / min(size) * PANELS.get(size, 136.0)
        assert millimetres / modules >= MODULE_MM - 0.001
        assert QRectF(0, 0, *size).contains(paper.mapRectToScene(QRectF(0, 0, paper.width(), paper.height())))


@pytest.mark.usefixtures("qapp")
def test_a_code_goes_with_its_sheet() -> None:
    with stage(still=True) as scene:
        opened(scene)
        seen = moment("free")
        scene.show(project(seen.facts, seen.now))
        assert scene.glass.property("codePath") == ""


@pytest.mark.usefixtures("qapp")
def test_the_menu_opens_the_code_where_the_admin_wants_one() -> None:
    seen = moment("menu-code")
    with stage(still=True) as scene:
        scene.show(project(seen.facts, seen.now))
        tap(scene, key(scene, "Book on your phone"))
        assert [type(intent).__name__ for intent in scene.intents][-1] == "OpenCode"
    without = replace(seen.facts, settings=replace(seen.facts.settings, outlook=""))
    assert "KEY_CODE" not in repr(project(without, seen.now))
