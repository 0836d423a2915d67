"""The office around the displays: Exchange as the sandbox models it, on the run's own time, and people in Outlook."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from urllib.parse import unquote

from kiosk.sandbox.model.advance import advance
from kiosk.sandbox.model.event import Blocking, Event
from kiosk.sandbox.model.mailbox import Change, Mailbox
from kiosk.sandbox.model.refusals import Refusal
from kiosk.sandbox.model.switches import Switches
from kiosk.sandbox.tenant import outlook
from kiosk.sandbox.tenant.office import DOMAIN, contoso
from kiosk.sandbox.tenant.outlook import Meeting
from kiosk.sandbox.web import graph
from kiosk.sandbox.web.call import Answer, Call, read_query
from kiosk.sandbox.web.clock import SandboxClock
from kiosk.sandbox.web.sandbox import build
from tests.torture.happenings import Outlook
from tests.torture.loop import Time
from tests.torture.plan import Plan

ROOM, USER, LENA = f"aurora@{DOMAIN}", f"displays@{DOMAIN}", f"lena@{DOMAIN}"
FACILITIES = f"facilities@{DOMAIN}"
SECRET_MARK = "Sesam"
"""In every subject that is private; must never be found on a disk."""
SUBJECT_MARK = "Zinnober"
"""In every other subject; must be on disk only where the privacy mode shows subjects."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of the room's time that is not free, as Exchange has it now."""

    uid: str
    start: datetime
    end: datetime
    ours: bool
    accepted: bool


class Office:
    """One tenant. Everything in it happens at the time that is passed in or has come."""

    def __init__(self, plan: Plan, time: Time) -> None:
        self.time = time
        self._dice = Random(f"office {plan.seed}")
        switches = Switches(
            change_key_race=self._dice.choice(("always", "sometimes", "never")),
            cancelled_disappear=self._dice.random() < 0.5,
            token_seconds=self._dice.choice((3599, 3599, 900)),
        )
        company = contoso(plan.zone)
        self.sandbox = build(
            company, seed=plan.seed, secret="", switches=switches, clock=SandboxClock(time.now)
        )
        self.exchange = self.sandbox.exchange
        self.room, self.user, self.lena = (self._mailbox(one) for one in (ROOM, USER, LENA))
        assert self.sandbox.access.scope is not None
        self.sandbox.access.scope.add(LENA)
        self.people = self.exchange.people()[:4]
        self.others = [
            box for box in self.exchange.mailboxes.values() if box.kind == "room" and box is not self.room
        ]
        self.elsewhere = {box.address for box in self.others}
        self._usual = (self.room.processing, switches)
        self._past: dict[str, list[tuple[datetime, dict[int, Event]]]] = {}
        self._seen_until: dict[str, datetime] = {}
        self.behind = 0.0
        """Seconds by which calendarView lags behind."""
        self._pages: dict[tuple[str, str, int], bytes] = {}
        self.exchange.listeners.append(self._remember)
        self.shown_last = -1
        """Number of the state that the last calendarView showed."""
        self.touched: set[str] = set()
        """iCalUIds of meetings that somebody in Outlook has changed or cancelled."""
        self._furnish(plan.begin)

    def _mailbox(self, address: str) -> Mailbox:
        found = self.exchange.find(address)
        assert found is not None
        return found

    def _furnish(self, begin: datetime) -> None:
        """A day's meetings, booked long ago."""
        yesterday = begin - timedelta(days=1)
        for _ in range(self._dice.randrange(7)):
            start = begin + timedelta(minutes=self._dice.randrange(-6, 60) * 15)
            start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
            deed = Outlook(0, "book", self._dice.random(), 0, self._dice.choice((30, 60, 90)))
            with suppress(Refusal):
                self._book(deed, yesterday, start)
            advance(self.exchange, yesterday + timedelta(minutes=1))
        advance(self.exchange, begin)

    # --- what Graph answers

    def token(self) -> str:
        sandbox = self.sandbox
        return sandbox.tokens.issue(
            sandbox.application.client_id,
            "contoso",
            "https://login",
            [],
            self.exchange.switches.token_seconds,
        )

    def serve(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """The answer to one request that has arrived: status, headers in lower case, body."""
        now = self.sandbox.now()
        if method == "GET" and "/calendarView?" in target:
            return self._view(target, headers, now)
        return self._answer(method, target, headers, body, now)

    def _answer(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> tuple[int, dict[str, str], bytes]:
        path, _, query = target.partition("?")
        answer = graph.answer(self.sandbox, Call(method, path, read_query(query), headers, body, now))
        assert isinstance(answer, Answer)
        told = b"" if answer.body is None else json.dumps(answer.body).encode()
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, told

    def _view(
        self, target: str, headers: Mapping[str, str], now: datetime
    ) -> tuple[int, dict[str, str], bytes]:
        """calendarView as it was some time ago, but never older than it was shown before."""
        box = self._mailbox(unquote(target.partition("?")[0].split("/")[-2]))
        try:
            self.sandbox.tokens.check(headers.get("authorization", ""))
        except Refusal:
            return self._answer("GET", target, headers, b"", now)
        number = self._shown(box, now)
        self.shown_last = number
        key = (box.address, target, number)
        page = self._pages.get(key)
        if page is None:
            items, box.items = box.items, self._past[box.address][number][1] if number >= 0 else {}
            try:
                status, more, page = self._answer("GET", target, headers, b"", now)
            finally:
                box.items = items
            if status != 200:
                return status, more, page
            self._pages[key] = page
        return 200, {}, page

    def _shown(self, box: Mailbox, now: datetime) -> int:
        """Number of the state that calendarView shows now; -1: before anything happened."""
        view = max(
            now - timedelta(seconds=self.behind),
            self._seen_until.get(box.address, datetime.min.replace(tzinfo=now.tzinfo)),
        )
        self._seen_until[box.address] = view
        past = self._past.get(box.address, [])
        return next((n for n in range(len(past) - 1, -1, -1) if past[n][0] <= view), -1)

    def _remember(self, change: Change) -> None:
        box = self.exchange.mailboxes[change.mailbox]
        if box in (self.room, self.user, self.lena, *self.others):
            self._past.setdefault(box.address, []).append((change.at, dict(box.items)))

    def state_of_room(self) -> int:
        """Grows with every change of the room's calendar."""
        advance(self.exchange, self.time.now())
        return len(self._past.get(ROOM, ()))

    # --- what is true

    def taken(self, room: Mailbox | None = None) -> list[Taken]:
        """All that makes the room (or another one) busy from yesterday on, soonest first."""
        now, room = self.sandbox.now(), room or self.room
        found = []
        for event in room.window(now - timedelta(days=2), now + timedelta(days=12)):
            if event.show_as not in Blocking or event.cancelled or event.response.answer == "declined":
                continue
            start, end = event.span.instants(room.zone)
            ours = (
                event.organizer.same(USER)
                or self._is_ours(event)
                or self._is_ours(self.lena.by_uid(event.uid))
            )
            accepted = event.response.answer in ("accepted", "organizer")
            if start < end:
                found.append(Taken(event.uid, start, end, ours, accepted))
        return found

    @staticmethod
    def _is_ours(event: Event | None) -> bool:
        return event is not None and event.is_organizer and event.transaction_id is not None

    def created_by(self, transaction: str) -> Event | None:
        """What stands in Exchange of a promise: the organizer's own event."""
        for box in (self.user, self.room, self.lena, *self.others):
            for event in box.items.values():
                if event.transaction_id == transaction:
                    return event
        return None

    # --- people in Outlook, and the attendant

    def does(self, deed: Outlook) -> str:
        """Plays one deed; what came of it, in words."""
        now = self.sandbox.now()
        try:
            if deed.does in ("book", "race", "series", "all day", "private", "direct", "elsewhere"):
                return self._book(deed, now, self._start(deed, now))
            return self._change(deed, now)
        except Refusal as refusal:  # an end before its start where clocks are set back, and the like
            return f"Exchange refuses to {deed.does}: {refusal.code}"

    def _start(self, deed: Outlook, now: datetime) -> datetime:
        if deed.does == "race":
            return now.replace(second=0, microsecond=0)
        start = now + timedelta(minutes=deed.start)
        return start.replace(minute=start.minute // 5 * 5, second=0, microsecond=0)

    def _book(self, deed: Outlook, now: datetime, start: datetime) -> str:
        box = self.room if deed.does == "direct" else self.people[int(deed.choice * len(self.people))]
        room = self.others[int(deed.choice * 97) % 2] if deed.does == "elsewhere" else self.room
        hidden = deed.does == "private" or deed.more == "private"
        meeting = Meeting(
            f"{SECRET_MARK if hidden else SUBJECT_MARK} {deed.choice}", start, timedelta(minutes=deed.minutes), room,
            sensitivity="private" if hidden else "normal", all_day=deed.does == "all day",
            repeats="daily" if deed.does == "series" else "", times=3 if deed.does == "series" else 0,
        )  # fmt: skip
        event = outlook.book(self.exchange, box, meeting, now)
        return f"{box.name} books {deed.does} {start:%d %H:%M} for {deed.minutes} min ({event.uid[-6:]})"

    def _change(self, deed: Outlook, now: datetime) -> str:
        near = [one for one in self.taken() if one.end > now and one.start < now + timedelta(days=1)]
        if not near:
            return "nothing to " + deed.does
        aim = near[int(deed.choice * len(near))]
        day = self.room.window(now - timedelta(days=2), now + timedelta(days=12))
        event = next(one for one in day if one.uid == aim.uid)
        found = outlook.organizers_copy(self.exchange, event)
        if found is None:
            return "its organizer is gone"
        box, own = found
        what = f"{box.name}'s {aim.start:%d %H:%M}-{aim.end:%H:%M} ({event.uid[-6:]})"
        match deed.does:
            case "move":
                start = self._start(deed, max(now, aim.start))
                length = timedelta(minutes=deed.minutes)
                outlook.move(self.exchange, box, own, now, start=start, length=length)
                what += f" to {start:%d %H:%M} for {deed.minutes} min"
            case "cancel":
                outlook.call_off(self.exchange, box, own, now)
            case "leave" if box is not self.room:
                outlook.take_elsewhere(self.exchange, box, own, self.room, None, now)
            case "rename":
                outlook.rename(self.exchange, box, own, f"{SUBJECT_MARK} renamed", now)
                return f"rename of {what}"
            case "decline" if box is not self.room:
                outlook.respond(self.exchange, self.room, event, "declined", now)
            case _:
                return f"no {deed.does} of {what}"
        self.touched.add(own.uid)
        return f"{deed.does} of {what}"

    def attend(self, manner: str, thinks: float) -> None:
        """The attendant is late, silent, or leaves it to a delegate."""
        usual, switches = self._usual
        match manner:
            case "late":
                self.exchange.switches = replace(switches, decision_from=thinks / 2, decision_to=thinks)
            case "silent":
                self.room.processing = replace(usual, automate_processing="AutoUpdate")
            case _:
                delegates = (self.people[0].address,)
                self.room.processing = replace(
                    usual, all_book_in_policy=False, all_request_in_policy=True, resource_delegates=delegates
                )

    def attend_as_usual(self) -> str:
        """The attendant is itself again; a delegate answers what is waiting."""
        self.room.processing, self.exchange.switches = self._usual
        now, told = self.sandbox.now(), []
        for event in list(self.room.items.values()):
            waits = not event.is_organizer and not event.cancelled and event.response.answer == "notResponded"
            if waits and event.span.instants(self.room.zone)[1] > now:
                free = not any(
                    other.uid != event.uid and other.accepted
                    and other.start < event.span.instants(self.room.zone)[1]
                    and event.span.instants(self.room.zone)[0] < other.end
                    for other in self.taken()
                )  # fmt: skip
                answer = "accepted" if free and self._dice.random() < 0.6 else "declined"
                outlook.respond(self.exchange, self.room, event, answer, now)  # type: ignore[arg-type]  # because it is one of the two words
                told.append(f"a delegate: {answer} ({event.uid[-6:]})")
        return ", ".join(told)

    def move_zone(self, zone: str) -> None:
        """The room's days begin at other times: a meeting of whole days may now lie over what was booked beside it."""
        self.room.zone = zone
        self.touched |= {event.uid for event in self.room.items.values() if event.span.all_day}
        self.room.hours = replace(self.room.hours, zone=zone)

    def expire_tokens(self) -> None:
        self.sandbox.tokens.expire_all()
