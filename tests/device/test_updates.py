"""What the updater and the gate leave to read, and what is made of it. On a folder in the machine's place."""

import json
from pathlib import Path

import pytest

from kiosk.device.updates import found
from kiosk.room.update import Course, Update


def left(root: Path, **state: object) -> None:
    path = root / "run/kiosk-update/state.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(state))


def gate(root: Path, name: str, content: object) -> None:
    path = root / "var/lib/kiosk-release" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def test_nothing_is_told_where_nothing_was_left(tmp_path: Path) -> None:
    assert found(tmp_path) is None


def test_how_far_it_is(tmp_path: Path) -> None:
    left(tmp_path, state="fetching", percent=40, version="0.2.0-1~deb13", why=None, at="2026-10-13T21:00:00Z")
    assert found(tmp_path) == Update(Course.FETCHING, 40, "0.2.0-1~deb13", None, "2026-10-13T21:00:00Z")


@pytest.mark.parametrize("course", ["current", "waiting", "failed"])
def test_the_gate_has_the_last_word_when_nothing_is_under_way(tmp_path: Path, course: str) -> None:
    left(tmp_path, state=course, version="0.2.0")
    gate(tmp_path, "trial", {"former": "0.1.0"})
    assert found(tmp_path) == Update(Course.PROVING, version="0.2.0")


def test_it_went_back(tmp_path: Path) -> None:
    gate(tmp_path, "back", "it was started 4 times and did not stay")
    assert found(tmp_path) == Update(Course.WENT_BACK, why="it was started 4 times and did not stay")


def test_the_next_try_after_it_went_back(tmp_path: Path) -> None:
    gate(tmp_path, "back", "it was started 4 times and did not stay")
    left(tmp_path, state="installing", percent=10, version="0.3.0")
    assert found(tmp_path) == Update(Course.INSTALLING, 10, "0.3.0")


@pytest.mark.parametrize("text", ["", "[1]", '{"state": "baking"}', '{"state": ["x"]}', "{" * 9000, "\x00"])
def test_what_is_no_state_tells_nothing(tmp_path: Path, text: str) -> None:
    left(tmp_path)
    (tmp_path / "run/kiosk-update/state.json").write_text(text)
    assert found(tmp_path) is None
