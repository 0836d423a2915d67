"""The worst answers through the whole core: the glass stays true, the display lives, and comes back by itself."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.room.model import Life, Privacy, Settings
from tests.fakes.exchange import Call
from tests.hostile import good
from tests.hostile.clean import dirty
from tests.hostile.damage import FLOOD, RIGHT_TO_LEFT
from tests.hostile.harassed import NEVER, Harassed
from tests.hostile.line import Said

YEAR = "31536000"


def said(body: Any, status: int = 200, **headers: str) -> Said:
    return Said(
        json.dumps(body).encode(), status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def event(**changed: Any) -> Said:
    return said({"value": [good.event(**changed)]})


WORST = {
    "a page of words": Said(b"<html>Guest network, please sign in</html>"),
    "nothing": Said(b""),
    "silence": NEVER,
    "a year to wait": said({}, 429, Retry_After=YEAR),
    "a date to wait for": said({}, 503, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"),
    "no time to wait": said({}, 429, Retry_After="-5"),
    "deep": Said(b'{"value":' + b"[" * 100_000),
    "lists": Said(b'{"value":[' + b"[]," * 1_300_000 + b"[]]}"),
    "a hundred thousand events": said({"value": [{"id": f"e{n}"} for n in range(100_000)]}),
    "itself as the next page": said({"value": [], "@odata.nextLink": "https://graph.test/v1.0/users/x"}),
    "another host as the next page": said({"value": [], "@odata.nextLink": "https://evil.example/v1.0/users"}),
    "an id that is no text": event(id="\ud800"),
    "an id that leads elsewhere": event(id=".."),
    "a time beyond the calendar": event(**good.span("9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59-14:00")),
    "an end before its begin": event(**good.span("2026-10-13T10:00:00", "2026-10-13T09:00:00")),
    "numbers that are none": Said(json.dumps({"value": [good.event(start=float("nan"))]}).encode()),
    "a refusal in a refusal": said({"error": {"code": "\r\nX", "innererror": {"code": ["x"]}}}, 400),
    "a redirect": said({}, 302, Location="https://evil.example/"),
    "packed": Said(b"\x1f\x8b" + b"\x00" * 40, 200, {"Content-Encoding": "gzip"}),
}  # fmt: skip


def reads(answer: Said) -> Callable[[Call], Said | None]:
    return lambda call: answer if call.reads_room else None


@pytest.mark.parametrize("answer", WORST.values(), ids=WORST)
async def test_what_was_true_stays_until_it_is_old_and_comes_back(tmp_path: Path, answer: Said) -> None:
    async with Harassed(tmp_path) as world:
        world.exchange.book(world.minute, world.minute + timedelta(hours=2))
        await world.until_state("busy")
        world.exchange.instead = reads(answer)
        before = len(world.faces)
        await asyncio.sleep(300)
        assert {face.state.value for _, face in world.faces[before:]} <= {"busy", "unknown"}
        assert world.core.status()["exchange"]["problem"] is not None  # type: ignore[index]  # because it is plain JSON
        uid = world.exchange.room_day()[0].uid
        world.exchange.move(uid, world.minute + timedelta(hours=1), world.minute + timedelta(hours=2))
        world.exchange.instead = lambda _: None
        await world.until_state("free", within=15)


@pytest.mark.parametrize("answer", WORST.values(), ids=WORST)
async def test_a_display_that_starts_among_liars_claims_nothing(tmp_path: Path, answer: Said) -> None:
    async with Harassed(tmp_path) as world:
        world.exchange.instead = lambda _: answer
        await asyncio.sleep(60)
        assert {face.state.value for _, face in world.faces} == {"unknown"}
        world.exchange.instead = lambda _: None
        await world.until_state("free", within=15)


CREATED = {
    "an empty 201": Said(b"", 201),
    "a page of words": Said(b"<html>", 201),
    "no id": said({"iCalUId": "x"}, 201),
    "an id that leads elsewhere": said({"id": "..", "iCalUId": "x"}, 201),
    "an id without end": said({"id": "A" * 100_000, "iCalUId": "x"}, 201),
    "a list": said([], 201),
    "silence": NEVER,
    "a year to wait": said({}, 503, Retry_After=YEAR),
    "a redirect": said({}, 307, Location="https://evil.example/"),
    "a server's fault": said({"error": {"code": "x" * 100_000}}, 500),
}


@pytest.mark.parametrize("answer", CREATED.values(), ids=CREATED)
async def test_a_booking_that_is_answered_with_nonsense_is_made_once(tmp_path: Path, answer: Said) -> None:
    async with Harassed(tmp_path) as world:
        await world.until_state("free")
        world.exchange.instead = lambda call: answer if call.creates else None
        promise = world.tap()
        assert promise is not None
        await asyncio.sleep(20)
        world.exchange.instead = lambda _: None
        await world.until(lambda: world.life(promise) in (Life.CONFIRMED, Life.KEPT), within=60)
        assert [item.transaction for item in world.exchange.created] == [promise.id]
        paths = {call.path for call in world.exchange.calls if call.writes and not call.creates}
        assert paths == set(), "nothing was changed or deleted on the way"


async def test_what_somebody_writes_into_a_meeting_is_tame_on_the_glass(tmp_path: Path) -> None:
    async with Harassed(tmp_path, Settings(privacy=Privacy.FULL)) as world:
        world.exchange.book(
            world.minute, world.minute + timedelta(hours=1), RIGHT_TO_LEFT + FLOOD + "x" * 10_000 + "\x00\u2028", "Lena\u202e Fischer"
        )  # fmt: skip
        await world.until_state("busy")
        await asyncio.sleep(5)
        assert [words for _, face in world.faces for words in dirty(face)] == []
