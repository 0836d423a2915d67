"""Words of the glass: every sentence has them, and they read as the design says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from kiosk.room import intents
from kiosk.room.face import AgendaLine, Key, Say, Tick, Told
from kiosk.room.phrases import Phrase
from kiosk.room.reasons import Reason
from kiosk.ui.sentences import VISIBLE
from kiosk.ui.text import Words
from kiosk.ui.told import TOLD

EIGHT = datetime(2026, 10, 13, 8, 0, tzinfo=UTC)  # 10:00 in Berlin
BERLIN = Words(zone="Europe/Berlin")


def full(phrase: Phrase) -> Say:
    """A sentence with everything that could go into it."""
    named = Say(Phrase.SUBJECT, text="Design review")
    return Say(phrase, at=EIGHT, to=EIGHT, minutes=79, number=3, text="Aurora", what=named)


@pytest.mark.parametrize("phrase", Phrase)
def test_every_sentence_has_words_and_nothing_is_left_unfilled(phrase: Phrase) -> None:
    said = BERLIN.say(full(phrase))
    assert said
    assert "{" not in said
    assert not re.search(r"%\w", said)
    assert BERLIN.name(full(phrase))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_with_a_title(reason: Reason) -> None:
    title, text = BERLIN.told(Told(reason, "Aurora", EIGHT, 60, "lena@", full(Phrase.HOURS)))
    assert title
    assert text.endswith(".")
    assert "{" not in title + text


@pytest.mark.parametrize("words", [*VISIBLE.values(), *(part for told in TOLD.values() for part in told)])
def test_the_tone_is_calm(words: str) -> None:
    for loud in ("!", "please wait", "oops", "error", "invalid", "failed"):
        assert loud not in words.lower()


def test_a_told_time_that_is_not_known_is_left_out() -> None:
    assert BERLIN.told(Told(Reason.PAST))[1] == ""


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "less than 1 min"), (1, "1 min"), (45, "45 min"), (60, "1 h"), (79, "1 h 19 min")],
)
def test_a_length_is_never_zero(minutes: int, said: str) -> None:
    assert BERLIN.length(minutes) == said


def test_times_are_the_rooms_whatever_the_displays_zone() -> None:
    assert BERLIN.time(EIGHT) == "10:00"
    assert Words(zone="Asia/Kolkata").time(EIGHT) == "13:30"


def test_a_twelve_hour_clock_drops_full_hours_in_the_until_line_only() -> None:
    twelve = Words(clock="12", zone="Europe/Berlin")
    assert twelve.time(EIGHT) == "10:00 AM"
    assert twelve.say(Say(Phrase.UNTIL, at=EIGHT)) == "until 10 AM"


def test_the_clock_follows_the_territory_when_one_is_named() -> None:
    assert not Words(language="en").twelve
    assert Words(language="en-US").twelve
    assert not Words(language="en-GB").twelve


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    again = datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert [BERLIN.hour(Tick(0.1, first)), BERLIN.hour(Tick(0.2, again, repeated=True))] == ["2", "2ᵇ"]


def test_dates_have_weekday_day_and_month() -> None:
    assert BERLIN.long_date(EIGHT) == "Tuesday 13 October"
    assert BERLIN.long_date(EIGHT, short=True) == "Tue 13 October"


@pytest.mark.parametrize(
    ("say", "name"),
    [
        (Say(Phrase.KEY_MINUTES, minutes=15), "15 minutes"),
        (Say(Phrase.KEY_UNTIL, at=EIGHT), "Until 10:00"),
        (Say(Phrase.KEY_BOOK_UNTIL, at=EIGHT), "Book until 10:00"),
        (Say(Phrase.KEY_HOLD_UNTIL, at=EIGHT), "Hold until 10:00"),
        (Say(Phrase.KEY_EXTEND, minutes=30), "Extend 30 minutes"),
        (Say(Phrase.KEY_BOOK_RANGE, at=EIGHT, to=EIGHT), "Book 10:00 – 10:00"),  # noqa: RUF001 - the board's dash
        (Say(Phrase.KEY_NEXT_DAY, at=EIGHT), "Next day"),
        (Say(Phrase.KEY_PREVIOUS_DAY, at=EIGHT), "Previous day"),
        (Say(Phrase.KEY_PICK_TIME), "Pick a time"),
        (Say(Phrase.KEY_CANCEL_REQUEST), "Cancel request"),
    ],
)
def test_keys_are_named_for_assistive_technology(say: Say, name: str) -> None:
    assert BERLIN.name(say) == name


def test_an_armed_key_asks_for_the_second_tap() -> None:
    say = Say(Phrase.KEY_TAP_AGAIN, what=Say(Phrase.KEY_END_NOW))
    key = Key(say, intents.Close(), armed=True)
    assert BERLIN.name(say, armed=True) == "Tap again"
    assert BERLIN.key(key)[0] == "End now? Tap again"


def test_a_key_has_its_large_line_where_the_board_has_it() -> None:
    assert BERLIN.key(Key(Say(Phrase.KEY_MINUTES, minutes=15), intents.Close())) == ("15", "min", True)
    assert BERLIN.key(Key(Say(Phrase.KEY_UNTIL, at=EIGHT), intents.Close())) == ("until", "10:00", False)


def test_the_organizer_is_left_out_where_he_may_not_be_told() -> None:
    assert BERLIN.say(Say(Phrase.WHO_LEFT, minutes=13)) == "13 min left"
    assert BERLIN.say(Say(Phrase.WHO_LEFT, text="Lena Fischer", minutes=13)) == "Lena Fischer · 13 min left"


def test_a_line_of_another_day_tells_the_day() -> None:
    line = AgendaLine(EIGHT, Say(Phrase.SUBJECT, text="Weekly planning"))
    assert BERLIN.line(line, date(2026, 10, 13)) == ("10:00", "Weekly planning")
    assert BERLIN.line(line, date(2026, 10, 12)) == ("Tue", "Weekly planning, 10:00")


def test_line_breaks_in_a_subject_do_not_reach_the_glass() -> None:
    assert BERLIN.say(Say(Phrase.SUBJECT, text=" a\nb\u2028c ")) == "a b c"
