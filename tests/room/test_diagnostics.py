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
