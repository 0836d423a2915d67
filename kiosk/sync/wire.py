"""Graph's JSON → the model. What privacy forbids is dropped here, before disk and logs. Pure.

Nothing of an answer is trusted: a wrong type anywhere makes the whole answer garbled (`Unreadable`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from kiosk.room import days
from kiosk.room.model import Event, EventId, Privacy, Room
from kiosk.room.text import initials, one_line
from kiosk.sync.usual import usual

LONGEST_SUBJECT = 255
NAME_MOST = 60
LONGEST_ID = 1024
"""Graph's have some 150 to 250 signs. What is longer is nothing to keep on disk and to put into addresses."""
MOST_SEATS, HIGHEST_FLOOR = 9999, 999
BEGIN_OF_TIME, END_OF_TIME = datetime(1900, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
"""Longer events are cut to this: a display may reckon years around them, in any zone, and stays within the calendar."""
BUSY = frozenset({"busy", "oof", "tentative", "unknown"})
"""What Exchange counts as a conflict (facts.md §3.4); unknown is no promise that the room is free."""
YES = frozenset({"accepted", "organizer"})


class Unreadable(ValueError):
    """An answer that does not have the shape of Graph's."""


class Backwards(Unreadable):
    """An event that ends before it begins. When it is, nobody knows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How this display reads its room's calendar."""

    zone: str
    privacy: Privacy
    system_user: str
    tentative_is_busy: bool = True
    exempt: frozenset[str] = frozenset()
    """Organizers, in lower case, whose meetings need no check-in."""


def page_of(body: Any) -> tuple[list[Mapping[str, Any]], str | None]:
    """The items of a collection's page and the address of the next one."""
    if not isinstance(body, dict) or not isinstance(body.get("value"), list):
        raise Unreadable("no collection")
    following = body.get("@odata.nextLink")
    if following is not None and not isinstance(following, str):
        raise Unreadable("nextLink")
    items = body["value"]
    if not all(isinstance(item, dict) for item in items):
        raise Unreadable("items")
    return items, following


def event_of(item: Mapping[str, Any], reading: Reading) -> Event | None:
    """One event of calendarView; None for what does not concern the glass (cancelled, declined, free, of no length).

    Raises:
        Unreadable: a property that must be there is missing or of a wrong type.
    """
    start, end, all_day = span_of(item, reading.zone)
    event_id, uid = _key(item, "id"), _key(item, "iCalUId", "")
    shown_as = _text(item, "showAs", "busy").lower()
    response = _response(item)
    if item.get("isCancelled") is True or response == "declined" or start == end:
        return None
    tentative = shown_as == "tentative"
    busy = shown_as in BUSY and (not tentative or reading.tentative_is_busy)
    if not busy and not all_day:
        return None
    name, address = _organizer(item)
    private = _text(item, "sensitivity", "normal").lower() != "normal"
    accepted = response in YES or item.get("isOrganizer") is True
    subject = one_line(_text(item, "subject", ""), LONGEST_SUBJECT)
    ours = address == reading.system_user.lower() or item.get("isOrganizer") is True
    return Event(
        EventId(event_id), uid, start, end, all_day=all_day,
        subject=_shown_subject(subject, name, reading.privacy, hidden=private or not accepted),
        organizer=_shown_organizer(name, reading.privacy, hidden=private),
        private=private, busy=busy, ours=ours, accepted=accepted, exempt=address in reading.exempt,
        series=_key(item, "seriesMasterId", ""),
    )  # fmt: skip


def span_of(item: Mapping[str, Any], zone: str) -> tuple[datetime, datetime, bool]:
    """Begin and end as aware UTC. An all-day event is a pair of dates in the room's zone (facts.md §2.13)."""
    all_day = item.get("isAllDay") is True
    if not all_day:
        begins, ends = usual(item.get("start")), usual(item.get("end"))
        if begins is not None and ends is not None and BEGIN_OF_TIME <= begins <= ends <= END_OF_TIME:
            return begins, ends, False
    first, last = _moment(item.get("start")), _moment(item.get("end"))
    try:
        if all_day:
            start, end = days.whole_days(_date(first), _date(last), zone)
        else:
            start, end = _instant(first), _instant(last)
    except OverflowError as beyond:
        raise Unreadable("a time beyond all calendars") from beyond
    if end < start:
        raise Backwards("end before start")
    return _within_time(start), _within_time(end), all_day


def _within_time(at: datetime) -> datetime:
    return min(max(at, BEGIN_OF_TIME), END_OF_TIME)


def _moment(value: Any) -> tuple[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("dateTime"), str):
        raise Unreadable("dateTime")
    zone = value.get("timeZone") or "UTC"
    if not isinstance(zone, str):
        raise Unreadable("timeZone")
    return value["dateTime"], zone


def _date(moment: tuple[str, str]) -> date:
    return _parse(moment[0]).date()


def _instant(moment: tuple[str, str]) -> datetime:
    at = _parse(moment[0])
    try:
        return (at if at.tzinfo else at.replace(tzinfo=days.zone(moment[1]))).astimezone(UTC)
    except ValueError as unknown:
        raise Unreadable("timeZone") from unknown


def _parse(text: str) -> datetime:
    """Graph writes seven fraction digits; Python reads six."""
    head, dot, tail = text.partition(".")
    digits = len(tail) - len(tail.lstrip("0123456789"))
    try:
        return datetime.fromisoformat(head + dot + tail[: min(digits, 6)] + tail[digits:])
    except ValueError as wrong:
        raise Unreadable("dateTime") from wrong


def _text(item: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = item.get(key)
    if type(value) is str:
        return value
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Unreadable(key)
    return value


def _key(item: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """An id: text that can be written to disk and into an address, where dots alone would lead elsewhere."""
    value = _text(item, key, default)
    broken = not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value)
    if broken or len(value) > LONGEST_ID or (default is None and not value.strip(".")):
        raise Unreadable(key)
    return value


def _response(item: Mapping[str, Any]) -> str:
    status = item.get("responseStatus")
    if status is None:
        return "none"
    if not isinstance(status, dict):
        raise Unreadable("responseStatus")
    return _text(status, "response", "none").lower()


def _organizer(item: Mapping[str, Any]) -> tuple[str, str]:
    """Name as shown and address in lower case; both may be empty."""
    organizer = item.get("organizer")
    mail = organizer.get("emailAddress") if isinstance(organizer, dict) else None
    if not isinstance(mail, dict):
        return "", ""
    return one_line(_text(mail, "name", ""), LONGEST_SUBJECT), _text(mail, "address", "").lower()


def _shown_subject(subject: str, organizer: str, privacy: Privacy, *, hidden: bool) -> str:
    if hidden or not privacy.shows_subject:
        return ""
    names_organizer = bool(organizer) and organizer.casefold() in subject.casefold()
    return "" if names_organizer and not privacy.shows_organizer else subject


def _shown_organizer(name: str, privacy: Privacy, *, hidden: bool) -> str:
    if hidden or not privacy.shows_organizer:
        return ""
    return initials(name) if privacy is Privacy.INITIALS else name


@dataclass(frozen=True, slots=True)
class Trace:
    """What a calendar says of an event that may be one of ours. Never stored, never shown."""

    id: EventId
    uid: str
    transaction: str
    start: datetime
    end: datetime
    cancelled: bool
    organizer: str
    is_organizer: bool
    busy: bool
    all_day: bool


def trace_of(item: Any, zone: str) -> Trace:
    """Raises `Unreadable`."""
    if not isinstance(item, dict):
        raise Unreadable("no event")
    start, end, all_day = span_of(item, zone)
    return Trace(
        EventId(_key(item, "id")), _key(item, "iCalUId", ""), _text(item, "transactionId", ""), start, end,
        cancelled=item.get("isCancelled") is True, organizer=_organizer(item)[1],
        is_organizer=item.get("isOrganizer") is True, busy=_text(item, "showAs", "busy").lower() in BUSY, all_day=all_day,
    )  # fmt: skip


def created(item: Any) -> tuple[EventId, str]:
    """Id and iCalUId of an event that was just created."""
    if not isinstance(item, dict):
        raise Unreadable("event")
    return EventId(_key(item, "id")), _key(item, "iCalUId", "")


def organizers(body: Any) -> list[str]:
    """Addresses of who organizes the events of a page, in lower case; "" where it does not say."""
    return [_organizer(item)[1] for item in page_of(body)[0]]


def room_answer(item: Any, room: str) -> str | None:
    """The room's response on the organizer's copy, in lower case; None when it is not invited (any more)."""
    if not isinstance(item, dict):
        raise Unreadable("event")
    attendees = item.get("attendees")
    if not isinstance(attendees, list):
        raise Unreadable("attendees")  # an answer of another shape is no proof that the room was taken off
    for attendee in attendees:
        mail = attendee.get("emailAddress") if isinstance(attendee, dict) else None
        address = mail.get("address") if isinstance(mail, dict) else None
        if isinstance(address, str) and address.lower() == room.lower():
            status = attendee.get("status")
            return _text(status, "response", "none").lower() if isinstance(status, dict) else "none"
    return None


def may_edit(calendar: Any) -> bool:
    """Whether a calendar says that it can be written to; one that does not say can (facts.md §2.10)."""
    if not isinstance(calendar, dict):
        raise Unreadable("calendar")
    return calendar.get("canEdit") is not False


def accepted(item: Mapping[str, Any]) -> bool:
    """The calendar's owner said yes, or is the organizer."""
    return _response(item) in YES


def with_place(room: Room, item: Any) -> Room:
    """The room with what a place, a user or a calendar tells of it; what is known already stays."""
    if not isinstance(item, dict):
        raise Unreadable("place")
    owner = item.get("owner")
    name = item.get("displayName") or (owner.get("name") if isinstance(owner, dict) else None)
    floor, seats = item.get("floorLabel"), item.get("capacity")
    if not isinstance(floor, str) or not floor:
        number = item.get("floorNumber")
        floor = f"{number}" if type(number) is int and abs(number) <= HIGHEST_FLOOR else ""
    devices = {"display": "displayDeviceName", "camera": "videoDeviceName", "phone": "audioDeviceName"}
    equipment = [kind for kind, key in devices.items() if item.get(key)]
    tags = item.get("tags")
    if isinstance(tags, list) and any(isinstance(tag, str) and "whiteboard" in tag.lower() for tag in tags):
        equipment.append("whiteboard")
    return replace(
        room,
        name=room.name or (one_line(name, NAME_MOST) if isinstance(name, str) else ""),
        floor=room.floor or one_line(floor, NAME_MOST),
        seats=room.seats
        if room.seats is not None or type(seats) is not int or not 0 < seats <= MOST_SEATS
        else seats,
        equipment=room.equipment or tuple(equipment),
    )


def created_at(item: Any) -> datetime:
    """`createdDateTime`, which comes only without `$select` (facts.md §3.2)."""
    if not isinstance(item, dict):
        raise Unreadable("event")
    try:
        return _instant((_text(item, "createdDateTime"), "UTC"))
    except OverflowError as beyond:
        raise Unreadable("a time beyond all calendars") from beyond


def zone_of_schedule(body: Any) -> str | None:
    """The mailbox's zone, as an IANA name, from getSchedule's workingHours; None when it does not tell."""
    items, _ = page_of(body)
    if items and not items[0].keys() & {"scheduleId", "workingHours", "error"}:
        raise Unreadable("no schedule")  # not a mailbox that tells no zone: which one tells is asked once
    hours = items[0].get("workingHours") if items else None
    zone = hours.get("timeZone") if isinstance(hours, dict) else None
    name = zone.get("name") if isinstance(zone, dict) else None
    if not isinstance(name, str):
        return None
    try:
        return days.zone(name).key
    except ValueError:
        return None
