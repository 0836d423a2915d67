"""The link behind the QR code: a new meeting in Outlook on a phone, for this room, at its next free time. Pure.

Opens Outlook on the web, where the person is signed in as themselves and gives the meeting a subject. Microsoft documents no
parameters of this link; those used are the ones that calendar software has relied on for years (docs/guides/qr-code.md
names the sources). What it becomes as modules on the glass is qr.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode, urlsplit

from kiosk.room import days, hours
from kiosk.room.agenda import Slot, free_gaps
from kiosk.room.face import State
from kiosk.room.offers import PRESELECTED
from kiosk.room.survey import Scene

OUTLOOK = {
    "graph.microsoft.com": "outlook.office.com",
    "graph.microsoft.us": "outlook.office365.us",
    "dod-graph.microsoft.us": "outlook-dod.office365.us",
    "microsoftgraph.chinacloudapi.cn": "partner.outlook.cn",
}
"""Outlook on the web of each cloud, by the host of its Graph."""

LONGEST = 287
"""Bytes that a code of version 12 holds at level M: 65 modules, and what qr.py says about millimetres."""


def outlook_of(base_url: str) -> str:
    """The host of Outlook on the web that belongs to this Graph; the world-wide one for a Graph that is not known."""
    return OUTLOOK.get(urlsplit(base_url).hostname or "", OUTLOOK["graph.microsoft.com"])


def phone_link(scene: Scene, outlook: str) -> str | None:
    """What the QR code of this scene opens; None where there is nothing true to offer.

    Without a good look at the calendar (state problem, or nothing heard yet) no time is offered. A stale one is: Exchange
    decides when the person sends it.
    """
    facts = scene.facts
    if facts.room is None or scene.state is State.PROBLEM or facts.heard.as_of is None:
        return None
    time = next_time(scene)
    return None if time is None else compose_link(outlook, facts.room.mailbox, scene.room, *time)


def next_time(scene: Scene) -> tuple[datetime, datetime] | None:
    """The next free time that policy allows, aware UTC: on a quarter of an hour where one fits, half an hour if free.

    Today from now to midnight; on a later day from the working hours on.

    Where the room is free now it begins with the next quarter, so that the link, and with it the picture, stands still
    while somebody aims a phone at it.
    """
    settings, now, zone = scene.facts.settings, scene.now, scene.zone
    least = timedelta(minutes=min(settings.durations, default=PRESELECTED))
    most = max(least, min(timedelta(minutes=PRESELECTED), settings.max_length))
    today = days.local_date(now, zone)
    for day in (today + timedelta(days=number) for number in range(settings.days_ahead + 1)):
        begin = days.floor_minute(now) if day == today else days.at_hour(day, settings.work_start, zone)
        end = days.midnight(day + timedelta(days=1), zone)
        found = _first(hours.offered(scene.facts, scene.taken, now), begin, end, least, most, zone)
        if found is not None:
            return found
    return None


def _first(
    taken: Sequence[Slot], begin: datetime, end: datetime, least: timedelta, most: timedelta, zone: str
) -> tuple[datetime, datetime] | None:
    for opens, closes in free_gaps(taken, begin, end, least):
        start = days.next_quarter(opens, zone)
        if start + least > closes:
            if opens == begin:
                continue  # by the time the meeting is written, this is over
            start = opens
        return start, min(start + most, closes)
    return None


def compose_link(outlook: str, mailbox: str, room: str, start: datetime, end: datetime) -> str | None:
    """A new meeting with the room as attendee and place. Times are aware; they travel in UTC.

    None where the address alone makes it longer than a legible code can hold.
    """
    asked = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": _instant(start),
        "enddt": _instant(end),
        "to": mailbox,
    }
    for fields in (asked | {"location": room}, asked):  # a name in kanji is long once it is escaped
        link = (
            f"https://{outlook}/calendar/0/deeplink/compose?{urlencode(fields, safe='/:@', quote_via=quote)}"
        )
        if len(link) <= LONGEST:
            return link
    return None


def _instant(at: datetime) -> str:
    """2026-10-13T11:00:00Z. Without the Z Outlook takes the phone's own zone."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
