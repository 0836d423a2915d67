"""What `kiosk status` tells of updates, for the updater and for people. On a folder in the machine's place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.ask import _in_words
from kiosk.config.tables import UpdateTable
from kiosk.room.model import Visit
from kiosk.updates import told
from tests.room.aurora import MINUTE, at, aurora, event

LATE = at("23:00")


def test_a_display_that_never_looked_tells_only_whether_it_may(tmp_path: Path) -> None:
    assert told(aurora(LATE), UpdateTable(), LATE, tmp_path) == {
        "automatic": True, "hindered": None,
        "state": None, "percent": None, "version": None, "why": None, "at": None,
    }  # fmt: skip


def test_what_stands_against_it_is_told_in_a_word(tmp_path: Path) -> None:
    busy = aurora(LATE, event("22:30-23:30"))
    assert told(busy, UpdateTable(), LATE, tmp_path)["hindered"] == "meeting"
    touched = replace(aurora(LATE), visit=Visit(touched_at=LATE - MINUTE))
    assert told(touched, UpdateTable(), LATE, tmp_path)["hindered"] == "touched"


@pytest.mark.parametrize(
    ("table", "wall", "hindered"),
    [
        (UpdateTable(automatic=False), "23:00", "off"),
        (UpdateTable(quiet_from="12:00", quiet_to="14:00"), "13:00", None),
        (UpdateTable(quiet_from="12:00", quiet_to="14:00"), "23:00", "hour"),
        (UpdateTable(quiet_from="00:00", quiet_to="00:00"), "23:00", "hour"),
    ],
)
def test_the_admins_table_is_what_counts(
    tmp_path: Path, table: UpdateTable, wall: str, hindered: str | None
) -> None:
    found = told(aurora(at(wall)), table, at(wall), tmp_path)
    assert (found["automatic"], found["hindered"]) == (table.automatic, hindered)


def test_how_soon_a_meeting_may_begin_is_the_admins_to_say(tmp_path: Path) -> None:
    facts = aurora(LATE, event("23:50-23:55"))
    found = [
        told(facts, UpdateTable(before_minutes=minutes), LATE, tmp_path)["hindered"] for minutes in (50, 51)
    ]
    assert found == [None, "soon"]


def test_how_far_it_is_is_told_as_the_updater_left_it(tmp_path: Path) -> None:
    left = {
        "state": "waiting",
        "percent": None,
        "version": "0.2.0",
        "why": "check_in",
        "at": "2026-10-13T21:00:00Z",
    }
    (tmp_path / "run/kiosk-update").mkdir(parents=True)
    (tmp_path / "run/kiosk-update/state.json").write_text(json.dumps(left))
    found = told(aurora(LATE), UpdateTable(), LATE, tmp_path)
    assert {name: found[name] for name in left} == left


@pytest.mark.parametrize(
    ("update", "line"),
    [
        ({"state": "waiting", "version": "0.2.0", "why": "touched"}, ["  update: waiting, 0.2.0, touched"]),
        ({"state": "went_back", "version": None, "why": "it died"}, ["  update: went_back, it died"]),
        ({"state": "current", "version": "0.2.0", "why": None}, []),
        ({"state": None, "version": None, "why": None}, []),
    ],
)
def test_people_read_it_when_there_is_something_to_read(update: dict[str, object], line: list[str]) -> None:
    said = _in_words({"room": {"name": "Aurora"}, "state": "free", "update": update})
    assert [one for one in said.splitlines() if "update" in one] == line
