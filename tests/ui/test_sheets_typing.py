"""Typing on the sheets: with the keyboard of the glass, a physical one, and through the accessibility API."""

# ruff: noqa: RUF001 - the dash of a span of time is the boards' own
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from kiosk.room.face import Face, PickTimeSheet, Told
from kiosk.room.intents import Book, Touch
from kiosk.room.reasons import Reason
from tests.pixels import boards
from tests.pixels.boards import at
from tests.pixels.stage import Stage, stage
from tests.ui.hand import field, key, tap, wishes, write
from tests.ui.test_access import names, press, tree

LABEL, BUTTON = QAccessible.Role.StaticText, QAccessible.Role.Button
SMALL = (800, 480)


@pytest.fixture
def scene() -> Iterator[Stage]:
    QAccessible.setActive(True)
    with stage() as opened:
        opened.show(boards.pick_time(), ms=320)
        yield opened


@pytest.fixture
def small() -> Iterator[Stage]:
    QAccessible.setActive(True)
    with stage(SMALL) as opened:
        opened.show(boards.pick_time(), ms=320)
        yield opened


def test_what_is_typed_goes_with_the_booking(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    write(scene, "vendor demo")
    tap(scene, key(scene, "Next field"))
    tap(scene, key(scene, "Shift"))
    write(scene, "L")
    write(scene, "ena")
    tap(scene, key(scene, "Book 13:00 – 13:30"))
    assert wishes(scene) == [Book(at("13:00"), at("13:30"), "vendor demo", "Lena")]


def test_each_keystroke_is_told_as_typing(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    scene.intents.clear()
    write(scene, "ab")
    assert scene.intents.count(Touch(typing=True)) == 2
    assert scene.intents[-1] == Touch(typing=True)


def test_every_key_of_the_keyboard_keeps_the_sheet_open(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    for name in ("Shift", "Figures", "Accented letters", "Backspace", "Next field"):
        scene.intents.clear()
        tap(scene, key(scene, name))
        assert Touch(typing=True) in scene.intents
    scene.intents.clear()
    tap(scene, field(scene, "Your name"))
    assert Touch(typing=True) in scene.intents


def test_a_physical_keyboard_types_too(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    scene.intents.clear()
    for letter in "hi there":
        QTest.keyClick(scene.quick, Qt.Key(ord(letter.upper())))
    assert scene.glass.property("subject") == "hi there"
    assert scene.intents.count(Touch(typing=True)) == len("hi there")
    QTest.keyClick(scene.quick, Qt.Key.Key_Return)
    QTest.keyClick(scene.quick, Qt.Key.Key_X)
    assert scene.glass.property("name") == "x"


def test_a_field_takes_its_text_from_the_accessibility_api(scene: Stage) -> None:
    (node,) = [n for n in tree(scene) if n.text(QAccessible.Text.Name) == "Subject"]
    editable = node.editableTextInterface()
    editable.replaceText(0, 0, "Grüße")
    press(scene, "Book 13:00 – 13:30")
    assert wishes(scene) == [Book(at("13:00"), at("13:30"), "Grüße", "")]


def test_a_field_takes_no_more_than_its_length(scene: Stage) -> None:
    subject = field(scene, "Subject")
    subject.setProperty("text", "a" * 79)
    tap(scene, subject)
    QTest.keyClick(scene.quick, Qt.Key.Key_End)
    write(scene, "bcd")
    assert scene.glass.property("subject") == "a" * 79 + "b"


def test_backspace_figures_and_accents(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    write(scene, "ab")
    tap(scene, key(scene, "Backspace"))
    tap(scene, key(scene, "Figures"))
    write(scene, "4")
    tap(scene, key(scene, "Letters"))
    tap(scene, key(scene, "Accented letters"))
    write(scene, "ü@.")
    assert scene.glass.property("subject") == "a4ü@."


def test_while_somebody_types_the_filled_key_stays_and_the_scale_goes(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    here = names(scene, BUTTON)
    assert "Book 13:00 – 13:30" in here
    assert "Close" in here
    assert "Earlier" not in here
    assert "30 minutes" not in here
    assert len(here) == len(set(here))


def test_the_keyboard_goes_after_the_last_field_and_the_words_stay(scene: Stage) -> None:
    tap(scene, field(scene, "E-mail"))
    write(scene, "a")
    tap(scene, key(scene, "Hide keyboard"))
    assert "Earlier" in names(scene, BUTTON)
    assert scene.glass.property("email") == "a"
    tap(scene, field(scene, "E-mail"))
    assert "Hide keyboard" in names(scene, BUTTON)


def test_escape_hides_the_keyboard(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    QTest.keyClick(scene.quick, Qt.Key.Key_Escape)
    assert "Earlier" in names(scene, BUTTON)


def test_small_glass_asks_for_details_first(small: Stage) -> None:
    assert names(small, QAccessible.Role.EditableText) == []
    tap(small, key(small, "Add details"))
    write(small, "q")
    assert names(small, QAccessible.Role.EditableText) == ["Subject", "Your name", "E-mail"]
    tap(small, key(small, "Book 13:00 – 13:30"))
    assert wishes(small) == [Book(at("13:00"), at("13:30"), "q", "")]


def test_typed_words_are_gone_when_the_sheet_closes_and_opens_again(scene: Stage) -> None:
    field(scene, "Subject").setProperty("text", "secret")
    scene.show(boards.free())
    scene.show(boards.pick_time())
    assert field(scene, "Subject").property("text") == ""
    assert scene.glass.property("subject") == ""


def test_the_email_is_asked_for_only_when_somebody_can_be_booked_for(scene: Stage) -> None:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    scene.show(replace(face, sheet=replace(face.sheet, for_somebody=False)))
    assert names(scene, QAccessible.Role.EditableText) == ["Subject", "Your name"]


def test_an_email_of_the_wrong_shape_is_told(scene: Stage) -> None:
    hint = "It should look like name@company.com."
    for text, told in (("lena", True), ("lena@contoso.com", False), ("", False)):
        field(scene, "E-mail").setProperty("text", text)
        assert (hint in names(scene, LABEL)) is told


def misspelt() -> Face:
    face = boards.pick_time()
    assert isinstance(face.sheet, PickTimeSheet)
    return replace(face, sheet=replace(face.sheet, misspelt=Told(Reason.EMAIL)))


@pytest.mark.parametrize("size", [(1280, 800), SMALL])
def test_an_address_that_booked_nothing_is_told_at_the_field_while_it_is_typed_until_it_fits(
    size: tuple[int, int],
) -> None:
    with stage(size) as scene:
        scene.show(boards.pick_time(), ms=320)
        if size == SMALL:
            tap(scene, key(scene, "Add details"))
        tap(scene, field(scene, "E-mail"))
        write(scene, "lena")
        hint = "It should look like name@company.com."
        assert hint not in names(scene, LABEL), "nobody is corrected in the middle of a word"
        scene.show(misspelt())
        assert hint in names(scene, LABEL)
        assert field(scene, "E-mail").property("text") == "lena"
        write(scene, "@contoso.com")
        assert hint not in names(scene, LABEL)
        tap(scene, key(scene, "Book 13:00 – 13:30"))
        assert wishes(scene) == [Book(at("13:00"), at("13:30"), email="lena@contoso.com")]


def test_on_small_glass_it_is_told_above_the_closed_fields(small: Stage) -> None:
    small.glass.setProperty("email", "lena")
    small.show(misspelt())
    assert "Check the email address" in names(small, LABEL)
    assert "Change details" in names(small, BUTTON)


def test_nothing_of_an_address_stays_in_the_window_when_the_sheet_is_gone(scene: Stage) -> None:
    field(scene, "E-mail").setProperty("text", "lena@contoso.com")
    assert scene.glass.property("email") == "lena@contoso.com"
    scene.show(boards.free(), ms=320)
    assert [scene.glass.property(name) for name in ("subject", "name", "email")] == ["", "", ""]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as an event loop does by itself
    left = [item for item in scene.quick.findChildren(QObject) if "lena" in str(item.property("text"))]
    assert left == []


def test_the_keys_take_focus_from_the_filled_one_on(scene: Stage) -> None:
    order = []
    for _ in range(9):
        QTest.keyClick(scene.quick, Qt.Key.Key_Tab)
        item = scene.quick.activeFocusItem()
        order.append(item.property("name") or item.parentItem().property("name"))
    assert order == [
        "Book 13:00 – 13:30", "13:00 – 13:30", "Earlier", "Later", "15 minutes", "30 minutes", "45 minutes", "60 minutes",
        "Subject",
    ]  # fmt: skip


def test_the_caret_does_not_blink(scene: Stage) -> None:
    tap(scene, field(scene, "Subject"))
    frames: list[int] = []
    scene.show(boards.pick_time(), ms=300)
    scene.quick.frameSwapped.connect(lambda: frames.append(1))
    scene.show(boards.pick_time(), ms=1300)
    assert frames == []
