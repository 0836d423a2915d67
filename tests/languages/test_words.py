"""What languages do to times, lengths, dates and names on their way to the glass."""

# ruff: noqa: RUF001 - Arabic figures are what is tested
from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.room import intents
from kiosk.room.face import Key, Say, Tick
from kiosk.room.phrases import Phrase
from kiosk.ui.text import Words

EIGHT = datetime(2026, 10, 13, 8, 0, tzinfo=UTC)  # 10:00 in Berlin
DESIGN = Say(Phrase.SUBJECT, text="Design review")


def words(language: str, clock: str = "auto") -> Words:
    return Words(language, clock, "Europe/Berlin")


def unmarked(text: str) -> str:
    """Without the marks that only direct what is written."""
    return text.translate(dict.fromkeys((0x2068, 0x2069, 0x200F)))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 h 19 min, then Design review"),
        ("de", "1 Std. 19 Min., dann Design review"),
        ("pl", "1 godz. 19 min, potem Design review"),
        ("ja", "1時間19分、その後 Design review"),
        ("ar", "ساعة و١٩ دقيقة، ثم Design review"),
    ],
)
def test_lengths_are_the_languages_own(language: str, said: str) -> None:
    assert unmarked(words(language).say(Say(Phrase.LENGTH_THEN, minutes=79, what=DESIGN))) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "أقل من دقيقة"), (1, "دقيقة واحدة"), (2, "دقيقتين"), (3, "٣ دقائق"), (11, "١١ دقيقة"), (120, "ساعتين"), (180, "٣ ساعات")],
)  # fmt: skip
def test_arabic_counts_in_six_ways(minutes: int, said: str) -> None:
    assert words("ar").length(minutes) == said


def test_an_abbreviation_at_the_end_of_a_sentence_has_one_stop() -> None:
    assert (
        words("de").say(Say(Phrase.AGO_MAY_MISS, minutes=45)) == "Vor 45 Min. Neuere Buchungen können fehlen."
    )


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en", "Tuesday 13 October"),
        ("de", "Dienstag, 13. Oktober"),
        ("fr", "mardi 13 octobre"),
        ("es", "martes, 13 de octubre"),
        ("it", "martedì 13 ottobre"),
        ("nl", "dinsdag 13 oktober"),
        ("pl", "wtorek, 13 października"),
        ("ja", "10月13日火曜日"),
        ("ar", "الثلاثاء ١٣ أكتوبر"),
    ],
)
def test_dates_have_weekday_day_and_month_and_no_year(language: str, date: str) -> None:
    assert words(language).long_date(EIGHT) == date


@pytest.mark.parametrize(("language", "time"), [("ar", "١٠:٠٠"), ("ar-AE", "10:00 ص"), ("de", "10:00")])
def test_digits_follow_the_territory(language: str, time: str) -> None:
    assert words(language).time(EIGHT) == time


@pytest.mark.parametrize(
    ("language", "clock", "time"),
    [
        ("de", "auto", "10:00"),
        ("de", "12", "10:00 AM"),
        ("en-US", "auto", "10:00 AM"),
        ("en-US", "24", "10:00"),
        ("ja", "12", "午前10:00"),
        ("ar", "auto", "١٠:٠٠"),
        ("ar", "12", "١٠:٠٠ ص"),
        ("pl", "auto", "10:00"),
    ],
)
def test_the_clock_is_the_settings_or_the_languages(language: str, clock: str, time: str) -> None:
    assert words(language, clock).time(EIGHT) == time


@pytest.mark.parametrize(("language", "ends"), [("en", ("10 AM", "10")), ("ja", ("午前10時", "10"))])
def test_on_a_scale_the_half_of_the_day_stands_at_the_ends_alone(
    language: str, ends: tuple[str, str]
) -> None:
    tick, twelve = Tick(0.1, EIGHT), words(language, "12")
    assert (twelve.hour(tick, end=True), twelve.hour(tick)) == ends


def test_the_figures_of_a_key_are_large_on_whichever_line_they_stand() -> None:
    until = Key(Say(Phrase.KEY_UNTIL, at=EIGHT), intents.Close())
    assert words("en").key(until) == ("until", "10:00", False)
    assert words("ja").key(until) == ("10:00", "まで", True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_name_of_another_direction_turns_nothing_around(language: str) -> None:
    hebrew = Say(Phrase.WHO_LEFT, text="דנה", minutes=13)
    said = words(language).say(hebrew)
    assert "\u2068דנה\u2069" in said
    assert unmarked(said).endswith(words(language).say(replace(hebrew, text="")))


def test_english_has_no_mark_that_is_not_needed() -> None:
    said = words("en").say(Say(Phrase.WHO_LEFT, text="Mina Okafor", minutes=13))
    assert said == "Mina Okafor · 13 min left"


def test_a_sentence_of_names_and_times_alone_runs_in_the_languages_direction() -> None:
    assert words("ar").say(Say(Phrase.FROM_TO, at=EIGHT, to=EIGHT)).startswith("\u200f")
    assert not words("de").say(Say(Phrase.FROM_TO, at=EIGHT, to=EIGHT)).startswith("\u200f")


@pytest.mark.parametrize(("language", "said"), [("de", "1 Platz"), ("en", "1 seat"), ("pl", "1 miejsce")])
def test_one_is_not_many(language: str, said: str) -> None:
    assert words(language).seats(1) == said


def test_floors_are_named_and_numbered_in_the_language() -> None:
    assert words("ar").floor("3") == "الطابق ٣"
    assert words("de").floor("3") == "Etage 3"
    assert words("de").floor("Dachterrasse") == "Dachterrasse"
