"""What must hold whatever happens, checked after every step; whoever breaks it is written down.

| Of the core it is demanded that                                             | seen by                          |
|-----------------------------------------------------------------------------|----------------------------------|
| a booking acknowledged on the glass reaches Exchange once, or is told       | `_create`, `_promises`,          |
|                                                                             | `restarted`, `Calm._bookings`    |
| never two accepted bookings overlap because of us                           | `no_overlap`                     |
| *Yours* only after Exchange accepted                                        | `_yours`                         |
| never *Free* on knowledge older than `stale_after_seconds`                  | `fresh`                          |
| neither *Free* nor *Busy* by a clock that the display can know to be wrong  | `fresh`                          |
| nobody else's meeting is changed or cancelled                               | `arrived`                        |
| a meeting whose cancellation could be read never rises again                | `read_well`, `looked`            |
| a command is never sent while in doubt without reading first                | `sent`                           |
| nothing is asked while Exchange has told us to wait                         | `sent`                           |
| what is told comes on the glass                                             | `looked`                         |
| a change of clocks or of the room's zone moves no booking                   | `_create`, `Calm.compare`        |
| 90 s after the troubles the glass equals the calendar, nothing is left open | `Calm.compare`                   |
| a report that was saved is sent, from the disk, and not again once it arrived | `_mailed`, `restarted`,          |
|                                                                             | `Calm._reports`                  |
| no private subject on disk                                                  | `Calm._disk`                     |
| what is written is bounded                                                  | `Calm.written`                   |
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.room.clock_health import MOST_OFF
from kiosk.room.face import Face, State, Told, Tone
from kiosk.room.model import Life, Mode, Notice, Promise, PromiseId, Wish
from kiosk.sandbox.model.ids import parse_id
from kiosk.sandbox.model.mailbox import Change, Mailbox
from tests.torture.display import Display
from tests.torture.happenings import Trouble
from tests.torture.ledger import Ledger
from tests.torture.line import UNDONE, Sent
from tests.torture.office import LENA, ROOM, USER, Office
from tests.torture.plan import Plan

GRACE = timedelta(seconds=1.5)
A_WRITE = 1.0
"""Seconds within which a wish is on disk."""
"""Within which the glass must have turned once its knowledge is too old."""
GOOD = frozenset({None, Trouble.SLOW, Trouble.TWICE})
"""What may befall a read that is a good read nonetheless."""
DOUBT_APART = 5.0
AS_DATED = timedelta(seconds=3)
"""A date tells whole seconds, and arrives after its time."""
NOTICED = 17.0
"""Seconds within which a wrong clock is on the glass, once it can be known: the clock's watch (core/alarm.py), and a bit."""
EVER = datetime.min.replace(tzinfo=UTC)


class Witness:
    """Sees every picture, every request and every change of the calendars."""

    def __init__(self, plan: Plan, office: Office, note: Callable[[str, str], None]) -> None:
        self.plan, self.office, self.note = plan, office, note
        self.violations: list[str] = []
        self.ledgers: dict[int, Ledger] = defaultdict(Ledger)
        self._created: Counter[str] = Counter()
        self._arrived: set[str] = set()
        """Reports that facilities have, and the display was told so."""
        self._accepted: set[tuple[str, datetime]] = set()
        """iCalUId and end of what the room has accepted, ever."""
        self._gone: dict[str, int] = {}
        """iCalUId of what is no more, and the state of the room's calendar in which it was gone first."""
        self._since: dict[str, dict[datetime, datetime]] = defaultdict(dict)
        """By iCalUId and end: when the room first had the meeting with that end."""
        self._doubt: dict[str, float] = {}
        self._doubt_reads: dict[int, list[float]] = defaultdict(list)
        office.exchange.listeners.append(self._changed)

    def wrong(self, words: str) -> None:
        if any(words[:40] in known for known in self.violations):
            return  # once is enough
        self.note("!!", words)
        self.violations.append(f"{self.office.time.now():%d %H:%M:%S} {words}")

    # --- the calendars

    def _changed(self, change: Change) -> None:
        address, event = self.office.exchange.mailboxes[change.mailbox].address, change.event
        if change.kind == "created" and event.transaction_id:
            self._create(event.transaction_id, event.span.instants("UTC"))
        if address in (USER, LENA):
            rooms = (event.attendee(box.address) for box in (self.office.room, *self.office.others))
            if any(room is not None and room.status.answer == "accepted" for room in rooms):
                self._accepted.add((event.uid, event.span.instants("UTC")[1]))
        elif address in self.office.elsewhere:
            self._since[event.uid].setdefault(event.span.instants("UTC")[1], change.at)
            if event.is_organizer:
                self._accepted.add((event.uid, event.span.instants("UTC")[1]))
        elif address == ROOM:
            stands = change.kind != "deleted" and not event.cancelled and event.response.answer != "declined"
            if not stands and event.recurrence is None:
                self._gone.setdefault(event.uid, len(self.office._past.get(ROOM, ())))
            elif stands:
                self._gone.pop(event.uid, None)
                for ledger in self.ledgers.values():
                    ledger.read_gone.discard(event.uid)
                self._since[event.uid].setdefault(event.span.instants("UTC")[1], change.at)
                if event.response.answer in ("accepted", "organizer"):
                    self._accepted.add((event.uid, event.span.instants("UTC")[1]))
                    if (
                        self.plan.settings.mode is Mode.INVITE
                    ):  # direct bookings may stand until they were read back
                        self.no_overlap()

    def _create(self, transaction: str, span: tuple[datetime, datetime]) -> None:
        self._created[transaction] += 1
        if self._created[transaction] > 1:
            self.wrong(f"{transaction} was booked twice")
        for ledger in self.ledgers.values():
            asked = ledger.asked.get(PromiseId(transaction))
            if asked is not None and asked != span:
                self.wrong(f"{transaction} was asked for {asked} and booked for {span}")

    def no_overlap(self, room: Mailbox | None = None) -> None:
        """No two accepted bookings share time because of us: whichever came last into that time is not ours."""
        taken = [
            one for one in self.office.taken(room) if one.accepted and one.uid not in self.office.touched
        ]
        for at, one in enumerate(taken):
            for other in taken[at + 1 :]:
                begin = max(one.start, other.start)
                if begin < min(one.end, other.end):
                    late = max(one, other, key=lambda each: self._there_since(each.uid, begin))
                    if late.ours:
                        self.wrong(f"{one.uid[-6:]} and {other.uid[-6:]} overlap, and the later one is ours")

    def _there_since(self, uid: str, moment: datetime) -> datetime:
        """When this meeting first reached into that moment; occurrences of a series were always there."""
        ends = self._since.get(uid, {})
        return min((since for end, since in ends.items() if end > moment), default=EVER)

    # --- requests

    def sent(self, display: Display, sent: Sent, trouble: Trouble | None) -> None:
        """A request leaves."""
        if not display.runs:
            return  # the last breath of a process that was killed between hearing something and noting it
        ledger = self.ledgers[display.number]
        seconds = self.office.time.seconds
        if seconds < ledger.wait_until - 0.001:
            self.wrong(f"display {display.number} asks {ledger.wait_until - seconds:.1f} s before it may")
        if sent.mails is not None:
            self._mailed(display, sent.mails)
            if trouble in GOOD:
                self._arrived.add(sent.mails)
        elif sent.method == "GET" and "/calendarView?" in sent.target:
            if "transactionId" in sent.target:
                if trouble in GOOD and (ROOM not in sent.target or self.plan.settings.mode is Mode.DIRECT):
                    self._doubt_reads[display.number].append(seconds)
            elif "skip" not in sent.target:
                ledger.read_begun = self.office.time.now()
        elif sent.creates and sent.body is not None:
            transaction = str(sent.body["transactionId"])
            if transaction in self._doubt:
                reads = [at for at in self._doubt_reads[display.number] if at > self._doubt[transaction]]
                if len(reads) < 2 or reads[-1] - reads[0] < DOUBT_APART - 0.3:
                    self.wrong(f"{transaction} was sent while in doubt after {len(reads)} reads")
            if trouble in UNDONE or trouble is Trouble.REFUSED:
                self._doubt.pop(transaction, None)
            else:
                self._doubt[transaction] = seconds

    def _mailed(self, display: Display, report_id: str) -> None:
        report = next((one for one in display.core.facts.reports if one.id == report_id), None)
        if report is None or not report.stored:
            self.wrong(f"report {report_id} is sent, and not on disk")
        elif report.delivered_at is not None:
            self.wrong(f"report {report_id} is sent again, though it was delivered")

    def told_to_wait(self, display: Display, until: float) -> None:
        """An answer with Retry-After has come in."""
        ledger = self.ledgers[display.number]
        ledger.wait_until = max(ledger.wait_until, until)

    def heard_time(self, display: Display, said: datetime) -> None:
        """An answer was dated: by Exchange, or by whoever stands in between."""
        ledger = self.ledgers[display.number]
        ledger.sayings.append(abs(said - self.office.time.now()) < timedelta(seconds=30))
        if ledger.sayings[-2:] == [True, True] and ledger.sayings[-3:] != [True, True, True]:
            ledger.may_know_since = self.office.time.seconds

    def answered(self, sent: Sent, status: int) -> None:
        """Exchange has said that nothing was done."""
        if sent.creates and sent.body is not None and status in (401, 403, 429):
            self._doubt.pop(str(sent.body["transactionId"]), None)

    def arrived(self, display: Display, sent: Sent) -> None:
        """A request reaches Exchange: nobody else's meeting may be touched."""
        if not sent.writes or sent.creates or sent.mails is not None:
            return
        _, _, mailbox, _, event_id = sent.target.split("?")[0].split("/")[:5]
        ref = parse_id(event_id)
        box = self.office.exchange.find(mailbox)
        event = box.items.get(ref.key) if box is not None and ref is not None else None
        if event is None:
            return
        if not event.is_organizer or not str(event.transaction_id or "").startswith(f"{self.plan.seed}-"):
            self.wrong(f"display {display.number} meddles with {event.uid[-6:]}: {sent.method}")

    def view_served(self, display: Display, target: str, number: int) -> None:
        if "transactionId" not in target:
            self.ledgers[display.number].read_shows = number

    # --- the glass

    def saw(self, display: Display, face: Face) -> None:
        ledger = self.ledgers[display.number]
        words = _words(face)
        if words != ledger.glass:  # a picture may differ by no more than the minute
            ledger.glass = words
            self.note(f"glass {display.number}", words)
        if face.plane.tone is Tone.YOURS:
            self._yours(display)

    def _yours(self, display: Display) -> None:
        for promise in display.core.facts.promises:
            if promise.life is Life.CONFIRMED and promise.wish is not Wish.CANCEL:
                agreed = (promise.uid, promise.end) in self._accepted
                if not agreed and promise.uid not in self.office.touched:
                    self.wrong(
                        f"Yours {promise.id} ({promise.uid[-6:]}), and the room never accepted it until {promise.end:%H:%M}"
                    )

    def heard_notice(self, display: Display, notice: Notice) -> None:
        if not display.runs:
            return  # it died in this very step
        self.note(f"display {display.number}", f"tells {notice.reason.name}")
        self.ledgers[display.number].unseen.add(notice.reason)

    def read_well(self, display: Display) -> None:
        """A good read is taken over."""
        ledger = self.ledgers[display.number]
        ledger.known_at = ledger.read_begun
        if display.full:
            return  # what cannot be written cannot be known after a restart
        ledger.read_gone |= {uid for uid, since in self._gone.items() if since <= ledger.read_shows + 1}

    def looked(self, display: Display) -> None:
        ledger, facts = self.ledgers[display.number], display.core.facts
        as_of, begun = facts.heard.as_of, ledger.read_begun
        if (
            as_of is not None
            and begun is not None
            and abs(as_of - display.clock.off - begun) < timedelta(seconds=1)
        ):
            ledger.known_at = begun  # even if it was only on disk when its process died
        self.fresh(display)
        for event in facts.events:
            if event.uid in ledger.read_gone and event.busy:
                self.wrong(f"display {display.number} shows {event.uid[-6:]} again, which was cancelled")
                ledger.read_gone.discard(event.uid)
        self._on_the_glass(display, ledger)
        for reason in ledger.unseen - {notice.reason for notice in facts.notices}:
            ledger.unseen.remove(reason)
            self.wrong(f"display {display.number} told {reason.name} to nobody")
        ledger.reports.update((report.id, report) for report in facts.reports if report.stored)
        present = {promise.id: promise for promise in facts.promises}
        if present != ledger.promises:
            self._promises(display, ledger, present)

    @staticmethod
    def _on_the_glass(display: Display, ledger: Ledger) -> None:
        """What is told anew in the very words that stand on the glass makes no other picture."""
        face = display.process.face if display.process is not None else None
        if face is not None and isinstance(face.alert, Told):
            ledger.unseen.discard(face.alert.reason)

    def fresh(self, display: Display) -> None:
        """Never free on knowledge that is too old, or by a clock that is wrong."""
        process = display.process
        if process is None or not process.alive or process.face is None:
            return
        ledger, face = self.ledgers[display.number], process.face
        seconds = self.office.time.seconds
        off = abs(display.clock.off) > MOST_OFF + AS_DATED and ledger.sayings[-2:] == [True, True]
        if (
            off
            and seconds - max(ledger.may_know_since, display.clock.set_at) > NOTICED
            and not face.clock_wrong
        ):
            self.wrong(
                f"display {display.number} says {face.state.name}, and its clock is {display.clock.off} off"
            )
        if face.state in (State.FREE, State.SOON):
            age = self.office.time.now() - (ledger.known_at or EVER)
            if age > self.plan.settings.stale_after + GRACE:
                self.wrong(f"display {display.number} says {face.state.name}, and its knowledge is {age} old")

    def _promises(self, display: Display, ledger: Ledger, present: Mapping[PromiseId, Promise]) -> None:
        for promise_id, promise in present.items():
            before = ledger.promises.get(promise_id)
            if before is None and promise_id not in ledger.asked:
                ledger.asked[promise_id] = (promise.start, promise.end)
            if before is None or (before.life, before.wish) != (promise.life, promise.wish):
                self.note(
                    f"display {display.number}", f"{promise_id}: {promise.wish.value} {promise.life.value}"
                )
            if promise.stored:
                ledger.acknowledged.add(promise_id)
            if promise.life in (Life.CONFIRMED, Life.KEPT) and promise.wish is not Wish.CANCEL:
                ledger.confirmed.add(promise_id)
            if promise.life is Life.WEDGED:
                ledger.wedged.add(promise_id)
            if promise.wish is Wish.CANCEL and promise_id not in ledger.withdrawn | ledger.told:
                self._must_tell(display, ledger, promise_id, "given up")
        for promise_id in ledger.promises.keys() - present.keys():
            self.note(f"display {display.number}", f"{promise_id}: settled")
            known = ledger.withdrawn | ledger.told | ledger.confirmed | ledger.wedged
            if promise_id in ledger.acknowledged - known:
                self._must_tell(display, ledger, promise_id, "settled")
        ledger.promises = dict(present)

    def _must_tell(self, display: Display, ledger: Ledger, promise_id: PromiseId, fate: str) -> None:
        now = display.clock.now()
        just_now = any(
            n.made_at is not None and abs(now - n.made_at) < timedelta(seconds=1)
            for n in display.core.facts.notices
        )
        ledger.told.add(promise_id)
        if not just_now:
            self.wrong(f"{promise_id} was {fate} and nobody was told")

    def died(self, display: Display) -> None:
        """Somebody who saw that had not yet seen what became of their last wish."""
        self.ledgers[display.number].died_at = self.office.time.seconds

    def starts(self, display: Display) -> None:
        """A process begins. Of the time, of being told to wait, and of what was to be told it knows nothing."""
        ledger = self.ledgers[display.number]
        ledger.sayings.clear()
        ledger.unseen.clear()
        ledger.wait_until = 0.0

    def restarted(self, display: Display) -> None:
        """What was promised is known to the new process."""
        if not display.runs:
            return  # killed in its very first moments
        ledger = self.ledgers[display.number]
        known = display.core.facts.promises
        taken_back = {p.id for p in known if p.wish is Wish.CANCEL}
        at_once = {one for one, at in ledger.withdrawn_at.items() if ledger.died_at - at < A_WRITE}
        stands_again = (ledger.unwritten | at_once) & {p.id for p in known} | at_once & ledger.confirmed
        ledger.withdrawn -= stands_again - taken_back
        ledger.unwritten.clear()
        numbers = {report.id: report.number for report in display.core.facts.reports}
        for report in ledger.reports.values():
            done = report.ended or report.id in self._arrived  # and forgotten at once, where its day is over
            if not done and numbers.get(report.id) != report.number:
                self.wrong(f"report {report.id} is lost after a restart")
        present = {promise.id for promise in display.core.facts.promises}
        for promise_id, promise in ledger.promises.items():
            owed = promise.stored and promise.life is not Life.SETTLED
            if owed and promise_id not in present | ledger.withdrawn | ledger.told | ledger.confirmed:
                self.wrong(f"{promise_id} is lost after a restart")


def _words(face: Face) -> str:
    told: Any = face.alert.reason.name if isinstance(face.alert, Told) else ""
    until = (
        f" until {face.plane.until.at:%H:%M}"
        if face.plane.until is not None and face.plane.until.at is not None
        else ""
    )
    return f"{face.state.name}/{face.plane.tone.name}{until} {told}".rstrip()
