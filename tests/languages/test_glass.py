"""The glass in other scripts: every letter is in a font that comes along, and what runs from right to left can be worked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QFontDatabase, QRawFont
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk import languages
from kiosk.room import intents
from kiosk.ui import fonts
from kiosk.ui.window import ASSETS
from tests.pixels import boards
from tests.pixels.measure import key, keys, texts, walk
from tests.pixels.stage import Stage, settle, stage
from tests.ui.hand import of_the_keyboard

MARKS = {0x00A0, 0x200F}
"""They are not drawn."""


@pytest.fixture
def arabic() -> Iterator[Stage]:
    with stage(language="ar") as opened:
        yield opened


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("code", languages.codes())
def test_every_letter_is_in_a_font_that_comes_along(code: str) -> None:
    language = languages.load(code)
    files = fonts.INTER | fonts.ARABIC | fonts.OF_SCRIPT.get(language.script, {})
    here = [QRawFont(str(ASSETS / "fonts" / file), 20) for file in files.values()]
    said = [
        form
        for forms in language.phrases.values()
        for form in ([forms] if isinstance(forms, str) else forms.values())
    ]
    letters = {ord(letter) for text in [language.name, *said] for letter in text} - MARKS
    assert [
        chr(one) for one in sorted(letters) if not any(font.supportsCharacter(one) for font in here)
    ] == []


@pytest.mark.usefixtures("qapp")
def test_the_large_font_is_loaded_for_the_language_that_needs_it() -> None:
    with stage(language="ja"):
        assert QFontDatabase.hasFamily("Noto Sans JP")


def test_every_key_stands_where_the_mirror_has_it(arabic: Stage) -> None:
    with stage() as english:
        english.show(boards.free())
        here = [one.place.center() for one in keys(english.quick)]
        arabic.show(boards.free())
        there = [one.place.center() for one in keys(arabic.quick)]
        width = english.quick.width()
        assert [(place.x(), place.y()) for place in there] == [
            (pytest.approx(width - place.x(), abs=1), pytest.approx(place.y(), abs=1)) for place in here
        ]


def test_a_finger_presses_the_key_that_it_sees(arabic: Stage) -> None:
    arabic.show(boards.free())
    place = key(arabic.quick, "٤٥ دقيقة").place.center().toPoint()
    QTest.mouseClick(arabic.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert intents.SelectLength(45) in arabic.intents


def test_assistive_technology_is_told_where_a_key_is_seen(arabic: Stage) -> None:
    QAccessible.setActive(True)
    arabic.show(boards.free())
    seen = key(arabic.quick, "المزيد")
    told = QAccessible.queryAccessibleInterface(seen.item).rect()
    origin = arabic.quick.position()
    assert told.center().x() - origin.x() == pytest.approx(seen.place.center().x(), abs=2)
    assert told.width() == pytest.approx(seen.place.width(), abs=2)


def block(scene: Stage) -> QQuickItem:
    """The handle of the block that is to be booked."""
    return next(
        item
        for item in walk(scene.quick.contentItem())
        if item.property("along") is not None and item.isVisible()
    )


@pytest.mark.parametrize(("language", "towards"), [("en", 1), ("ar", -1)])
def test_a_block_is_dragged_the_way_the_finger_goes(language: str, towards: int) -> None:
    with stage(language=language) as scene:
        scene.show(boards.pick_time(), ms=300)
        item = block(scene)
        middle = (item.property("starts") + item.property("till")) / 2
        at = item.mapToScene(QPointF(middle, item.property("trackTop") + 5)).toPoint()
        hour = abs(item.mapToScene(QPointF(item.width() / 10, 0)).x() - item.mapToScene(QPointF(0, 0)).x())
        to = at + QPointF(towards * hour / 2, 0).toPoint()
        QTest.mousePress(scene.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        for step in range(1, 11):
            QTest.mouseMove(scene.quick, at + (to - at) * step / 10)
            settle()
        QTest.mouseRelease(scene.quick, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, to)
        moved = [intent.start for intent in scene.intents if isinstance(intent, intents.MoveStart)]
        assert moved
        assert boards.at("13:00") < moved[-1] <= boards.at("13:30")


@pytest.mark.parametrize(("language", "row"), [("ar", "ضصح"), ("en", "qwp")])
def test_letters_of_the_keyboard_stand_as_on_every_keyboard(language: str, row: str) -> None:
    with stage(language=language) as scene:
        scene.show(boards.details(), ms=300)
        letters = {
            str(item.property("label")): item.mapToScene(QPointF(0, 0)).x()
            for item in walk(scene.quick.contentItem())
            if of_the_keyboard(item)
        }
        left, beside, right = (letters[letter] for letter in row)
        assert left < beside < right


def test_what_a_person_wrote_is_flush_with_the_side_that_the_language_begins_on(arabic: Stage) -> None:
    arabic.show(boards.free())
    room = next(seen for seen in texts(arabic.quick) if seen.get("text") == "Aurora")
    assert room.place.right() > arabic.quick.width() * 0.9
