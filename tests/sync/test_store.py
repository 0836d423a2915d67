"""What is on disk: all of it, in one piece, and nothing that must not be there."""

import dataclasses
import json
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.room import days
from kiosk.room.model import Event, EventId, Life, Mode, Promise, PromiseId, Room, Wish
from kiosk.room.reasons import Reason
from kiosk.sync.store import REFUSALS, Store

ROOM = "aurora@contoso.com"
ZONE = "Europe/Berlin"
NOW = datetime(2026, 10, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    opened.load(ROOM, "full")
    yield opened
    opened.close()


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def event(key: str = "a", subject: str = "Merger with Fabrikam", **more: object) -> Event:
    born = Event(
        EventId(key), "uid-" + key, NOW, NOW + timedelta(hours=1), subject=subject, organizer="Lena Fischer"
    )
    return dataclasses.replace(born, **more)  # type: ignore[arg-type]  # because the fields are named by the test


def promise(key: str = "p1", **more: object) -> Promise:
    born = Promise(PromiseId(key), NOW, NOW + timedelta(hours=1), NOW)
    return dataclasses.replace(born, **more)  # type: ignore[arg-type]  # because the fields are named by the test


def again(folder: Path, privacy: str = "full", mailbox: str = ROOM) -> tuple[Store, object]:
    opened = Store(folder)
    return opened, opened.load(mailbox, privacy)


# --- all of it comes back

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants them so
MAYBE = st.one_of(st.none(), INSTANTS)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PROMISES = st.builds(
    Promise,
    id=WORDS.map(PromiseId), start=INSTANTS, end=INSTANTS, tapped_at=INSTANTS, mode=st.sampled_from(Mode),
    wish=st.sampled_from(Wish), life=st.sampled_from([life for life in Life if life is not Life.SETTLED]),
    wanted_start=MAYBE, wanted_end=MAYBE, subject=WORDS, name=WORDS, room=WORDS, room_name=WORDS, owner=WORDS, email=WORDS, guest=WORDS, provisional=st.booleans(), code=WORDS,
    event_id=st.one_of(st.none(), WORDS.map(EventId)), uid=WORDS, attempts=st.integers(0, 99), sent_at=MAYBE,
    next_try_at=MAYBE, good_reads=st.integers(0, 3), read_at=MAYBE, answered_at=MAYBE, throttled=st.booleans(),
    stored=st.booleans(), seen=st.booleans(), extended=st.booleans(), restoring=st.booleans(),
    reason=st.one_of(st.none(), st.sampled_from(Reason)),
)  # fmt: skip


@st.composite
def events(draw: st.DrawFn) -> Event:
    all_day = draw(st.booleans())
    start = draw(INSTANTS)
    end = start + timedelta(seconds=draw(st.integers(0, 10**6)))
    if all_day:
        start, end = days.whole_days(start.date(), end.date(), ZONE)
    return Event(
        EventId(draw(WORDS)), draw(WORDS), start, end, all_day, draw(WORDS), draw(WORDS), draw(st.booleans()),
        draw(st.booleans()), draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PROMISES, max_size=3, unique_by=lambda p: p.id))
def test_a_promise_comes_back_field_by_field(
    tmp_path_factory: pytest.TempPathFactory, kept: list[Promise]
) -> None:
    folder = tmp_path_factory.mktemp("promises")
    store = Store(folder)
    for one in kept:
        store.keep(one)
    store.close()
    store = Store(folder)
    assert list(store.load(ROOM, "full").promises) == kept
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(events(), max_size=4, unique_by=lambda e: e.id), min_size=1, max_size=3))
def test_the_last_day_comes_back_event_by_event(
    tmp_path_factory: pytest.TempPathFactory, reads: list[list[Event]]
) -> None:
    folder = tmp_path_factory.mktemp("events")
    store = Store(folder)
    store.load(ROOM, "full")
    store.keep_room(Room(ROOM, zone=ZONE))
    for number, read in enumerate(reads):
        store.apply(tuple(read), NOW + timedelta(minutes=number), ZONE)
    store.close()
    store = Store(folder)
    kept = store.load(ROOM, "full")
    assert sorted(kept.events, key=lambda e: e.id) == sorted(reads[-1], key=lambda e: e.id)
    assert kept.as_of is not None
    store.close()


def test_what_the_room_is_comes_back(store: Store, tmp_path: Path) -> None:
    room = Room(ROOM, "Aurora", ZONE, "4", 8, ("display", "whiteboard"), verified=True)
    store.keep_room(room)
    store.close()
    assert Store(tmp_path).load(ROOM, "full").room == room


def test_a_settled_promise_is_forgotten_in_the_file_too(store: Store, tmp_path: Path) -> None:
    kept = promise(subject="Xenophon", name="Quirinus", life=Life.AWAITING)
    store.keep(kept)
    assert b"Xenophon" in every_byte(tmp_path)
    store.keep(dataclasses.replace(kept, life=Life.SETTLED))
    assert b"Xenophon" not in every_byte(tmp_path)
    assert b"Quirinus" not in every_byte(tmp_path)
    assert store.load(ROOM, "full").promises == ()


def test_typed_words_that_are_taken_away_are_taken_from_the_file(store: Store, tmp_path: Path) -> None:
    kept = promise(subject="Xenophon", life=Life.AWAITING)
    store.keep(kept)
    store.keep(dataclasses.replace(kept, subject="", life=Life.KEPT))
    assert b"Xenophon" not in every_byte(tmp_path)


# --- one piece


def test_a_read_that_cannot_be_written_whole_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.load(ROOM, "full")
    store.keep_room(Room(ROOM, zone=ZONE))
    store.apply((event("a"),), NOW, ZONE)
    bad = dataclasses.replace(event("c"), uid=["no text"])  # type: ignore[arg-type]  # because that is the fault
    with pytest.raises(REFUSALS):
        store.apply((event("b"), bad), NOW + timedelta(minutes=2), ZONE)
    store.close()
    kept = Store(tmp_path).load(ROOM, "full")
    assert [e.id for e in kept.events] == ["a"]
    assert kept.as_of == NOW


def test_an_unchanged_day_is_not_written_again_and_again(store: Store, tmp_path: Path) -> None:
    store.keep_room(Room(ROOM, zone=ZONE))
    store.apply((event(),), NOW, ZONE)
    before = every_byte(tmp_path)
    for second in range(1, 59):
        store.apply((event(),), NOW + timedelta(seconds=second), ZONE)
    assert every_byte(tmp_path) == before


# --- what must not be there


@pytest.mark.parametrize("other", [{"privacy": "none"}, {"mailbox": "borealis@contoso.com"}])
def test_another_room_or_another_privacy_empties_the_file(tmp_path: Path, other: dict[str, str]) -> None:
    store = Store(tmp_path)
    store.load(ROOM, "full")
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply(tuple(event(f"id-{n}", f"Merger number {n}") for n in range(200)), NOW, ZONE)
    store.close()
    assert b"Merger number" in every_byte(tmp_path)
    store, kept = again(tmp_path, **other)
    assert kept.events == ()  # type: ignore[attr-defined]  # because `again` is loose
    assert b"Merger number" not in every_byte(tmp_path)
    assert b"Lena Fischer" not in every_byte(tmp_path)
    store.close()


def test_a_subject_that_turned_private_is_gone_from_the_file(store: Store, tmp_path: Path) -> None:
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply((event(), event("b", "Other")), NOW, ZONE)
    store.apply((event(subject="", private=True), event("b", "Other")), NOW + timedelta(seconds=10), ZONE)
    assert b"Fabrikam" not in every_byte(tmp_path)


def test_a_meeting_that_is_gone_is_gone_from_the_file(store: Store, tmp_path: Path) -> None:
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply((event(), event("b", "Other")), NOW, ZONE)
    store.apply((event("b", "Other"),), NOW + timedelta(seconds=10), ZONE)
    assert b"Fabrikam" not in every_byte(tmp_path)


def test_all_files_are_their_owners_alone(store: Store, tmp_path: Path) -> None:
    store.keep(promise())
    store.keep_room(Room(ROOM))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert set(modes.values()) == {0o600}, modes


# --- what cannot be read


def ruin(path: Path) -> None:
    path.write_bytes(b"this is no database " * 500)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)


def test_an_unreadable_cache_is_made_anew(store: Store, tmp_path: Path) -> None:
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply((event(),), NOW, ZONE)
    store.close()
    ruin(tmp_path / "cache.db")
    store, kept = again(tmp_path)
    assert kept.events == ()  # type: ignore[attr-defined]  # because `again` is loose
    store.apply((event(),), NOW, ZONE)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE meta SET value = 'Mars/Olympus' WHERE key = 'zone'",
        "UPDATE meta SET value = 'yesterday' WHERE key = 'as_of'",
        "UPDATE meta SET value = '{' WHERE key = 'seats'",
        "UPDATE event SET start = 'soon'",
        "UPDATE event SET end = NULL",
        "DROP TABLE event",
        "DROP TABLE meta",
        "ALTER TABLE event DROP COLUMN busy",
    ],
)
def test_a_cache_that_makes_no_sense_is_made_anew(store: Store, tmp_path: Path, statement: str) -> None:
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply((event(),), NOW, ZONE)
    store.keep(promise())
    store.close()
    with sqlite3.connect(tmp_path / "cache.db") as other:
        other.execute(statement)
    other.close()
    store = Store(tmp_path)
    kept = store.load(ROOM, "full")
    assert kept.events == ()
    assert [p.id for p in kept.promises] == ["p1"], "the outbox has nothing to do with it"
    store.keep_room(Room(ROOM, "Aurora", ZONE))
    store.apply((event(),), NOW, ZONE)
    store.close()
    assert len(Store(tmp_path).load(ROOM, "full").events) == 1


def test_a_cache_that_is_not_as_it_was_written_names_no_room_for_a_booking(
    store: Store, tmp_path: Path
) -> None:
    store.keep(promise())
    store.close()
    with sqlite3.connect(tmp_path / "cache.db") as other:
        other.execute("UPDATE meta SET value = 'avrora@contoso.com' WHERE key = 'mailbox'")
    other.close()
    store = Store(tmp_path)
    assert store.load(ROOM, "full").promises == (promise(),)
    store.close()


def test_an_unreadable_outbox_is_set_aside_and_said(store: Store, tmp_path: Path) -> None:
    store.keep(promise())
    store.close()
    ruin(tmp_path / "outbox.db")
    store = Store(tmp_path)
    kept = store.load(ROOM, "full")
    assert kept.promises == ()
    assert kept.outbox_lost
    assert (tmp_path / "outbox.db.unreadable").read_bytes().startswith(b"this is no database")
    store.keep(promise("p2"))
    store.close()


def test_what_was_set_aside_before_is_not_written_over(tmp_path: Path) -> None:
    for number in range(2):
        store = Store(tmp_path)
        store.keep(promise(f"p{number}"))
        store.close()
        ruin(tmp_path / "outbox.db")
    Store(tmp_path).close()
    assert len(list(tmp_path.glob("outbox.db.unreadable*"))) == 2


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"id": "p1", "life": "flying"}'])
def test_a_promise_that_cannot_be_read_is_set_aside_and_the_others_stay(
    store: Store, tmp_path: Path, body: str
) -> None:
    store.keep(promise("p1"))
    store.keep(promise("p2"))
    store.close()
    with sqlite3.connect(tmp_path / "outbox.db") as other:
        other.execute("UPDATE promise SET body = ? WHERE id = 'p1'", (body,))
    other.close()
    store = Store(tmp_path)
    kept = store.load(ROOM, "full")
    assert [p.id for p in kept.promises] == ["p2"]
    assert kept.outbox_lost
    store.close()
    store = Store(tmp_path)
    assert not store.load(ROOM, "full").outbox_lost, "it is said once"
    store.close()


def test_a_promise_in_which_a_bit_has_turned_is_not_believed(store: Store, tmp_path: Path) -> None:
    store.keep(promise("p1"))
    store.close()
    with sqlite3.connect(tmp_path / "outbox.db") as other:
        (before,) = other.execute("SELECT body FROM promise").fetchone()
        other.execute("UPDATE promise SET body = replace(body, '2026-10-13T', '2026-10-12T')")
        (after,) = other.execute("SELECT body FROM promise").fetchone()
    other.close()
    assert after != before
    store = Store(tmp_path)
    kept = store.load(ROOM, "full")
    store.close()
    assert kept.promises == ()
    assert kept.outbox_lost


def test_what_could_not_be_read_is_kept_for_staff(store: Store, tmp_path: Path) -> None:
    store.keep(promise("p1"))
    store.close()
    with sqlite3.connect(tmp_path / "outbox.db") as other:
        other.execute("UPDATE promise SET body = 'of another time'")
    other.close()
    store = Store(tmp_path)
    store.load(ROOM, "full")
    store.close()
    with sqlite3.connect(tmp_path / "outbox.db") as other:
        kept = other.execute("SELECT * FROM unreadable").fetchall()
    other.close()
    assert kept == [("p1", "of another time")]


def test_a_promise_of_an_older_program_has_the_defaults_of_what_it_did_not_know(
    store: Store, tmp_path: Path
) -> None:
    store.keep(promise())
    store.close()
    with sqlite3.connect(tmp_path / "outbox.db") as other:
        (body,) = other.execute("SELECT body FROM promise").fetchone()
        older = {
            key: value
            for key, value in json.loads(body[8:]).items()
            if key not in ("restoring", "extended", "seen")
        }
        text = json.dumps({**older, "from_the_future": 1})
        other.execute("UPDATE promise SET body = ?", (f"{crc32(text.encode()):08x}{text}",))
    other.close()
    store = Store(tmp_path)
    assert store.load(ROOM, "full").promises == (promise(),)
    store.close()


def test_a_disk_that_is_full_is_no_reason_to_set_the_outbox_aside(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.keep(promise())
    store.close()

    class Full(sqlite3.Connection):
        def execute(self, *_: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("database or disk is full")

    def connect(path: Path, **more: object) -> sqlite3.Connection:
        return plain(path, **more, factory=Full) if path.name == "outbox.db" else plain(path, **more)  # type: ignore[call-overload,no-any-return]  # because it passes on what it is given

    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", connect)
    for _ in range(2):
        with pytest.raises(REFUSALS):
            Store(tmp_path)
    monkeypatch.undo()
    store = Store(tmp_path)
    assert [p.id for p in store.load(ROOM, "full").promises] == ["p1"]
    assert list(tmp_path.glob("*unreadable*")) == []
    store.close()


def test_what_was_promised_for_a_room_stays_a_promise_for_it_when_the_display_gets_another(
    tmp_path: Path,
) -> None:
    first, _ = again(tmp_path)
    first.keep(promise("mine"))
    first.keep(promise("next door", room="cygnus@contoso.com", room_name="Cygnus"))
    first.close()
    for _ in range(2):
        second, kept = again(tmp_path, mailbox="borealis@contoso.com")
        second.close()
        rooms = {one.id: (one.room, one.room_name) for one in kept.promises}  # type: ignore[attr-defined]  # because `again` tells of an object
        assert rooms == {"mine": (ROOM, "Aurora"), "next door": ("cygnus@contoso.com", "Cygnus")}
