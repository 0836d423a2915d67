"""The link and its QR code: the right room, the next free time, nothing that breaks out, and legible."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from kiosk.room.agenda import is_free, slots
from kiosk.room.link import LONGEST, compose_link, next_time, outlook_of, phone_link
from kiosk.room.model import Event, Facts, Heard
from kiosk.room.qr import MODULE_MM, QUIET, Code, code, module_pixels
from kiosk.room.reasons import Reason
from kiosk.room.survey import survey
from tests.room.aurora import at, aurora, event
from tests.room.worlds import search, worlds

OUTLOOK = "outlook.office.com"
START, END = datetime(2026, 10, 13, 9, 30, tzinfo=UTC), datetime(2026, 10, 13, 10, tzinfo=UTC)


def offered(now: str, *events: Event, **policy: object) -> tuple[datetime, datetime] | None:
    facts = aurora(at(now), *events, **policy)
    return next_time(survey(facts, at(now)))


def asked(link: str) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def test_a_free_room_is_offered_from_the_next_quarter_for_half_an_hour() -> None:
    assert offered("09:41", event("11:00-11:45")) == (at("09:45"), at("10:15"))


def test_the_link_stands_still_while_somebody_aims_a_phone_at_it() -> None:
    assert offered("09:41") == offered("09:42") == offered("09:45")


def test_a_busy_room_is_offered_when_it_is_really_free() -> None:
    busy = event("09:30-10:00"), event("10:03-10:40")
    assert offered("09:41", *busy) == (at("10:45"), at("11:15"))


def test_what_is_left_of_a_gap_counts_and_a_gap_that_ends_too_soon_does_not() -> None:
    assert offered("09:41", event("10:05-11:00")) == (at("09:45"), at("10:05"))
    assert offered("09:41", event("09:58-11:00")) == (at("11:00"), at("11:30"))
    assert offered("09:41", event("09:30-10:05"), event("10:22-11:00")) == (at("10:05"), at("10:22"))


def test_a_full_day_leads_to_the_next_and_no_further_than_policy_allows() -> None:
    full = event("09:30-+1 00:00")
    assert offered("09:41", full, days_ahead=1) == (at("+1 08:00"), at("+1 08:30"))
    assert offered("09:41", full, days_ahead=0) is None


@given(worlds())
@search
def test_the_time_behind_the_code_is_always_free_and_still_to_come(world: tuple[Facts, datetime]) -> None:
    facts, now = world
    scene = survey(facts, now)
    found = next_time(scene)
    if found is not None:
        assert now - timedelta(minutes=1) < found[0] < found[1]
        assert is_free(slots(scene.facts), *found)
        assert found[1] - found[0] <= max(timedelta(minutes=30), min_length(facts))


def min_length(facts: Facts) -> timedelta:
    return timedelta(minutes=min(facts.settings.durations, default=30))


def test_the_link_names_the_room_and_its_time_in_utc() -> None:
    now = at("09:41")
    link = phone_link(survey(aurora(now), now), OUTLOOK)
    assert link is not None
    assert link.startswith(
        "https://outlook.office.com/calendar/0/deeplink/compose?path=/calendar/action/compose&"
    )
    assert asked(link) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": "2026-10-13T07:45:00Z",
        "enddt": "2026-10-13T08:15:00Z",
        "to": "aurora@contoso.com",
        "location": "Aurora",
    }


def test_without_a_good_look_at_the_calendar_there_is_no_link_and_with_an_old_one_there_is() -> None:
    now = at("09:41")
    facts = aurora(now)
    for heard in (Heard(), Heard(now, problem=Reason.READ_REFUSED)):
        assert phone_link(survey(replace(facts, heard=heard), now), OUTLOOK) is None
    assert phone_link(survey(replace(facts, room=None), now), OUTLOOK) is None
    stale = replace(facts, heard=Heard(now - timedelta(minutes=30)))
    assert phone_link(survey(stale, now), OUTLOOK) is not None


@given(
    room=st.text(max_size=60),
    mailbox=st.from_regex(r"[^@\s<>\x00-\x1f]{1,30}@[^@\s<>\x00-\x1f]{1,30}", fullmatch=True),
)
@search
def test_no_name_or_address_breaks_out_of_its_place(room: str, mailbox: str) -> None:
    link = compose_link(OUTLOOK, mailbox, room, START, END)
    if link is None:
        return
    assert len(link.encode("ascii")) <= LONGEST
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", OUTLOOK, "")
    found = {k: v for k, (v,) in parse_qs(parts.query, keep_blank_values=True, max_num_fields=6).items()}
    assert found.pop("location", room) == room
    assert found["to"] == mailbox
    assert set(found) == {"path", "rru", "startdt", "enddt", "to"}


def test_a_name_too_long_is_left_out_and_an_address_too_long_means_no_code() -> None:
    link = compose_link(OUTLOOK, "aurora@contoso.com", "極" * 30, START, END)
    assert link is not None
    assert "location" not in asked(link)
    assert compose_link(OUTLOOK, "a" * 200 + "@contoso.com", "", START, END) is None


@pytest.mark.parametrize(
    ("graph", "outlook"),
    [
        ("https://graph.microsoft.com/v1.0", "outlook.office.com"),
        ("https://graph.microsoft.us/v1.0", "outlook.office365.us"),
        ("https://microsoftgraph.chinacloudapi.cn/v1.0", "partner.outlook.cn"),
        ("https://127.0.0.1:8443/v1.0", "outlook.office.com"),
    ],
)
def test_each_cloud_has_its_outlook(graph: str, outlook: str) -> None:
    assert outlook_of(graph) == outlook


def photographed(drawn: Code, pixels: int = 3) -> memoryview:
    """The code as a grey picture, dark on light with its quiet zone."""
    light = [False] * drawn.across
    rows = [light] * QUIET + [[*light[:QUIET], *row, *light[:QUIET]] for row in drawn.rows] + [light] * QUIET
    grey = bytes(
        0 if dark else 255 for row in rows for _ in range(pixels) for dark in row for _ in range(pixels)
    )
    side = drawn.across * pixels
    return memoryview(grey).cast("B", [side, side])


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40))
@how(max_examples=15, deadline=None, derandomize=True, database=None)
def test_what_is_drawn_is_read_back_by_a_reader_that_is_not_ours(room: str) -> None:
    link = compose_link(OUTLOOK, "aurora@contoso.com", room, START, END)
    assert link is not None
    (found,) = zxingcpp.read_barcodes(photographed(code(link)))
    assert found.text == link


def test_the_path_covers_the_dark_modules_and_no_other() -> None:
    drawn = code("https://outlook.office.com/")
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path)
    assert "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in runs) == drawn.path
    covered = [(int(x) + i, int(y)) for x, y, n in runs for i in range(int(n))]
    dark = [(x + QUIET, y + QUIET) for y, row in enumerate(drawn.rows) for x, on in enumerate(row) if on]
    assert sorted(covered) == sorted(dark)


def test_an_ordinary_link_and_the_longest_are_as_large_as_the_arithmetic_says() -> None:
    ordinary = compose_link(OUTLOOK, "aurora@contoso.com", "Aurora", START, END)
    assert ordinary is not None
    assert code(ordinary).across <= 65
    assert code("https://" + "a" * (LONGEST - 8)).across == 73


@pytest.mark.parametrize(
    ("height_mm", "height", "module", "card_u"),
    [
        (91.5, 480, 3, 63.8),
        (88, 720, 5, 95),
        (108, 800, 4, 63.8),
        (136, 800, 3, 56),
        (126, 1080, 5, 56),
        (166, 1080, 4, 56),
    ],
)
def test_on_every_size_class_half_a_millimetre_is_kept_and_the_card_is_wide_enough(
    height_mm: float, height: int, module: int, card_u: float
) -> None:
    pixel = height_mm / height
    assert module_pixels(pixel) == module
    assert module * pixel >= MODULE_MM > (module - 1) * pixel
    longest = code("https://" + "a" * (LONGEST - 8))
    assert longest.pixels(pixel) / (height / 100) <= card_u - 7  # the card's padding
