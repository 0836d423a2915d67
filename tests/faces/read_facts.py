"""Facts as a person writes them (JSON, local times, short forms) to `Facts`. An unknown key is an error.

What is left out is the day of the boards: room Aurora in Berlin, its five meetings, Exchange heard five seconds ago.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from kiosk.room import model
from kiosk.room.clock_health import ClockHealth
from kiosk.room.confirmed import CheckIn, Freeing, Release
from kiosk.room.model import Event, EventId, Facts, Heard, Notice, Promise, PromiseId, Room, Settings, Visit
from kiosk.room.nearby import FindingRoom, Nearby, Neighbour, Plan
from kiosk.room.pairing import Pairing, Stage, Trial, Tried
from kiosk.room.policy import Week
from kiosk.room.presence import Presence
from kiosk.room.reach import EasyReach
from kiosk.room.reasons import Reason
from kiosk.room.reports import Category, Course, Delivery, Report, Reportable, Reported, Reporting, Way
from tests.faces.read_staff import entering_pin, staff_menu
from tests.faces.times import BOARDS, Times

AURORA: dict[str, Any] = {
    "mailbox": "aurora@contoso.com", "name": "Aurora", "zone": "Europe/Berlin", "floor": "3", "seats": 8,
    "equipment": ["display", "camera", "whiteboard"], "verified": True,
}  # fmt: skip
MEETINGS: list[Any] = [
    "08:30-09:15 Weekly planning | Priya Nair",
    "11:00-11:45 Design review | Mina Okafor",
    "12:00-13:00 Supplier call | Jonas Weber",
    {"when": "14:00-15:00", "private": True},
    "16:00-17:00 Sprint retro | Team Delta",
]
HEARD_BEFORE = timedelta(seconds=5)
LENGTHS = {
    "max_length": "minutes", "confirm_timeout": "seconds", "stale_after": "seconds", "check_in_opens": "minutes",
    "release_after": "minutes", "exempt_longer": "minutes", "exempt_created": "minutes",
}  # fmt: skip
"""Fields of Settings that are lengths of time, and the unit they are written in."""
Written = Mapping[str, Any]
CHOICES: dict[str, type[Enum]] = {"privacy": model.Privacy, "mode": model.Mode, "easy_reach": EasyReach}
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Moment:
    """Facts, and when they are looked at."""

    facts: Facts
    now: datetime
    times: Times


def read(written: Written) -> Moment:
    """Everything of one `*.facts.json`.

    Raises:
        ValueError: an unknown key, or a time that is none.
    """
    _known(
        written,
        "about now day room settings heard events promises notices visit loaded clock_wrong check_ins releases seeing_since nearby"
        " started_at presence reports pairing",
    )
    room = None if "room" in written and written["room"] is None else _room(written.get("room", {}))
    day = date.fromisoformat(written["day"]) if "day" in written else BOARDS
    times = Times(ZoneInfo(room.zone if room else "UTC"), day)
    now = times.read(written["now"])
    facts = Facts(
        room=room,
        settings=_settings(written.get("settings", {})),
        events=tuple(
            _event(event, index, times) for index, event in enumerate(written.get("events", MEETINGS), 1)
        ),
        heard=_heard(written.get("heard", {}), now, times),
        pairing=_pairing(written["pairing"], times) if "pairing" in written else None,
        promises=tuple(_promise(promise, times) for promise in written.get("promises", ())),
        notices=tuple(_value(Notice, notice, times, {}) for notice in written.get("notices", ())),
        visit=_visit(written.get("visit", {}), times),
        check_ins=tuple(_check_in(one, now, times) for one in written.get("check_ins", ())),
        releases=tuple(_release(one, times) for one in written.get("releases", ())),
        seeing_since=times.read(written["seeing_since"]) if "seeing_since" in written else None,
        reports=tuple(_report(one, times) for one in written.get("reports", ())),
        loaded=written.get("loaded"),
        nearby=_nearby(written["nearby"], now, times) if "nearby" in written else Nearby(),
        started_at=times.read(written["started_at"]) if "started_at" in written else None,
        presence=_value(Presence, written["presence"], times, {}) if "presence" in written else None,
        clock=ClockHealth(off=True, wrong=True) if written.get("clock_wrong") else ClockHealth(),
    )
    return Moment(facts, now, times)


def _known(written: Written, names: str) -> None:
    unknown = sorted(set(written) - set(names.split()))
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: not one of {names}")


def _room(written: Written) -> Room:
    values = AURORA | dict(written)
    return Room(**values | {"equipment": tuple(values["equipment"])})


def _settings(written: Written) -> Settings:
    values: dict[str, Any] = {"privacy": model.Privacy.FULL}
    _known(written, " ".join(f.name for f in fields(Settings)))
    for name, value in written.items():
        if name in LENGTHS:
            values[name] = timedelta(**{LENGTHS[name]: value})
        elif name == "report":
            values[name] = _reportable(value)
        elif name in CHOICES:
            values[name] = CHOICES[name](value)
        elif name == "hours":
            values[name] = _week(value)
        elif name == "night":
            values[name] = tuple(time.fromisoformat(wall) for wall in value)
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return Settings(**values)


def _week(written: list[str | None]) -> Week:
    """From Monday on: "08:00-18:00", or null for a day on which the room is closed."""
    walls = [
        None if day is None else [time.fromisoformat(wall) for wall in day.split("-")] for day in written
    ]
    return tuple(None if day is None else (day[0], day[1]) for day in walls)


def _reportable(written: Written) -> Reportable:
    """`{}`: by mail, all kinds of trouble; `things` by their kind."""
    _known(written, "things")
    things = tuple((Category(kind), tuple(names)) for kind, names in written.get("things", {}).items())
    return Reportable((Way.MAIL,), things=things)


def _heard(written: Written, now: datetime, times: Times) -> Heard:
    heard = _value(Heard, {"reachable": True} | dict(written), times, {})
    if "as_of" in written:
        return heard
    return Heard(
        now - HEARD_BEFORE,
        heard.reachable,
        heard.problem,
        heard.retry_at,
        heard.since,
        heard.booking_refused_at,
    )


def _event(written: str | Written, index: int, times: Times) -> Event:
    """ "11:00-11:45 Design review | Mina Okafor", or an object with `when`, `what`, `who` and the fields of Event."""
    if isinstance(written, str):
        head, _, who = written.partition(" | ")
        when, _, what = head.partition(" ")
        written = {"when": when, "what": what, "who": who}
    _known(written, "when what who id uid private busy ours accepted")
    all_day = written["when"].startswith("all day")
    start, end = _whole_days(written["when"], times) if all_day else times.span(written["when"])
    return Event(
        EventId(written.get("id", f"e{index}")), written.get("uid", f"u{index}"), start, end, all_day,
        written.get("what", ""), written.get("who", ""), written.get("private", False), written.get("busy", True),
        written.get("ours", False), written.get("accepted", True),
    )  # fmt: skip


def _whole_days(when: str, times: Times) -> tuple[datetime, datetime]:
    """ "all day", "all day +1", "all day 0 to +2" (the last one is not part of it)."""
    first, _, after = when.removeprefix("all day").strip().partition(" to ")
    begin = int(first or 0)
    end = int(after) if after else begin + 1
    return times.midnights(times.day + timedelta(days=begin), times.day + timedelta(days=end))


def _promise(written: Written, times: Times) -> Promise:
    """Fields of Promise, with `when` in place of start and end; it is stored unless it says otherwise."""
    values: dict[str, Any] = {"id": "p1", "stored": True} | dict(written)
    start, end = times.span(values.pop("when"))
    values.setdefault("tapped_at", times.write(start))
    return _value(Promise, values, times, {"start": start, "end": end})


def _nearby(written: Written, now: datetime, times: Times) -> Nearby:
    """Rooms as fields of Neighbour, each with the spans it is `taken` for; without that its plan is not known.

    Their plans were told just now, `as_of` another time, or never: null.
    """
    _known(written, "rooms as_of failed refused")
    as_of = HEARD_BEFORE if "as_of" not in written else None
    rooms, plans = [], []
    for one in written.get("rooms", ()):
        values = dict(one)
        taken = values.pop("taken", None)
        mailbox = values.setdefault("mailbox", f"{values['name'].lower()}@contoso.com")
        rooms.append(Neighbour(**values | {"equipment": tuple(values.get("equipment", ()))}))
        if taken is not None:
            plans.append(Plan(mailbox, tuple(times.span(span) for span in taken)))
    told = now - as_of if as_of else (times.read(written["as_of"]) if written["as_of"] else None)
    refused = frozenset(written.get("refused", ()))
    return Nearby(True, tuple(rooms), tuple(plans), told, written.get("failed", False), refused)


def _check_in(written: Written, now: datetime, times: Times) -> CheckIn:
    _known(written, "event at")
    return CheckIn(written["event"], times.read(written["at"]), now + timedelta(hours=12))


def _release(written: Written, times: Times) -> Release:
    """Fields of Release, with `when` in place of start and end."""
    values: dict[str, Any] = {"id": "r1"} | dict(written)
    start, end = times.span(values.pop("when"))
    values.setdefault("decided_at", times.write(start))
    return _value(Release, values, times, {"start": start, "end": end})


def _report(written: Written, times: Times) -> Report:
    """Fields of Report; it is stored unless it says otherwise, and waits to be sent by mail for the `attempts`th time."""
    values: dict[str, Any] = {"id": "r1", "number": "204117", "category": "screen", "stored": True} | dict(
        written
    )
    delivery = Delivery(Way.MAIL, Course(values.pop("course", "waiting")), values.pop("attempts", 0))
    return _value(Report, values, times, {"deliveries": (delivery,)})


def _pairing(written: Written, times: Times) -> Pairing:
    """`tried`: each trial by its id, and true, false or null; or the words that staff are told of what went wrong."""
    values = dict(written)
    tried = tuple(
        Tried(Trial(key), False, how) if isinstance(how, str) else Tried(Trial(key), how)
        for key, how in values.pop("tried", {}).items()
    )
    return _value(Pairing, values, times, {"tried": tried})


def _visit(written: Written, times: Times) -> Visit:
    values = dict(written)
    more: dict[str, Any] = {}
    if "done" in values:
        more["done"] = frozenset(PromiseId(p) for p in values.pop("done"))
    if "sheet" in values:
        more["sheet"] = _sheet(values.pop("sheet"), times)
    return _value(Visit, values, times, more)


def _sheet(written: str | Written, times: Times) -> model.OpenSheet:
    """ "menu", "day", "pick", "rooms", {"pick": {...}}, {"block": "p1"}, {"name": "p1"}, {"rooms": {...}}, {"reported": {...}}."""
    if isinstance(written, str):
        plain: dict[str, model.OpenSheet] = {
            "menu": model.InMenu(), "day": model.ViewingDay(), "pick": model.PickingTime(), "rooms": FindingRoom(),
            "report": Reporting(),
            "code": model.ShowingCode(), "languages": model.ChoosingLanguage(),
        }  # fmt: skip
        return plain[written]
    _known(written, "pick day block name rooms report reported pin staff")
    if "pin" in written:
        return entering_pin(written["pin"], times)
    if "staff" in written:
        return staff_menu(written["staff"])
    if "rooms" in written:
        return _value(FindingRoom, written["rooms"], times, {})
    if "report" in written:
        return _value(Reporting, written["report"], times, {})
    if "reported" in written:
        return _value(Reported, written["reported"], times, {})
    if "block" in written:
        return model.ViewingBlock(written["block"], written.get("day", 0))
    if "day" in written:
        return model.ViewingDay(written["day"])
    if "name" in written:
        return model.NamingBooking(PromiseId(written["name"]))
    return _value(model.PickingTime, written["pick"], times, {})


def _value(kind: type[V], written: Written, times: Times, more: dict[str, Any]) -> V:
    """A frozen value by its fields' names: times are read, enums looked up."""
    assert is_dataclass(kind)
    names = {f.name: str(f.type) for f in fields(kind)}
    _known(written, " ".join(names))
    enums: dict[str, type[Enum]] = {
        "Reason": Reason, "Life": model.Life, "Wish": model.Wish, "Mode": model.Mode, "Freeing": Freeing, "Category": Category,
        "Stage": Stage,
    }  # fmt: skip
    for name, value in written.items():
        of = names[name].removesuffix(" | None")
        if value is None:
            more[name] = None
        elif of == "datetime":
            more[name] = times.read(value)
        else:
            more[name] = enums[of](value) if of in enums else value
    made: V = kind(**more)
    return made
