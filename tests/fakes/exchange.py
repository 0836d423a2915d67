"""Exchange for one room, one system user and a person, in memory: the `Asks` of sync/engine.py, without HTTP.

Written from facts.md §2 and §3, independently of the sandbox. Time is the running loop's.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from kiosk.clock import Clock
from kiosk.sync import errors

ROOM, ROOM_NAME = "aurora@contoso.com", "Aurora"
USER, USER_NAME = "displays@contoso.com", "Room displays"
LENA, LENA_NAME = "lena@contoso.com", "Lena Fischer"
NAMES = {ROOM: ROOM_NAME, USER: USER_NAME, LENA: LENA_NAME}


class Trouble(Enum):
    """What can befall a request."""

    REFUSED = auto()
    """No connection."""
    LOST_BEFORE = auto()
    """It left and was not done; no answer came."""
    LOST_AFTER = auto()
    """It was done; no answer came (a cut line, or 504 after the write)."""
    SILENT = auto()
    """Done, and ten seconds of silence."""
    GARBLED = auto()
    FORBIDDEN = auto()
    UNAUTHORIZED = auto()
    MAILBOX_MISSING = auto()
    CHANGE_KEY = auto()
    """412: the change key moved."""
    BAD_REQUEST = auto()


@dataclass(frozen=True)
class Throttled:
    """429 with Retry-After in seconds."""

    seconds: float


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    at: datetime

    @property
    def writes(self) -> bool:
        return self.method != "GET" and "getSchedule" not in self.path

    @property
    def creates(self) -> bool:
        return self.method == "POST" and self.path.endswith("/events")

    @property
    def reads_room(self) -> bool:
        return self.method == "GET" and self.path.startswith(f"users/{ROOM}/calendarView")


@dataclass(frozen=True)
class Item:
    """An event as one calendar holds it."""

    id: str
    uid: str
    start: datetime
    end: datetime
    subject: str
    organizer: str
    organizer_name: str
    created: datetime
    is_organizer: bool = True
    transaction: str | None = None
    show_as: str = "busy"
    response: str = "organizer"
    room: str | None = None
    """What the room answered, on an organizer's copy that invites it."""
    guests: tuple[str, ...] = ()
    """Addresses of who else was invited."""
    cancelled: bool = False
    sensitivity: str = "normal"
    series: str | None = None
    """Id of the series' master in the same calendar."""

    def json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": self.id, "iCalUId": self.uid, "subject": self.subject, "start": _moment(self.start),
            "end": _moment(self.end), "isAllDay": False, "showAs": self.show_as, "sensitivity": self.sensitivity,
            "organizer": {"emailAddress": {"name": self.organizer_name, "address": self.organizer}},
            "isOrganizer": self.is_organizer, "responseStatus": {"response": self.response},
            "isCancelled": self.cancelled, "type": "singleInstance", "attendees": [],
            "createdDateTime": self.created.isoformat().replace("+00:00", "Z"),
        }  # fmt: skip
        if self.series is not None:
            told |= {"seriesMasterId": self.series, "type": "occurrence"}
        if self.transaction is not None:
            told["transactionId"] = self.transaction
        if self.room is not None:
            told["attendees"] = [
                {
                    "type": "resource",
                    "status": {"response": self.room},
                    "emailAddress": {"address": ROOM, "name": ROOM_NAME},
                }
            ]
        return told

    @property
    def stands(self) -> bool:
        return not self.cancelled and self.show_as != "free"

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass
class Exchange:
    """Both calendars, the room's attendant, and what goes wrong on the way."""

    clock: Clock
    latency: float = 0.1
    answers_after: float = 2.0
    """Seconds until the attendant has answered; after half of them the room shows the request as tentative."""
    page: int = 500
    """Events on a page, whatever `$top` says."""
    keeps_cancelled: bool = False
    """RemoveCanceledMeetings is false: a cancelled copy stays in the room."""
    own_lag: float = 0.0
    """Seconds until the system user's calendarView shows what was created there."""
    room_lag: float = 0.0
    """The same of the room's calendarView."""
    knows_transactions: bool = True
    """A create under a transactionId that was used makes nothing new (facts.md §2.4)."""
    declines: Callable[[Item], bool] = field(default=lambda _: False)
    """A rule of the room beyond conflicts."""
    offline: bool = False
    purpose: str = "room"
    """What a mailbox's own settings say that it is for."""
    dates: Callable[[], None] = field(default=lambda: None)
    """Called with each answer: what an answer's Date header is to the display."""
    calls: list[Call] = field(default_factory=list)
    declined: list[tuple[Item, str]] = field(default_factory=list)
    """What the room said no to afterwards, and what its organizer read."""
    mails: list[Any] = field(default_factory=list)
    """What the system user sent, as far as Exchange took it."""
    created: list[Item] = field(default_factory=list)
    """Every event that the display brought into being, in order."""
    calendars: dict[str, dict[str, Item]] = field(default_factory=lambda: {ROOM: {}, USER: {}, LENA: {}})
    rooms: set[str] = field(default_factory=lambda: {ROOM})
    closed: set[str] = field(default_factory=set)
    """Mailboxes outside of the application's scope."""
    takes_guests: bool = True
    """A create that invites anybody but the room is a bad request."""
    troubles: list[tuple[Callable[[Call], bool], Trouble | Throttled]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _wait_until: float = 0.0

    # --- what goes wrong

    def befall(self, trouble: Trouble | Throttled, on: Callable[[Call], bool], times: int = 1) -> None:
        """The next `times` requests that `on` picks meet this trouble."""
        self.troubles += [(on, trouble)] * times

    def calm(self) -> None:
        self.troubles.clear()
        self.offline = False

    @property
    def waiting(self) -> timedelta:
        return timedelta(seconds=max(0.0, self._wait_until - self.clock.monotonic()))

    # --- people in Outlook

    def book(
        self, start: datetime, end: datetime, subject: str = "Planning", who: str = "Lena Fischer"
    ) -> Item:
        """Somebody's meeting that the room has accepted."""
        mail = who.lower().replace(" ", ".") + "@contoso.com"
        item = self._item(start, end, subject, mail, who, is_organizer=False, response="accepted")
        self.calendars[ROOM][item.id] = item
        return item

    def cancel(self, uid: str) -> None:
        """The organizer cancels, whoever that is."""
        for calendar in self.calendars.values():
            for item in [item for item in calendar.values() if item.uid == uid]:
                if item.is_organizer or not self.keeps_cancelled:
                    del calendar[item.id]
                else:
                    calendar[item.id] = replace(item, cancelled=True, show_as="free")

    def move(self, uid: str, start: datetime, end: datetime) -> None:
        """The organizer moves it to where the room is free."""
        for calendar in self.calendars.values():
            for item in [item for item in calendar.values() if item.uid == uid]:
                calendar[item.id] = replace(item, start=start, end=end)

    def room_day(self) -> list[Item]:
        """What makes the room busy, soonest first."""
        taken = [item for item in self.calendars[ROOM].values() if item.stands]
        return sorted(taken, key=lambda item: (item.start, item.end, item.id))

    # --- Asks

    async def get(self, path: str, params: Mapping[str, str] | None = None) -> Any:
        return await self._serve("GET", path, lambda: self._answer_get(path, params or {}))

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        if path.endswith("/getSchedule"):
            hours = {"timeZone": {"name": "W. Europe Standard Time"}}
            return await self._serve("POST", path, lambda: {"value": [{"workingHours": hours}]})
        if path.endswith("/decline"):
            return await self._serve("POST", path, lambda: self._decline(path, body))
        if path.endswith("/sendMail"):
            return await self._serve("POST", path, lambda: self.mails.append(body["message"]))
        return await self._serve("POST", path, lambda: self._create(path.split("/")[1], body))

    async def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        return await self._serve("PATCH", path, lambda: self._change(path, body))

    async def delete(self, path: str) -> None:
        await self._serve("DELETE", path, lambda: self._delete(path))

    async def _serve(self, method: str, path: str, work: Callable[[], Any]) -> Any:
        if self.waiting:
            raise errors.WaitAsked(self.waiting)
        call = Call(method, path, self.clock.now())
        self.calls.append(call)
        trouble = self._trouble(call)
        await asyncio.sleep(self.latency / 2)
        self._before(trouble)
        answer = work()
        if trouble is Trouble.SILENT:
            await asyncio.sleep(10)
        await asyncio.sleep(self.latency / 2)
        if trouble in (Trouble.SILENT, Trouble.LOST_AFTER):
            raise errors.NoAnswer("lost")
        self.dates()
        return {"what": "is this"} if trouble is Trouble.GARBLED else answer

    def _trouble(self, call: Call) -> Trouble | Throttled | None:
        if self.offline:
            return Trouble.REFUSED
        found = next((entry for entry in self.troubles if entry[0](call)), None)
        if found is None:
            return None
        self.troubles.remove(found)
        return found[1]

    def _before(self, trouble: Trouble | Throttled | None) -> None:
        if isinstance(trouble, Throttled):
            self._wait_until = self.clock.monotonic() + trouble.seconds
            raise errors.WaitAsked(timedelta(seconds=trouble.seconds))
        fault = {
            Trouble.REFUSED: errors.NeverLeft("refused"),
            Trouble.LOST_BEFORE: errors.NoAnswer("cut"),
            Trouble.FORBIDDEN: errors.Forbidden("erroraccessdenied"),
            Trouble.UNAUTHORIZED: errors.AccessLost("401"),
            Trouble.MAILBOX_MISSING: errors.MailboxMissing("errorinvaliduser"),
            Trouble.CHANGE_KEY: errors.ChangeKeyMoved("errorirresolvableconflict"),
            Trouble.BAD_REQUEST: errors.BadRequest(400, "errorinvalidrequest"),
        }.get(trouble) if trouble else None  # fmt: skip
        if fault is not None:
            raise fault

    def _answer_get(self, path: str, params: Mapping[str, str]) -> Any:
        parts = urlsplit(path).path.split("/")
        if parts[0] == "places" and parts[1] not in self.rooms:
            raise errors.MailboxMissing("resourcenotfound")
        if parts[0] != "users" or len(parts) == 2:
            return {"displayName": ROOM_NAME}
        self._in_scope(parts[1])
        if parts[2] == "events":
            return self._found(parts[1], parts[3]).json()
        if parts[2] == "calendarView":
            query = {**params, **{key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}}
            return self._view(parts[1], query)
        return {"userPurpose": self.purpose} if parts[2] == "mailboxSettings" else {"name": "Calendar"}

    def _in_scope(self, mailbox: str) -> None:
        if mailbox in self.closed:
            raise errors.Forbidden("erroraccessdenied")
        if mailbox not in self.calendars:
            raise errors.MailboxMissing("errorinvaliduser")

    def _view(self, mailbox: str, query: Mapping[str, str]) -> Any:
        begin, end = (datetime.fromisoformat(query[key]) for key in ("startDateTime", "endDateTime"))
        since = self.clock.now() - timedelta(seconds=self.room_lag if mailbox == ROOM else self.own_lag)
        items = [item for item in self.calendars[mailbox].values() if item.created <= since]
        inside = [item for item in items if item.start < end and begin <= item.end]
        inside.sort(key=lambda item: (item.start, item.id))
        skip = int(query.get("$skip", "0"))
        told: dict[str, Any] = {"value": [item.json() for item in inside[skip : skip + self.page]]}
        if skip + self.page < len(inside):
            window = f"startDateTime={query['startDateTime']}&endDateTime={query['endDateTime']}"
            told["@odata.nextLink"] = f"users/{mailbox}/calendarView?{window}&$skip={skip + self.page}"
        return told

    # --- writes

    def _item(self, start: datetime, end: datetime, subject: str, mail: str, name: str, **more: Any) -> Item:
        number = next(self._numbers)
        return Item(
            f"id-{number:04}", f"uid-{number:04}", start, end, subject, mail, name, self.clock.now(), **more
        )

    def _found(self, mailbox: str, event_id: str) -> Item:
        item = self.calendars[mailbox].get(event_id)
        if item is None:
            raise errors.ItemGone("erroritemnotfound")
        return item

    def _create(self, mailbox: str, body: Mapping[str, Any]) -> Any:
        calendar, transaction = self.calendars.get(mailbox, {}), body["transactionId"]
        known = next((item for item in calendar.values() if item.transaction == transaction), None)
        if known is not None and self.knows_transactions:
            return known.json()
        self._in_scope(mailbox)
        asked = [one["emailAddress"]["address"] for one in body.get("attendees", ())]
        invited, guests = ROOM in asked, tuple(one for one in asked if one != ROOM)
        if guests and not self.takes_guests:
            raise errors.BadRequest(400, "errorinvalidrecipients")
        start, end = _instant(body["start"]), _instant(body["end"])
        item = self._item(
            start, end, body["subject"], mailbox, NAMES[mailbox], transaction=transaction,
            room="none" if invited else None, guests=guests,
        )  # fmt: skip
        calendar[item.id] = item
        self.created.append(item)
        if invited:
            self._request(item.id)
        return item.json()

    def _change(self, path: str, body: Mapping[str, Any]) -> Any:
        _, mailbox, _, event_id = path.split("/")
        item = self._found(mailbox, event_id)
        item = replace(
            item,
            subject=body.get("subject", item.subject),
            start=_instant(body["start"]) if "start" in body else item.start,
            end=_instant(body["end"]) if "end" in body else item.end,
        )
        self.calendars[mailbox][event_id] = item
        if item.room is not None:
            self._request(item.id)
        return item.json()

    def _delete(self, path: str) -> None:
        _, mailbox, _, event_id = path.split("/")
        item = self._found(mailbox, event_id)
        assert item.is_organizer, "the display deleted what is not its own"
        del self.calendars[mailbox][event_id]
        self.cancel(item.uid)

    def _decline(self, path: str, body: Mapping[str, Any]) -> None:
        """The room says no: its copy goes, the organizer hears of it and keeps theirs (facts.md §3.5)."""
        _, mailbox, _, event_id, _ = path.split("/")
        item = self._found(mailbox, event_id)
        assert not item.is_organizer, "an organizer cannot decline"
        assert body["sendResponse"] is True
        del self.calendars[mailbox][event_id]
        self.declined.append((item, body["comment"]))

    # --- the attendant (facts.md §3.5)

    def _request(self, event_id: str) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self.answers_after / 2, self._deliver, event_id)
        loop.call_later(self.answers_after, self._decide, event_id)

    def _own(self, event_id: str) -> Item | None:
        """The organizer's copy, in whose calendar it may stand."""
        found = (calendar.get(event_id) for mailbox, calendar in self.calendars.items() if mailbox != ROOM)
        return next((item for item in found if item is not None), None)

    def _copy(self, uid: str) -> Item | None:
        return next((item for item in self.calendars[ROOM].values() if item.uid == uid), None)

    def _deliver(self, event_id: str) -> None:
        own = self._own(event_id)
        if own is None:
            return
        before = self._copy(own.uid)
        copy = replace(
            own, id=before.id if before else f"room-{own.id}", is_organizer=False, transaction=None, room=None,
            show_as="tentative", response="notResponded",
        )  # fmt: skip
        self.calendars[ROOM][copy.id] = copy

    def _decide(self, event_id: str) -> None:
        own = self._own(event_id)
        copy = self._copy(own.uid) if own else None
        if own is None or copy is None or own.end <= self.clock.now():
            return
        taken = any(
            item.uid != own.uid and item.stands and item.overlaps(own.start, own.end)
            for item in self.room_day()
        )
        if taken or self.declines(own):
            del self.calendars[ROOM][copy.id]
            self.calendars[own.organizer][event_id] = replace(own, room="declined")
            return
        self.calendars[ROOM][copy.id] = replace(
            copy,
            start=own.start,
            end=own.end,
            show_as="busy",
            response="accepted",
            subject=own.organizer_name,
        )
        self.calendars[own.organizer][event_id] = replace(own, room="accepted")


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0", "timeZone": "UTC"}


def _instant(moment: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(moment["dateTime"]).replace(tzinfo=UTC)
