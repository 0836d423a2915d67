"""What staff read of the configuration: where it is from, which revision holds, and what became of a later one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.room.diagnostics import findings
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase
from kiosk.room.saying import Say
from kiosk.room.staff import Seen
from kiosk.room.staff_face import Health
from kiosk.room.update import Course, Update

NOW = datetime(2026, 10, 13, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seen", "health", "value"),
    [
        (Seen(by_file=True), Health.WELL, Say(Phrase.STAFF_FROM_FILE)),
        (Seen(), Health.WELL, Say(Phrase.STAFF_FROM_PAIRING)),
        (Seen(revision=42), Health.WELL, Say(Phrase.SUBJECT, text="42")),
        (Seen(revision=42, refused_config="undone"), Health.WARNING, Say(Phrase.SUBJECT, text="42 · undone")),
        (Seen(refused_config="unknown_key"), Health.WARNING, Say(Phrase.SUBJECT, text="unknown_key")),
    ],
)
def test_the_configuration(seen: Seen, health: Health, value: Say) -> None:
    (row,) = [one for one in findings(Facts(), seen, NOW) if one.label == Say(Phrase.STAFF_CONFIG)]
    assert (row.health, row.value) == (health, value)


@pytest.mark.parametrize(
    ("update", "health", "value"),
    [
        (None, Health.WELL, Say(Phrase.SUBJECT, text="Kiosk 0.4.0")),
        (Update(Course.CURRENT), Health.WELL, Say(Phrase.SUBJECT, text="Kiosk 0.4.0")),
        (Update(Course.LOOKING), Health.WELL, Say(Phrase.STAFF_LOOKING, number=0, text="Kiosk 0.4.0")),
        (Update(Course.FETCHING, 40), Health.WELL, Say(Phrase.STAFF_FETCHING, number=40, text="Kiosk 0.4.0")),
        (Update(Course.WAITING), Health.WELL, Say(Phrase.STAFF_NEWER_WAITS, number=0, text="Kiosk 0.4.0")),
        (
            Update(Course.INSTALLING, 7),
            Health.WELL,
            Say(Phrase.STAFF_INSTALLING, number=7, text="Kiosk 0.4.0"),
        ),
        (Update(Course.PROVING), Health.WELL, Say(Phrase.STAFF_ON_TRIAL, number=0, text="Kiosk 0.4.0")),
        (Update(Course.WENT_BACK), Health.WARNING, Say(Phrase.STAFF_WENT_BACK, number=0, text="Kiosk 0.4.0")),
        (
            Update(Course.FAILED),
            Health.WARNING,
            Say(Phrase.STAFF_UPDATE_FAILED, number=0, text="Kiosk 0.4.0"),
        ),
    ],
)
def test_how_far_an_update_is_stands_beside_the_version(
    update: Update | None, health: Health, value: Say
) -> None:
    seen = Seen(version="0.4.0", update=update)
    (row,) = [one for one in findings(Facts(), seen, NOW) if one.label == Say(Phrase.STAFF_APP)]
    assert (row.health, row.value) == (health, value)
