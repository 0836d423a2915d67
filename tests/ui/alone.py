"""A person at the glass and nobody else: gestures change the facts at once, what is decided is kept for the test to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.room import intents
from kiosk.room.intents import Intent
from kiosk.room.model import Facts
from kiosk.room.project import project
from kiosk.room.visit import touched
from kiosk.ui.glass import Glass
from kiosk.ui.looks import Looks
from kiosk.ui.window import Window, open_window
from tests.faces.pairs import moment
from tests.pixels.stage import settle

MOST_STEPS = 40


@dataclass
class Alone:
    """Somebody with a keyboard or a switch. Each gesture takes a tenth of a second."""

    facts: Facts
    now: datetime
    decided: list[Intent] = field(default_factory=list)
    glass: Glass = field(init=False)
    window: Window = field(init=False)

    def submit(self, intent: Intent) -> None:
        self.now += timedelta(milliseconds=100)
        if isinstance(intent, get_args(intents.Gesture)):
            self.facts = touched(self.facts, intent, self.now)
            self.glass.show(project(self.facts, self.now))
        else:
            self.decided.append(intent)

    @property
    def focused(self) -> str:
        item = self.window.quick.activeFocusItem()
        name = item.property("name") if item is not None else ""
        while item is not None and not name:
            item = item.parentItem()
            name = item.property("name") if item is not None else ""
        return str(name or "")

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.window.quick, key)
            settle()

    def go_to(self, name: str) -> None:
        """With Tab, as often as it takes."""
        seen = []
        for _ in range(MOST_STEPS):
            self.press(Qt.Key.Key_Tab)
            seen.append(self.focused)
            if self.focused == name:
                return
        raise AssertionError(f"Tab never came to {name!r}, only to {list(dict.fromkeys(seen))}")

    def choose(self, *names: str) -> None:
        """Go there and press Enter."""
        for name in names:
            self.go_to(name)
            self.press(Qt.Key.Key_Return)

    def write(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.quick, letter)
        settle()


@contextmanager
def alone(name: str, **visit: object) -> Iterator[Alone]:
    """Begins with the facts of a pair in tests/faces."""
    assert QGuiApplication.instance() or QGuiApplication([])
    begun = moment(name)
    facts = replace(begun.facts, settings=replace(begun.facts.settings, languages=("en", "de")))
    person = Alone(replace(facts, visit=replace(facts.visit, **visit)), begun.now)  # type: ignore[arg-type]  # because the fields are the test's
    person.glass = Glass(person.submit, looks=Looks(reduced_motion=True))
    person.window = open_window(person.glass, size=(1280, 800), title="Kiosk")
    try:
        person.glass.show(project(person.facts, person.now))
        settle()
        yield person
    finally:
        person.window.close()
