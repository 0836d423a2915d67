"""What is sent, on a machine whose own zone is far from Greenwich. What is in it else: test_engine.py."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.room.model import Promise, PromiseId, Wish
from kiosk.sync import bodies

NINE = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)
BOOKED = Promise(PromiseId("p1"), NINE, NINE + timedelta(hours=1), NINE)


@pytest.fixture(autouse=True)
def on_lord_howe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as world:
        world.setenv("TZ", "Australia/Lord_Howe")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin"])
def test_the_times_of_a_booking_are_sent_as_greenwichs(zone: str) -> None:
    there = replace(
        BOOKED, start=BOOKED.start.astimezone(ZoneInfo(zone)), end=BOOKED.end.astimezone(ZoneInfo(zone))
    )
    body = bodies.create_body(there, "aurora@contoso.com", "Aurora", "kiosk")
    assert body["start"] == {"dateTime": "2026-10-13T09:00:00", "timeZone": "UTC"}
    assert body["end"] == {"dateTime": "2026-10-13T10:00:00", "timeZone": "UTC"}


def test_a_later_end_is_sent_as_greenwichs() -> None:
    longer = replace(BOOKED, wish=Wish.EXTEND, wanted_end=BOOKED.end + timedelta(minutes=15))
    assert bodies.change_body(longer, "Aurora") == {
        "end": {"dateTime": "2026-10-13T10:15:00", "timeZone": "UTC"}
    }
