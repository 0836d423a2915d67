"""Keys that several sheets have: the one that closes it, and those to the day before and after. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.room import days, intents
from kiosk.room.face import Icon, Key, Place, Say
from kiosk.room.model import Facts
from kiosk.room.phrases import Phrase

CLOSE = Key(Say(Phrase.KEY_CLOSE), intents.Close(), Place.HEADER, icon=Icon.CLOSE)


def day_keys(facts: Facts, now: datetime, zone: str, offset: int) -> tuple[Key | None, Key | None]:
    noon = days.at_hour(days.local_date(now, zone) + timedelta(days=offset), 12, zone)
    back = forward = None
    if offset > 0:
        back = Key(
            Say(Phrase.KEY_PREVIOUS_DAY, at=noon - timedelta(days=1)), intents.ShowDay(offset - 1), Place.HEADER,
            icon=Icon.BACK,
        )  # fmt: skip
    if offset < facts.settings.days_ahead:
        forward = Key(
            Say(Phrase.KEY_NEXT_DAY, at=noon + timedelta(days=1)), intents.ShowDay(offset + 1), Place.HEADER,
            icon=Icon.FORWARD,
        )  # fmt: skip
    return back, forward
