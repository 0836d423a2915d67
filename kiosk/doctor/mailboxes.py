"""Reads what the display must be able to read in Exchange, as the display reads it. Never writes."""

from __future__ import annotations

import json
import ssl
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from kiosk.clock import Clock
from kiosk.config.desired import Config
from kiosk.config.tables import GraphTable
from kiosk.doctor import refusals
from kiosk.doctor.check import Advice, Check, Verdict
from kiosk.doctor.refusals import GARBLED, Said, Target
from kiosk.room import days
from kiosk.room.powershell import quoted
from kiosk.sync.errors import GraphFault, WaitAsked
from kiosk.sync.graph import Graph
from kiosk.sync.wire import Unreadable, zone_of_schedule

DAY = timedelta(days=1)
NOT_ROOMS = {
    "user": "a person's mailbox", "linked": "a person's mailbox", "shared": "a shared mailbox", "equipment": "an equipment mailbox",
}  # fmt: skip
"""Values of userPurpose. Of the others nothing is known."""


class Given:
    """A token that is at hand already."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self) -> str:
        return self._token

    def reject(self, token: str) -> None:
        """There is no other."""


class Listening(Graph):
    """The display's own way to Graph, which also remembers what a refusal said."""

    said = Said(0)

    async def _meaning(self, answer: httpx.Response, path: str, content: bytes, now: datetime) -> Any:  # noqa: ANN401 - JSON
        self.said = _said(answer, content, now)
        return await super()._meaning(answer, path, content, now)


def graph_of(graph: GraphTable, token: str, clock: Clock, context: ssl.SSLContext | None = None) -> Listening:
    ca_file = Path(graph.ca_file) if graph.ca_file else None
    return Listening(graph.base_url, Given(token), clock, ca_file=ca_file, proxy=graph.proxy, context=context)


async def found(graph: Listening, check_id: str, target: Target) -> Check:
    """Whether there is such a mailbox; of its calendar only the id is asked for."""
    refused = await _asked(
        graph, graph.get(f"users/{quote(target.mailbox, safe='@')}/calendar", {"$select": "id"})
    )
    if isinstance(refused, Said):
        return refusals.of_graph(check_id, refused, target)
    return Check(check_id, Verdict.OK, f"There is a mailbox {target.mailbox}.")


async def is_room(graph: Listening, check_id: str, target: Target) -> Check:
    """Whether it is a room's: its own settings tell (MailboxSettings.Read), or the list of places (facts.md §2.9, §2.10)."""
    mailbox = target.mailbox
    path = f"users/{quote(mailbox, safe='@')}/mailboxSettings"
    settings = await _asked(graph, graph.get(path, {"$select": "userPurpose"}))
    purpose = settings.get("userPurpose") if isinstance(settings, dict) else None
    if purpose in NOT_ROOMS:
        return Check(
            check_id, Verdict.WRONG, f"{mailbox.partition('@')[0]}@ is {NOT_ROOMS[purpose]}. Choose a room mailbox. (E-ROOM-TYPE)",
            f"Correct {target.key}. If it is a room after all, an Exchange administrator makes it one:\n"
            f"Set-Mailbox -Identity {quoted(mailbox)} -Type Room",
        )  # fmt: skip
    if purpose == "room" or isinstance(
        await _asked(graph, graph.get(f"places/{quote(mailbox, safe='@')}")), dict
    ):
        return Check(check_id, Verdict.OK, f"{mailbox} is a room mailbox.")
    return Check(
        check_id, Verdict.NOTE, "Whether it is a room's mailbox cannot be read with the permissions that the display has.",
        f"An Exchange administrator: Get-Mailbox -Identity {quoted(mailbox)} | fl RecipientTypeDetails\n"
        "must say RoomMailbox. A room that was made lately is not in the list of places yet.",
    )  # fmt: skip


async def calendar(graph: Listening, check_id: str, target: Target, now: datetime) -> Check:
    """Whether the calendar can be read; nothing of its meetings is asked for but their ids."""
    path = f"users/{quote(target.mailbox, safe='@')}/calendarView"
    window = {"startDateTime": _utc(now), "endDateTime": _utc(now + DAY), "$select": "id", "$top": "1"}
    refused = await _asked(graph, graph.get(path, window))
    if isinstance(refused, Said):
        return refusals.of_graph(check_id, refused, target)
    return Check(check_id, Verdict.OK, f"The calendar of {target.mailbox} can be read.")


async def zone(graph: Listening, config: Config, target: Target, now: datetime) -> Check:
    """Which time zone the room is in, from getSchedule's working hours (facts.md §2.8)."""
    check_id, wanted = "room.time_zone", config.room.time_zone
    answer = await _schedule(graph, target.mailbox, now)
    refused = answer if isinstance(answer, Said) else _refused_within(answer)
    if refused is not None:
        return refusals.of_graph(check_id, refused, target)
    try:
        found = zone_of_schedule(answer)
    except Unreadable:
        found = None
    if wanted is not None and (found is None or days.same_clock(wanted, found, now)):
        return Check(check_id, Verdict.OK, f"The room's time zone is {wanted}.")
    if wanted is not None:
        what = f"The configuration says {wanted}, the mailbox {found}. The display follows the configuration."
        return Check(check_id, Verdict.NOTE, what, "Where the mailbox is right, remove room.time_zone.")
    if found is not None:
        return Check(check_id, Verdict.OK, f"The room's time zone is {found}.")
    return Advice(
        "The mailbox does not say which time zone the room is in.",
        'Set it in kiosk.toml, under [room], such as time_zone = "Europe/Berlin". Or an Exchange administrator:\n'
        f'Set-MailboxCalendarConfiguration -Identity {target.mailbox} -WorkingHoursTimeZone "W. Europe Standard Time"',
    ).wrong(check_id)


async def zone_of(graph: Listening, mailbox: str, now: datetime) -> str | None:
    """The IANA name of the mailbox's zone; None where it does not say."""
    try:
        return zone_of_schedule(await _schedule(graph, mailbox, now))
    except Unreadable:
        return None


async def _schedule(graph: Listening, mailbox: str, now: datetime) -> Any:  # noqa: ANN401 - JSON
    body = {
        "schedules": [mailbox],
        "startTime": {"dateTime": _utc(now), "timeZone": "UTC"},
        "endTime": {"dateTime": _utc(now + DAY), "timeZone": "UTC"},
        "availabilityViewInterval": 60,
    }
    path = f"users/{quote(mailbox, safe='@')}/calendar/getSchedule"
    return await _asked(graph, graph.post(path, body))


async def place(graph: Listening, target: Target) -> Check:
    """Floor, seats and equipment: nice to have (facts.md §2.9)."""
    answer = await _asked(graph, graph.get(f"places/{quote(target.mailbox, safe='@')}"))
    if not isinstance(answer, Said):
        seats = answer.get("capacity") if isinstance(answer, dict) else None
        tells = f"{seats} seats" if isinstance(seats, int) else "no number of seats"
        return Check("room.place", Verdict.OK, f"Exchange describes the room: {tells}.")
    if answer.status == httpx.codes.FORBIDDEN:
        what = "The display may not read floor, seats and equipment, and leaves them out."
        remedy = "To show them, grant the application permission Place.Read.All in Entra, with admin consent."
    else:
        what = "Exchange does not describe the room (yet); the display leaves out floor, seats and equipment."
        remedy = f"New rooms take up to 48 hours. To describe it: Set-Place -Identity {target.mailbox} -Capacity 8 -Floor 2"
    return Check("room.place", Verdict.NOTE, what, remedy)


def _refused_within(schedules: Any) -> Said | None:  # noqa: ANN401 - JSON
    """Even for a mailbox that it cannot look into, getSchedule answers 200 (facts.md §2.8)."""
    try:
        code = str(schedules["value"][0]["error"]["responseCode"])
    except (KeyError, IndexError, TypeError):
        return None
    return Said(httpx.codes.FORBIDDEN if "access" in code.lower() else httpx.codes.NOT_FOUND, code)


async def _asked(graph: Listening, request: Any) -> Any:  # noqa: ANN401 - JSON
    """The answer's JSON, or what the refusal said."""
    graph.said = Said(0)
    try:
        return await request
    except WaitAsked:
        return graph.said if graph.said.status else Said(httpx.codes.TOO_MANY_REQUESTS)
    except GraphFault:
        return Said(0, GARBLED) if graph.said.good else graph.said


def _said(answer: httpx.Response, content: bytes, at: datetime) -> Said:
    status, request_id = answer.status_code, answer.headers.get("request-id", "")
    try:
        error = json.loads(content)["error"]
        return Said(status, str(error.get("code", "")), str(error.get("message", "")), request_id, at)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Said(status, request_id=request_id, at=at)


def _utc(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
