"""The harness against a toy window: what it reports of the display is only worth something when this holds."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .glass import ALERTS, BUTTONS, Glass, NotSeenError
from .screen import LEASH, Screen, end_group

PROGRAM = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
application = QGuiApplication(sys.argv)
engine = QQmlApplicationEngine(sys.argv[1])
sys.exit(application.exec())
"""


@pytest.fixture
def toy(screen: Screen) -> Iterator[Glass]:
    window = Path(__file__).with_name("toy.qml")
    command = [*LEASH, sys.executable, "-c", PROGRAM, str(window)]
    environment = {
        **screen.environment,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }  # the display does so by itself
    process = subprocess.Popen(command, env=environment, start_new_session=True, text=True)
    glass = Glass(screen.bus)
    try:
        glass.attach(process.pid)
        yield glass
    finally:
        glass.close()
        end_group(process)


def test_a_press_action_changes_what_is_seen(toy: Glass) -> None:
    toy.label("Pressed 0")
    toy.press("Press me")
    toy.label("Pressed 1")


def test_an_invisible_item_is_not_seen(toy: Glass) -> None:
    toy.button("Press me")
    assert "Unseen" not in toy.names(BUTTONS)


def test_typed_text_arrives(toy: Glass) -> None:
    toy.type("Subject", "Grüße")
    toy.label("Typed Grüße")
    assert toy.text("Subject") == "Grüße"


def test_waiting_ends_when_the_glass_changes(toy: Glass) -> None:
    toy.press("Later")
    toy.alert("The sheet is open")
    toy.gone(BUTTONS, "Press me")
    toy.press("Close")
    toy.gone(ALERTS, "The sheet is open")
    toy.button("Press me")


def test_what_never_comes_is_reported_with_what_is_there(toy: Glass) -> None:
    with pytest.raises(NotSeenError, match="Pressed 0"):
        toy.label("Busy", timeout=0.2)
