"""What the fuzzer may throw at: each target takes any bytes, and fails only by an exception that nobody named."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

from kiosk.config.desired import parse
from kiosk.config.problems import ConfigProblem
from kiosk.room.model import Event, Facts, Heard, Privacy, Room, Settings
from kiosk.room.next_change import next_change
from kiosk.room.project import project
from kiosk.room.status import status
from kiosk.room.text import one_line
from kiosk.sync import errors, wire
from kiosk.sync.errors import Garbled
from kiosk.sync.received import _parse
from kiosk.system_user import entra
from kiosk.system_user.identity import Account, SignInFailed, SignInUnavailable
from kiosk.system_user.line import Answer, NotEntras, _belongs
from tests.hostile import good
from tests.hostile.clean import dirty, is_clean
from tests.hostile.line import BEGIN, END, NOW, READING

BETWEEN = b"\n\n"
"""Parts an input into its answers."""
ROOM = Room(good.ROOM, "Aurora", "Europe/Berlin")


@dataclass(frozen=True)
class Target:
    feed: Callable[[bytes], None]
    seeds: Iterable[bytes]


def json_of(content: bytes) -> Any:
    """As sync/received.py reads a body. Raises `Garbled`."""
    try:
        return _parse(content)
    except (ValueError, RecursionError):
        raise Garbled("no JSON") from None


def page(content: bytes) -> None:
    """A page of calendarView, up to the glass."""
    with suppress(Garbled, wire.Unreadable):
        items, _ = wire.page_of(json_of(content))
        read = [wire.event_of(item, READING) for item in items]
        events = [event for event in read if event is not None and event.end > BEGIN and event.start < END]
        shown(tuple(sorted(events, key=lambda event: (event.start, event.end, event.id))))


def shown(events: tuple[Event, ...]) -> None:
    facts = Facts(
        room=ROOM,
        events=events,
        heard=Heard(as_of=NOW, reachable=True),
        settings=Settings(privacy=Privacy.FULL),
    )
    assert dirty(project(facts, NOW)) == []
    assert next_change(facts, NOW) > NOW
    json.dumps(status(facts, NOW)).encode()


def item(content: bytes) -> None:
    """One event, a place and a schedule: what the steps of a promise read."""
    with suppress(Garbled):
        body = json_of(content)
        for read in ANY + ([wire.accepted, trace_of] if isinstance(body, dict) else []):
            with suppress(wire.Unreadable):
                read(body)


def trace_of(body: Any) -> wire.Trace:
    return wire.trace_of(body, "UTC")


def answer_of(body: Any) -> str | None:
    return wire.room_answer(body, good.ROOM)


def place_of(body: Any) -> None:
    assert dirty(wire.with_place(Room(good.ROOM), body)) == []


ANY: list[Callable[[Any], object]] = [
    wire.created,
    wire.created_at,
    wire.zone_of_schedule,
    answer_of,
    place_of,
]


def refusal(content: bytes) -> None:
    """A status, two headers and a body."""
    head, _, body = content.partition(BETWEEN)
    told = head.decode(errors="replace").split("\n")
    code = int(told[0]) if told[0].isascii() and told[0].isdigit() and len(told[0]) < 4 else 400
    headers = dict(zip(("retry-after", "date"), told[1:3], strict=False))
    now = errors.date_of(headers.get("date")) or NOW
    fault = errors.fault_of(code, headers, body, now)
    assert str(fault).isascii()
    assert str(fault).isprintable()
    wait = errors.retry_after(headers.get("retry-after"), now)
    assert wait is None or timedelta(0) <= wait <= errors.MOST_WAIT


class Said:
    """In place of the line to Entra."""

    dated = None
    cut = False

    def __init__(self, *answers: bytes) -> None:
        self._answers = [Answer(200, {}, part.decode(errors="replace")) for part in answers]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def ask(self, _: str, url: str, *__: object) -> Answer:
        if not _belongs(url, "https://login.test"):
            raise NotEntras("another host")
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def sign_in(content: bytes) -> None:
    """The directory's description and its answer to a token request."""
    described, _, answered = content.partition(BETWEEN)
    said = Said(described, answered)
    account = Account(
        "https://login.test", "contoso.onmicrosoft.com", "1111", client_secret_file=Path(__file__)
    )
    known, entra._line, secret = entra._line, lambda _: said, entra._credential  # type: ignore[assignment,return-value]  # because it is a look-alike
    entra._credential = lambda _: "s3cret"
    try:
        token = entra.sign_in(account)
        assert token.text.isascii()
        assert 0 < token.lifetime <= entra.LONGEST_LIFE
    except (SignInFailed, SignInUnavailable):
        pass
    finally:
        entra._line, entra._credential = known, secret


def config(content: bytes) -> None:
    lines: tuple[str, ...] = ()
    try:
        parse(content.decode("utf-8-sig")).settings()
    except UnicodeDecodeError:
        pass
    except ConfigProblem as problem:
        lines = problem.lines
    assert all(line.isprintable() and len(line) < 600 for line in lines), lines


def words(content: bytes) -> None:
    """Somebody's subject, name or room."""
    line = one_line(content.decode(errors="surrogateescape"), 255)
    assert is_clean(line)
    assert one_line(line, 255) == line


def raw(body: Any) -> bytes:
    return json.dumps(body).encode()


CONFIG = b"""[graph]
tenant_id = "contoso.onmicrosoft.com"
client_id = "1111"
poll_seconds = 10
[system_user]
mailbox = "displays@contoso.com"
[room]
mailbox = "aurora@contoso.com"
time_zone = "Europe/Berlin"
[booking]
durations = [15, 30]
"""
TARGETS = {
    "page": Target(page, [raw(body) for body in (*good.PAGES, *good.samples("calendar-list-calendarview"))]),
    "item": Target(item, [raw(body) for body in (*good.EVENTS, *good.PLACES, *good.SCHEDULES, *good.samples("event-get"))]),
    "refusal": Target(
        refusal,
        [b"429\n2.128\nTue, 13 Oct 2026 09:00:30 GMT\n\n" + raw(body) for body in (*good.REFUSALS, *good.samples("error"))],
    ),
    "sign_in": Target(sign_in, [raw(good.DISCOVERY) + BETWEEN + raw(body) for body in good.TOKENS]),
    "config": Target(config, [CONFIG]),
    "words": Target(words, ["Planung für Größe".encode(), "e\u0301\u202e\u2066x\u0301\u0316".encode()]),
}  # fmt: skip
WORDS = [
    "@odata.nextLink", "value", "dateTime", "timeZone", "start", "end", "isAllDay", "showAs", "busy", "tentative", "free", "sensitivity",
    "organizer", "emailAddress", "address", "name", "responseStatus", "response", "accepted", "declined", "isCancelled", "iCalUId", "error",
    "innererror", "code", "access_token", "expires_in", "token_endpoint", "error_codes", "id_token", "client_info", "workingHours", "capacity",
    "floorNumber", "tags", "true", "false", "null", "NaN", "1e999", "9999-12-31T23:59:59", "0001-01-01T00:00:00", "T24:00:00", "+14:00",
    "W. Europe Standard Time", "\\\\ud800", "\\\\u202e", "[graph]", "[booking]", "durations", "max_minutes", "privacy",
]  # fmt: skip
"""What a fuzzer would take long to guess."""
