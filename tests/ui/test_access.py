"""The glass as assistive technology meets it: roles, names, press actions, and nothing that is not to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface

from kiosk.room import intents
from kiosk.room.intents import Intent
from kiosk.room.project import project
from tests.faces.pairs import moment
from tests.pixels import boards
from tests.pixels.stage import Stage, stage

LABEL, BUTTON = QAccessible.Role.StaticText, QAccessible.Role.Button
ALERT = QAccessible.Role.AlertMessage


@pytest.fixture
def scene() -> Iterator[Stage]:
    QAccessible.setActive(True)
    with stage() as opened:
        yield opened


def tree(scene: Stage) -> list[QAccessibleInterface]:
    """All that is showing, in order."""

    def below(node: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
        for n in range(node.childCount()):
            child = node.child(n)
            if not child.state().invisible:
                yield child
                yield from below(child)

    return list(below(QAccessible.queryAccessibleInterface(scene.quick)))


def names(scene: Stage, role: QAccessible.Role) -> list[str]:
    return [node.text(QAccessible.Text.Name) for node in tree(scene) if node.role() == role]


def press(scene: Stage, name: str) -> None:
    node = next(
        node for node in tree(scene) if node.role() == BUTTON and node.text(QAccessible.Text.Name) == name
    )
    node.actionInterface().doAction("Press")


def test_the_free_face_in_words(scene: Stage) -> None:
    scene.show(boards.free())
    labels = names(scene, LABEL)
    assert labels.count("Free") == 1
    for label in ("Aurora", "until 11:00", "1 h 19 min, then Design review", "09:41", "11:00 Design review"):
        assert label in labels
    assert names(scene, BUTTON) == [
        "Book until 10:11", "15 minutes", "30 minutes", "45 minutes", "60 minutes", "Until 11:00", "Pick a time",
        "More",
    ]  # fmt: skip


def test_the_chosen_length_is_checked(scene: Stage) -> None:
    scene.show(boards.free())
    checked = [node.text(QAccessible.Text.Name) for node in tree(scene) if node.state().checked]
    assert checked == ["30 minutes"]


def test_a_press_action_submits_the_intent(scene: Stage) -> None:
    scene.show(boards.free())
    press(scene, "45 minutes")
    press(scene, "Book until 10:11")
    wanted: list[Intent] = [intents.SelectLength(45), intents.Book(boards.at("09:41"), boards.at("10:11"))]
    assert scene.intents == wanted


def test_a_new_face_is_told_at_once_and_the_old_word_is_gone(scene: Stage) -> None:
    scene.show(boards.free())
    scene.glass.show(boards.busy_outlook())
    labels = names(scene, LABEL)
    assert "Busy" in labels
    assert "Free" not in labels


def test_every_answer_is_an_alert_while_it_stands(scene: Stage) -> None:
    scene.show(boards.conflict())
    assert names(scene, ALERT) == [
        "Someone just booked this. Another booking reached the calendar first. Nothing was booked for you."
    ]
    scene.show(boards.free())
    assert names(scene, ALERT) == []


def test_ending_asks_for_a_second_tap(scene: Stage) -> None:
    scene.show(boards.busy_here())
    press(scene, "End now")
    scene.show(boards.armed())
    press(scene, "Tap again")
    assert scene.intents == [intents.Arm(boards.OURS), intents.Withdraw(boards.OURS)]


def test_what_is_behind_a_sheet_is_not_in_the_tree(scene: Stage) -> None:
    scene.show(boards.free())
    scene.glass.show(boards.menu())
    assert "Book until 10:11" not in names(scene, BUTTON)
    labels = names(scene, LABEL)
    assert labels.count("Free") == 1
    assert labels.count("Aurora") == 1
    assert "Close" in names(scene, BUTTON)


def test_a_closed_sheet_leaves_at_once(scene: Stage) -> None:
    scene.show(boards.menu())
    scene.glass.show(boards.free())
    assert "Close" not in names(scene, BUTTON)
    assert names(scene, LABEL).count("Free") == 1


@pytest.mark.parametrize(
    ("board", "word", "until"),
    [
        (boards.free, "Free", "until 11:00"),
        (boards.busy_here, "Busy", "until 10:11"),
        (boards.soon, "Free", "for 8 min"),
        (boards.holding, "Holding", "until 10:11"),
        (boards.yours, "Yours", "until 10:11"),
        (boards.held, "Held", "until 10:56"),
        (boards.offline_free, "Free?", "until 11:00"),
        (boards.offline_busy, "Busy", "until 11:45"),
        (boards.problem, "No status", "at the moment"),
        (boards.unpaired, "New display", "Not connected to a room yet"),
    ],
)
def test_every_state_has_one_word_and_one_line(
    scene: Stage, board: boards.Board, word: str, until: str
) -> None:
    scene.show(board())
    labels = names(scene, LABEL)
    assert labels.count(word) == 1
    assert labels.count(until) == 1


@pytest.mark.parametrize("board", [boards.offline_free, boards.offline_busy])
def test_a_stale_face_says_how_old_it_is(scene: Stage, board: boards.Board) -> None:
    scene.show(board())
    assert "Offline. Last updated 09:41" in names(scene, LABEL)


@pytest.mark.parametrize("board", boards.BOARDS)
def test_every_key_and_label_has_a_name_and_every_key_answers(scene: Stage, board: str) -> None:
    scene.show(boards.BOARDS[board]())
    for node in tree(scene):
        if node.role() in (LABEL, BUTTON):
            assert node.text(QAccessible.Text.Name)
        if node.role() == BUTTON:
            action = node.actionInterface()
            assert isinstance(action, QAccessibleActionInterface)
            assert "Press" in action.actionNames()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("free", "Aurora. Free until 11:00. Next: Design review"),
        ("busy", "Aurora. Busy until 11:45. Design review"),
        ("check-in", "Aurora. Check in by 11:10. Design review"),
        ("holding", "Aurora. Holding until 10:11. Waiting for the calendar"),
    ],
)
def test_the_whole_face_is_one_sentence_of_the_pane(scene: Stage, name: str, sentence: str) -> None:
    seen = moment(name)
    scene.show(project(seen.facts, seen.now))
    panes = [node for node in tree(scene) if node.role() == QAccessible.Role.Pane]
    assert [node.text(QAccessible.Text.Description) for node in panes] == [sentence]


@pytest.mark.parametrize(
    "name", ["menu", "pick-today", "day-view", "add-name", "easy-reach", "easy-reach-menu"]
)
def test_every_control_of_a_sheet_and_of_easy_reach_can_be_named_reached_and_pressed(
    scene: Stage, name: str
) -> None:
    seen = moment(name)
    scene.show(project(seen.facts, seen.now))
    controls = [node for node in tree(scene) if node.role() in (BUTTON, QAccessible.Role.EditableText)]
    assert controls
    for node in controls:
        assert node.text(QAccessible.Text.Name)
        assert node.state().focusable, node.text(QAccessible.Text.Name)
        assert node.role() != BUTTON or "Press" in node.actionInterface().actionNames()


def test_while_the_glass_is_wiped_that_is_told_once_and_no_button_is_there(scene: Stage) -> None:
    seen = moment("cleaning")
    for second in range(2):
        scene.show(project(seen.facts, seen.now + timedelta(seconds=second)))
        assert names(scene, ALERT) == ["Cleaning. Touch works again in 20 s."]
        assert names(scene, BUTTON) == []
