"""Every word of the glass can be said in another language: it goes through Qt's translation, and lupdate finds it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtGui import QGuiApplication

import kiosk.ui
from kiosk.ui.sentences import NAMES, VISIBLE, WITHOUT_TEXT
from kiosk.ui.told import TOLD
from tests.pixels import boards
from tests.pixels.measure import texts
from tests.pixels.stage import stage

UI = Path(kiosk.ui.__file__).parent
WRITTEN_BY_PEOPLE = {
    "Aurora", "Quick sync", "Design review", "Supplier call", "Sprint retro", "Weekly planning", "Planning",
    "Board meeting", "Priya Nair", "Mina Okafor", "Jonas Weber", "Team Delta", boards.LONG_ROOM, boards.LONG_SUBJECT,
}  # fmt: skip
CALENDAR = re.compile(r"(Mon|Tue|Wed)\w*( \d+ October)?$")
"""Days come from Qt's locale, not from our sentences."""


class Marked(QTranslator):
    """A language in which every sentence stands in brackets."""

    def translate(self, context: str, source: str, hint: str | None = None, n: int = -1) -> str:  # noqa: ARG002 - Qt's
        return f"[{source.replace('%n', str(n))}]"

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False


@pytest.fixture
def marked(qapp: QGuiApplication) -> Iterator[None]:
    translator = Marked(qapp)
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.mark.usefixtures("marked")
def test_no_word_passes_by_the_translation() -> None:
    with stage() as scene:
        for board in boards.BOARDS.values():
            scene.show(board())
            for seen in texts(scene.quick):
                words = str(seen.get("text"))
                own = "[" in words or "]" in words or words in WRITTEN_BY_PEOPLE or CALENDAR.match(words)
                assert own or not re.search("[A-Za-z]{2}", words), f"not translated: {words!r}"


def test_lupdate_finds_every_sentence(tmp_path: Path) -> None:
    found = tmp_path / "all.ts"
    sources = [*UI.glob("*.py"), *UI.rglob("*.qml")]
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    alias = ["-tr-function-alias", "QT_TRANSLATE_NOOP+=noop"]
    subprocess.run([lupdate, *alias, *sources, "-ts", found], check=True, capture_output=True)
    told = {part for pair in TOLD.values() for part in pair}
    wanted = {*VISIBLE.values(), *NAMES.values(), *WITHOUT_TEXT.values(), *told}
    sentences = {element.text for element in ET.parse(found).iter("source")}
    assert {words for words in wanted if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", words))} <= sentences
