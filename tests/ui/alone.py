"""A person at the glass and nobody else: gestures change the facts at once, what is decided is kept for the test to see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
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

    def fill(self, field: str, text: str) -> None:
        self.go_to(field)
        self.write(text)

    def write(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.window.quick, letter)
        settle()


@dataclass
class Listening(Alone):
    """Somebody with a screen reader, who knows names and roles alone and never saw the glass."""

    def go_to(self, name: str) -> None:
        assert self._showing(name), f"{name!r} is not told"

    def choose(self, *names: str) -> None:
        for name in names:
            node = next(iter(self._showing(name)), None)
            assert node is not None, f"{name!r} is not told"
            node.actionInterface().doAction("Press")
            settle()

    def fill(self, field: str, text: str) -> None:
        node = next(iter(self._showing(field, QAccessible.Role.EditableText)), None)
        assert node is not None, f"the field {field!r} is not told"
        node.editableTextInterface().replaceText(0, node.textInterface().characterCount(), text)
        settle()

    def _showing(
        self, name: str, role: QAccessible.Role = QAccessible.Role.Button
    ) -> list[QAccessibleInterface]:
        def below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
            for n in range(node.childCount()):
                child = node.child(n)
                if not child.state().invisible:
                    yield child
                    yield from below(child)

        root = QAccessible.queryAccessibleInterface(self.window.quick)
        return [
            node for node in below(root) if node.role() == role and node.text(QAccessible.Text.Name) == name
        ]


@contextmanager
def alone(
    name: str, way: type[Alone] = Alone, settings: dict[str, object] | None = None, **visit: object
) -> Iterator[Alone]:
    """Begins with the facts of a pair in tests/faces."""
    assert QGuiApplication.instance() or QGuiApplication([])
    QAccessible.setActive(True)
    begun = moment(name)
    wanted = {"languages": ("en", "de"), **(settings or {})}
    facts = replace(begun.facts, settings=replace(begun.facts.settings, **wanted))  # type: ignore[arg-type]  # because the fields are the test's
    person = way(replace(facts, visit=replace(facts.visit, **visit)), begun.now)  # type: ignore[arg-type]  # because the fields are the test's
    person.glass = Glass(person.submit, looks=Looks(reduced_motion=True))
    person.window = open_window(person.glass, size=(1280, 800), title="Kiosk")
    try:
        person.glass.show(project(person.facts, person.now))
        settle()
        yield person
    finally:
        person.window.close()
